// @peculiar/x509 builds its parts with decorators and refuses to load without this polyfill.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = (modulusLength: number, hash = 'SHA-256') => ({ name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash });
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
  'public-intermediate-missing',
  'fetchable-intermediate-missing',
  'intercepted',
  'common-name-only',
] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

/** A throw-away authority and a leaf for each way in which a certificate can be wrong. Nothing is written to disk. */
export interface TestCertificates {
  /** The one authority a test trusts, PEM. */
  readonly ca: string;
  readonly servers: Readonly<Record<CertificateKind, ServerCertificate>>;
  /** Certificates that the library of a server may refuse to load. */
  weak(): Promise<Readonly<Record<'rsa-1024' | 'sha-1', ServerCertificate>>>;
  /** A certificate for these names, of the authority that a test trusts. */
  forNames(...names: string[]): Promise<ServerCertificate>;
}

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly algorithm: typeof ALGORITHM | ReturnType<typeof rsa>;
}

interface Request {
  readonly commonName: string;
  readonly issuer?: Issued;
  readonly isAuthority?: boolean;
  readonly names?: readonly string[];
  readonly fromDays?: number;
  readonly toDays?: number;
  /** The whole subject, where the common name is not enough. */
  readonly subject?: string;
  /** Where the certificate says its issuer's can be fetched. */
  readonly issuerUrl?: string;
  readonly algorithm?: ReturnType<typeof rsa>;
}

/** Makes them all for servers that are dialled as `localhost` or `127.0.0.1`. */
export async function makeCertificates(): Promise<TestCertificates> {
  const names = ['localhost', '127.0.0.1'];
  const root = await issue({ commonName: 'Test Root', isAuthority: true });
  const foreign = await issue({ commonName: 'Foreign Root', isAuthority: true });
  const intermediate = await issue({ commonName: 'Test Intermediate', isAuthority: true, issuer: root });
  const staleIntermediate = await issue({ commonName: 'Stale Intermediate', isAuthority: true, issuer: root, fromDays: -40, toDays: -2 });
  // Only the names are those of others: the keys are made here and thrown away.
  const known = await issue({ commonName: '', subject: 'CN=DigiCert Lab TLS CA, O=DigiCert Inc', isAuthority: true });
  const shield = await issue({ commonName: '', subject: 'CN=Avast Web/Mail Shield Root, O=Avast Web/Mail Shield', isAuthority: true });
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
    'public-intermediate-missing': [await leaf({ issuer: known })],
    'fetchable-intermediate-missing': [await leaf({ issuer: foreign, issuerUrl: 'http://pki.example.com/intermediate.cer' })],
    intercepted: [await leaf({ issuer: shield }), shield],
    'common-name-only': [await leaf({ names: [] })],
  };
  const entries = await Promise.all(Object.entries(all).map(async ([kind, chain]) => [kind, await toPem(chain)] as const));
  return {
    ca: root.certificate.toString('pem'),
    servers: Object.fromEntries(entries) as Record<CertificateKind, ServerCertificate>,
    async weak() {
      const old = await issue({ commonName: 'Old Root', isAuthority: true, algorithm: rsa(2048, 'SHA-1') });
      return {
        'rsa-1024': await toPem([await leaf({ algorithm: rsa(1024) })]),
        'sha-1': await toPem([await leaf({ issuer: old, algorithm: rsa(2048, 'SHA-1') }), old]),
      };
    },
    forNames: async (...only) => toPem([await leaf({ commonName: only[0]!, names: only })]),
  };
}

async function issue(request: Request): Promise<Issued> {
  const { commonName, issuer, isAuthority = false, names = [], fromDays = -1, toDays = 30, subject = `CN=${commonName}`, issuerUrl } = request;
  const algorithm = request.algorithm ?? ALGORITHM;
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const usage = isAuthority ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign : x509.KeyUsageFlags.digitalSignature;
  const alternatives = names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value }));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: nextSerial(),
    subject,
    issuer: issuer ? issuer.certificate.subject : subject,
    notBefore: new Date(Date.now() + fromDays * DAY_MS),
    notAfter: new Date(Date.now() + toDays * DAY_MS),
    signingAlgorithm: issuer ? issuer.algorithm : algorithm,
    publicKey: keys.publicKey,
    signingKey: (issuer ?? { keys }).keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      new x509.KeyUsagesExtension(usage, true),
      ...(isAuthority ? [] : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])]),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
      ...(issuerUrl ? [new x509.AuthorityInfoAccessExtension({ caIssuers: [issuerUrl] })] : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer ? [await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate)] : []),
    ],
  });
  return { certificate, keys, algorithm };
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
