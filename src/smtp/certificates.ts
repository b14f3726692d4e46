import type { CertificateFacts } from './types.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The part of Node's peer certificate that we read. */
export interface PeerCertificate {
  readonly subject?: DistinguishedName;
  readonly issuer?: DistinguishedName;
  readonly subjectaltname?: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly fingerprint256: string;
  readonly issuerCertificate?: PeerCertificate;
}

/** Attributes by short name (`CN`, `O` …): a text, or several. */
type DistinguishedName = object;

/** The facts of a leaf and everything above it, leaf first. A root is its own issuer in Node's view and counts once. */
export function chainFacts(leaf: PeerCertificate, now: number): CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<string>();
  for (let at: PeerCertificate | undefined = leaf; at?.fingerprint256 && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    chain.push(factsOf(at, now, chain.length === 0));
  }
  return chain;
}

function factsOf(certificate: PeerCertificate, now: number, isLeaf: boolean): CertificateFacts {
  const end = new Date(certificate.valid_to);
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    names: alternativeNames(certificate, isLeaf),
    validFrom: new Date(certificate.valid_from).toISOString(),
    validTo: end.toISOString(),
    daysLeft: Math.floor((end.getTime() - now) / DAY_MS),
    fingerprint256: certificate.fingerprint256,
  };
}

function nameText(name: DistinguishedName = {}): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(', ');
}

/** `DNS:a, IP Address:b`; an odd name stands in JSON quotes. The common name of a leaf only counts without any (RFC 6125 §6.4.4). */
function alternativeNames({ subjectaltname = '', subject }: PeerCertificate, isLeaf: boolean): string[] {
  const names = [...subjectaltname.matchAll(/(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, name = '']) => name.replace(/^"|"$/g, '').trim());
  const commonName = subject && 'CN' in subject ? subject.CN : undefined;
  return names.length > 0 || !isLeaf || typeof commonName !== 'string' ? names : [commonName];
}
