import type { CertificateFacts } from '../types.ts';
import { readCertificate } from './der.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The part of Node's peer certificate that we read. */
export interface PeerCertificate {
  readonly subject?: DistinguishedName;
  readonly issuer?: DistinguishedName;
  readonly subjectaltname?: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly fingerprint256: string;
  /** DER. */
  readonly raw?: Uint8Array;
  /** Size of an RSA key or of a curve. */
  readonly bits?: number;
  /** Authority information access: kind of access → URLs. */
  readonly infoAccess?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly issuerCertificate?: PeerCertificate;
}

/** Attributes by short name (`CN`, `O` …): a text, or several. */
export type DistinguishedName = object;

/** A leaf and everything above it, leaf first. A root is its own issuer in Node's view and counts once. */
export function certificatesOf(leaf: PeerCertificate): PeerCertificate[] {
  const chain: PeerCertificate[] = [];
  const seen = new Set<string>();
  for (let at: PeerCertificate | undefined = leaf; at?.fingerprint256 && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    chain.push(at);
  }
  return chain;
}

/** The facts of a leaf and everything above it, leaf first. */
export function chainFacts(leaf: PeerCertificate, now: number): CertificateFacts[] {
  return certificatesOf(leaf).map((certificate, index) => factsOf(certificate, now, index === 0));
}

function factsOf(certificate: PeerCertificate, now: number, isLeaf: boolean): CertificateFacts {
  const end = new Date(certificate.valid_to);
  const bytes = certificate.raw && readCertificate(certificate.raw);
  const issuerUrls = certificate.infoAccess?.['CA Issuers - URI'] ?? [];
  const names = alternativeNames(certificate);
  const commonName = isLeaf && names.length === 0 ? commonNameOf(certificate) : undefined;
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    names: commonName === undefined ? names : [commonName],
    validFrom: new Date(certificate.valid_from).toISOString(),
    validTo: end.toISOString(),
    daysLeft: Math.floor((end.getTime() - now) / DAY_MS),
    fingerprint256: certificate.fingerprint256,
    ...(bytes?.keyType ? { keyType: bytes.keyType } : {}),
    ...(certificate.bits ? { keyBits: certificate.bits } : {}),
    ...(bytes ? { signature: bytes.signature } : {}),
    ...(issuerUrls.length > 0 ? { issuerUrls: [...issuerUrls] } : {}),
    ...(commonName === undefined ? {} : { commonNameOnly: true as const }),
  };
}

/** A distinguished name in one line: `CN=…, O=…`. */
export function nameText(name: DistinguishedName = {}): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(', ');
}

/** `DNS:a, IP Address:b`; an odd name stands in JSON quotes. */
function alternativeNames({ subjectaltname = '' }: PeerCertificate): string[] {
  return [...subjectaltname.matchAll(/(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, name = '']) => name.replace(/^"|"$/g, '').trim());
}

/** The common name, which only counts on a leaf without any other name (RFC 6125 §6.4.4). */
function commonNameOf({ subject }: PeerCertificate): string | undefined {
  const commonName = subject && 'CN' in subject ? subject.CN : undefined;
  return typeof commonName === 'string' ? commonName : undefined;
}
