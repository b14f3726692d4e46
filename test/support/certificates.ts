// @peculiar/x509 builds its parts with decorators and refuses to load without this polyfill.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;

x509.cryptoProvider.set(webcrypto);

/** What a server presents: one PEM with the leaf first, and the leaf's key. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

export const CERTIFICATE_KINDS = [
  'valid',
  'expired',
  'not-yet-valid',
  'self-signed',
  'wrong-name',
  'with-intermediate',
  'without-intermediate',
  'foreign-root',
  'expired-intermediate',
] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

/** A throw-away authority and a leaf for each way in which a certificate can be wrong. Nothing is written to disk. */
export interface TestCertificates {
  /** The one authority a test trusts, PEM. */
  readonly ca: string;
  readonly servers: Readonly<Record<CertificateKind, ServerCertificate>>;
}

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Request {
  readonly commonName: string;
  readonly issuer?: Issued;
  readonly isAuthority?: boolean;
  readonly names?: readonly string[];
  readonly fromDays?: number;
  readonly toDays?: number;
}

/** Makes them all for servers that are dialled as `localhost` or `127.0.0.1`. */
export async function makeCertificates(): Promise<TestCertificates> {
  const names = ['localhost', '127.0.0.1'];
  const root = await issue({ commonName: 'Test Root', isAuthority: true });
  const foreign = await issue({ commonName: 'Foreign Root', isAuthority: true });
  const intermediate = await issue({ commonName: 'Test Intermediate', isAuthority: true, issuer: root });
  const staleIntermediate = await issue({ commonName: 'Stale Intermediate', isAuthority: true, issuer: root, fromDays: -40, toDays: -2 });
  const leaf = (request: Partial<Request>) => issue({ commonName: 'localhost', names, issuer: root, ...request });
  const viaIntermediate = await leaf({ issuer: intermediate });
  const all: Record<CertificateKind, readonly Issued[]> = {
    valid: [await leaf({})],
    expired: [await leaf({ fromDays: -40, toDays: -5 })],
    'not-yet-valid': [await leaf({ fromDays: 5, toDays: 40 })],
    'self-signed': [await issue({ commonName: 'localhost', names })],
    'wrong-name': [await leaf({ commonName: 'other.test', names: ['other.test', 'mail.other.test'] })],
    'with-intermediate': [viaIntermediate, intermediate],
    'without-intermediate': [viaIntermediate],
    'foreign-root': [await leaf({ issuer: foreign }), foreign],
    'expired-intermediate': [await leaf({ issuer: staleIntermediate }), staleIntermediate],
  };
  const entries = await Promise.all(Object.entries(all).map(async ([kind, chain]) => [kind, await toPem(chain)] as const));
  return { ca: root.certificate.toString('pem'), servers: Object.fromEntries(entries) as Record<CertificateKind, ServerCertificate> };
}

async function issue(request: Request): Promise<Issued> {
  const { commonName, issuer, isAuthority = false, names = [], fromDays = -1, toDays = 30 } = request;
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const usage = isAuthority ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign : x509.KeyUsageFlags.digitalSignature;
  const alternatives = names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value }));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: nextSerial(),
    subject: `CN=${commonName}`,
    issuer: issuer ? issuer.certificate.subject : `CN=${commonName}`,
    notBefore: new Date(Date.now() + fromDays * DAY_MS),
    notAfter: new Date(Date.now() + toDays * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (issuer ?? { keys }).keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      new x509.KeyUsagesExtension(usage, true),
      ...(isAuthority ? [] : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])]),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer ? [await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate)] : []),
    ],
  });
  return { certificate, keys };
}

let lastSerial = 0;

/** Unique per issuer is all that RFC 5280 §4.1.2.2 asks for here. */
function nextSerial(): string {
  lastSerial += 1;
  return (0x10_0000 + lastSerial).toString(16);
}

async function toPem(chain: readonly Issued[]): Promise<ServerCertificate> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', chain[0]!.keys.privateKey));
  return { cert: chain.map(({ certificate }) => `${certificate.toString('pem')}\n`).join(''), key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY') };
}
