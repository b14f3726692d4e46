import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { it } from 'node:test';
import { createAuthority } from '../../../../src/tools/demo/certificates.ts';

it('issues a leaf that names hosts and addresses, signed by the authority', async () => {
  const authority = await createAuthority('Test CA');
  const { cert, key } = await authority.issue(['mail.test', '127.0.0.1']);
  const root = new X509Certificate(authority.cert);
  const leaf = new X509Certificate(cert);
  assert.equal(root.ca, true);
  assert.equal(leaf.ca, false);
  assert.equal(leaf.subject, 'CN=mail.test');
  assert.equal(leaf.issuer, 'CN=Test CA');
  assert.ok(leaf.verify(root.publicKey));
  assert.ok(leaf.checkPrivateKey(createPrivateKey(key)));
  assert.equal(leaf.checkHost('mail.test'), 'mail.test');
  assert.equal(leaf.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(leaf.checkHost('other.test'), undefined);
});
