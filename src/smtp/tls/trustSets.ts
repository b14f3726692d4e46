import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MissingIssuer, TrustVerdict } from '../types.ts';
import type { PeerCertificate } from './certificates.ts';
import { nameText } from './certificates.ts';
import { readCertificate } from './der.ts';

/** Where Linux and the BSDs keep the roots of the system in one file, as Go's crypto/x509 lists them. */
const SYSTEM_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/etc/ssl/cert.pem',
];
const MAX_DEPTH = 10;
/** What only says that no way to an anchor was found: each set has its own answer to that. Any other problem holds for all of them. */
const PATH_PROBLEMS: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
]);
/** Authorities whose intermediates carry another organization than their root does (letsencrypt.org/certificates, checked 2026-11-21). */
const ROOT_ORGANIZATIONS: Readonly<Record<string, string>> = { "Let's Encrypt": 'Internet Security Research Group' };

/** The sets of trust anchors of this machine. */
export interface TrustSets {
  /** Node's own roots, PEM. */
  readonly node: readonly string[];
  /** The operating system's roots, PEM; undefined when they can't be read here, or not for so little. */
  system(isWorthWaiting: boolean): readonly string[] | undefined;
}

/** What one handshake showed. */
export interface ShownChain {
  /** Leaf first. */
  readonly chain: readonly PeerCertificate[];
  /** Normalised code of Node's own check against all sets that the run trusts; absent when it passed. */
  readonly problem?: string | undefined;
  /** The CA file that the configuration names, PEM. */
  readonly file: readonly string[];
}

export interface TrustFacts {
  readonly trust: readonly TrustVerdict[];
  readonly missingIssuer?: MissingIssuer;
}

/**
 * Asks each set of anchors about a chain, without another connection. A second handshake can't be made in
 * memory, as that takes the server's key, so paths are built here as OpenSSL builds them: an anchor before what
 * the server sent, self-signed anchors only, signatures and dates checked (RFC 5280 §6.1). What OpenSSL looks
 * at beyond that, such as weak keys, purposes and name constraints, is taken from the verdict of the handshake.
 */
export function compareTrust({ chain, problem, file }: ShownChain, sets: TrustSets, now: number): TrustFacts {
  const sent = chain.flatMap(({ raw }) => (raw ? [new X509Certificate(raw)] : []));
  const [leaf] = sent;
  if (!leaf) return { trust: [] };
  const fileAnchors = derOf(file);
  const isForAll = problem !== undefined && !PATH_PROBLEMS.has(problem);
  const judge = (store: TrustVerdict['store'], anchors: readonly Buffer[]): TrustVerdict => {
    if (isForAll) return { store, trusted: false, problem };
    const found = pathProblem(leaf, sent, anchors, now);
    if (found !== undefined) return { store, trusted: false, problem: found };
    // Node adds certificates of the CA file to the chain it shows; a link that only that file may have given proves nothing about other sets.
    const isBorrowed = store !== 'file' && pathProblem(leaf, withoutLinksOf(sent, fileAnchors), anchors, now) !== undefined;
    return isBorrowed ? { store, problem: 'UNCLEAR' } : { store, trusted: true };
  };
  const node = judge('node', derOf(sets.node));
  const system = sets.system(node.trusted !== true);
  const trust = [
    node,
    ...(system ? [judge('system', derOf(system))] : node.trusted ? [] : [{ store: 'system' as const, problem: 'NOT_READABLE' }]),
    ...(file.length > 0 ? [judge('file', fileAnchors)] : []),
  ];
  const missing = trust.some(({ trusted }) => trusted) ? undefined : missingIssuer(chain, sets.node);
  return { trust, ...(missing ? { missingIssuer: missing } : {}) };
}

/** The roots of the operating system where they are one file, or undefined. `SSL_CERT_FILE` comes first, as it does for OpenSSL. */
export function systemBundle(environment: Readonly<Record<string, string | undefined>>): readonly string[] | undefined {
  for (const path of [environment.SSL_CERT_FILE, ...SYSTEM_BUNDLES]) {
    if (!path) continue;
    try {
      return [readFileSync(path, 'latin1')];
    } catch {
      // Each system has its own place; the next one is asked.
    }
  }
  return undefined;
}

const derCache = new WeakMap<readonly string[], readonly Buffer[]>();

