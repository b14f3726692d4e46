import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { oauthBearer, tokenError, xoauth2 } from '../../../../src/smtp/sasl/oauth.ts';

test('XOAUTH2 has the message of its description', () => {
  const { initial } = xoauth2.start({ user: 'someuser@example.com', password: new Secret('ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg') });
  // The example of Google's page "The SASL XOAUTH2 Mechanism".
  assert.equal(
    Buffer.from(initial!.text).toString('base64'),
    'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
  );
});

test('OAUTHBEARER has the message of RFC 7628 section 4.1', () => {
  const { initial } = oauthBearer.start({
    user: 'user@example.com',
    password: new Secret('vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=='),
    host: 'server.example.com',
    port: 587,
  });
  assert.equal(
    Buffer.from(initial!.text).toString('base64'),
    'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
  );
});

test('a refused token is answered so that the server can end', async () => {
  const session = oauthBearer.start({ user: 'u', password: new Secret('t') });
  assert.deepEqual(await session.respond('{"status":"invalid_token"}', 0), { text: '\x01', twin: '•••• (end)', secrets: [] });
  assert.equal(await session.respond('again', 1), undefined);
  assert.deepEqual(await xoauth2.start({ user: 'u', password: new Secret('t') }).respond('{}', 0), { text: '', twin: '', secrets: [] });
});

test('the error of a token is told in one line, whatever a server puts there', () => {
  assert.equal(
    tokenError('{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}'),
    'status 401, schemes bearer, scope https://mail.google.com/',
  );
  assert.equal(tokenError('{"status":"a\\nb"}'), 'status a b');
  for (const text of ['', 'Password:', '[]', '7', 'null', '{"a":{}}']) assert.equal(tokenError(text), undefined, text);
  assert.ok(tokenError(JSON.stringify({ status: 'x'.repeat(5000) }))!.length <= 300);
});
