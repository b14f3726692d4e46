// @peculiar/x509 builds its parts with decorators and refuses to load without this polyfill.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;
const LIFETIME_DAYS = 30;
/** Serial numbers hold at most 20 octets and are positive (RFC 5280 §4.1.2.2). */
const SERIAL_BYTES = 16;

x509.cryptoProvider.set(webcrypto);

/** A certificate with its private key, both PEM. */
export interface KeyedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** A certification authority that lives as long as the process: its key is never written anywhere. */
export interface Authority {
  /** The CA certificate, PEM. */
  readonly cert: string;
  /** Issues a server certificate for DNS names and IP addresses; the first is the common name too. */
  issue(names: readonly string[]): Promise<KeyedCertificate>;
}

/** Makes a throw-away certification authority (RFC 5280) that can issue server certificates. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: `CN=${commonName}`,
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(LIFETIME_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    cert: root.toString('pem'),
    issue: (names) => issueLeaf(root, keys.privateKey, names),
  };
}

async function issueLeaf(issuer: x509.X509Certificate, signingKey: webcrypto.CryptoKey, names: readonly string[]): Promise<KeyedCertificate> {
  const keys = await newKeys();
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: `CN=${names[0]}`,
    issuer: issuer.subject,
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(LIFETIME_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { cert: leaf.toString('pem'), key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY') };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** The first bit stays clear, so that the number is positive in DER, and the first octet is never zero. */
function newSerial(): string {
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return serial.toString('hex');
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}