/** The certificates of PEM texts, which may hold several each. */
function derOf(pems: readonly string[]): readonly Buffer[] {
  const known = derCache.get(pems);
  if (known) return known;
  const found = pems.flatMap((pem) =>
    [...pem.matchAll(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([^-]+)-----END/g)].map(([, body = '']) => Buffer.from(body, 'base64')),
  );
  derCache.set(pems, found);
  return found;
}

/** Why no path leads from the leaf to a self-signed anchor, as a code of OpenSSL's; undefined when one does. */
function pathProblem(leaf: X509Certificate, sent: readonly X509Certificate[], anchors: readonly Buffer[], now: number): string | undefined {
  let at = leaf;
  let dates = dateProblem(leaf, now);
  const seen = new Set<string>();
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    seen.add(at.fingerprint256);
    const isRoot = isSelfSigned(at);
    if (isRoot && anchors.some((anchor) => anchor.equals(at.raw))) return dates;
    const issuers = candidates(at, anchors);
    const root = best(issuers.filter(isSelfSigned), now);
    if (root && !isRoot) return dateProblem(root, now) ?? dates;
    if (isRoot) return depth === 0 ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'SELF_SIGNED_CERT_IN_CHAIN';
    const next = best(
      [...issuers, ...sent.filter((other) => other.ca && isSignedBy(at, other))].filter(({ fingerprint256 }) => !seen.has(fingerprint256)),
      now,
    );
    if (!next && depth > 0 && anchors.some((anchor) => anchor.equals(at.raw))) return 'UNABLE_TO_GET_ISSUER_CERT';
    if (!next) return depth === 0 && sent.length === 1 ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
    dates = dateProblem(next, now) ?? dates;
    at = next;
  }
  return 'CERT_CHAIN_TOO_LONG';
}

/** Of several certificates for one key, those that are valid now come first. */
function best(certificates: readonly X509Certificate[], now: number): X509Certificate | undefined {
  return certificates.find((certificate) => !dateProblem(certificate, now)) ?? certificates[0];
}

/** The anchors that have signed a certificate. Only those that carry the issuer's name are parsed. */
function candidates(certificate: X509Certificate, anchors: readonly Buffer[]): X509Certificate[] {
  const read = readCertificate(certificate.raw);
  if (!read) return [];
  const name = Buffer.from(read.issuerName);
  return anchors
    .filter((anchor) => anchor.includes(name))
    .flatMap((anchor) => parsed(anchor))
    .filter((anchor) => isSignedBy(certificate, anchor));
}

function parsed(der: Buffer): X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    // A root of a kind that this runtime can't read trusts nothing here either.
    return [];
  }
}

/** By name and key: a leaf that signs itself need not be allowed to sign others. */
function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && hasSigned(certificate, certificate);
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && hasSigned(issuer, certificate);
}

function hasSigned(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    // A key that this runtime does not know has signed nothing as far as it can tell.
    return false;
  }
}

function dateProblem({ validFrom, validTo }: X509Certificate, now: number): string | undefined {
  if (new Date(validTo).getTime() < now) return 'CERT_HAS_EXPIRED';
  return new Date(validFrom).getTime() > now ? 'CERT_NOT_YET_VALID' : undefined;
}

function withoutLinksOf(sent: readonly X509Certificate[], file: readonly Buffer[]): X509Certificate[] {
  return sent.filter((certificate, index) => index === 0 || !file.some((anchor) => anchor.equals(certificate.raw)));
}

/** Who has signed the end of a chain that leads nowhere, when that one was not sent. */
function missingIssuer(chain: readonly PeerCertificate[], roots: readonly string[]): MissingIssuer | undefined {
  const last = chain.at(-1);
  const name = last?.issuer ? nameText(last.issuer) : '';
  if (!last || name === '' || name === nameText(last.subject)) return undefined;
  const organization = organizationOf(last.issuer);
  const isPublic = organization !== undefined && derOf(roots).some((root) => root.includes(ROOT_ORGANIZATIONS[organization] ?? organization, 0, 'utf8'));
  return { name, isPublic };
}

function organizationOf(name: object | undefined): string | undefined {
  const value = name && 'O' in name ? name.O : undefined;
  return typeof value === 'string' && value.length > 3 ? value : undefined;
}
