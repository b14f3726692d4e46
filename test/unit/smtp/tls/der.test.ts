import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import * as tls from 'node:tls';
import { readCertificate } from '../../../../src/smtp/tls/der.ts';

/** Node's roots: more than a hundred certificates, made by everybody, and another reader beside ours. */
const roots = tls.rootCertificates.map((pem) => new X509Certificate(pem));
/** Node 24 and newer; ours must work in older ones. */
type Newer = X509Certificate & { readonly signatureAlgorithm?: string };

test('key types are those that Node reads', () => {
  const names: Readonly<Record<string, string>> = { rsa: 'RSA', ec: 'EC', ed25519: 'Ed25519', ed448: 'Ed448', 'rsa-pss': 'RSA-PSS', dsa: 'DSA' };
  for (const root of roots) assert.equal(readCertificate(root.raw)?.keyType, names[root.publicKey.asymmetricKeyType ?? ''], root.subject);
});

test('signatures are those that Node reads', { skip: (roots[0] as Newer).signatureAlgorithm === undefined && 'this Node does not tell signatures' }, () => {
  const words: Readonly<Record<string, string>> = {
    sha1WithRSAEncryption: 'RSA with SHA-1',
    sha256WithRSAEncryption: 'RSA with SHA-256',
    sha384WithRSAEncryption: 'RSA with SHA-384',
    sha512WithRSAEncryption: 'RSA with SHA-512',
    'ecdsa-with-SHA256': 'ECDSA with SHA-256',
    'ecdsa-with-SHA384': 'ECDSA with SHA-384',
    'ecdsa-with-SHA512': 'ECDSA with SHA-512',
  };
  for (const root of roots as Newer[]) assert.equal(readCertificate(root.raw)?.signature, words[root.signatureAlgorithm ?? ''], root.subject);
});

test("a root's issuer is its own subject, so the name occurs twice", () => {
  for (const root of roots) {
    const name = Buffer.from(readCertificate(root.raw)!.issuerName);
    assert.ok(root.raw.indexOf(name) !== root.raw.lastIndexOf(name), root.subject);
  }
});

test('bytes that are no certificate, or end too soon, are none', () => {
  const [root] = roots;
  for (const bytes of [[], [0x30], [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], [0x30, 0x85, 1, 1, 1, 1, 1], [0x30, 0x02, 0x30, 0x00], [0x02, 0x01, 0x01]])
    assert.equal(readCertificate(Uint8Array.from(bytes)), undefined);
  for (const length of [1, 5, 50, 200, root!.raw.length - 1]) assert.equal(readCertificate(root!.raw.subarray(0, length)), undefined);
});
