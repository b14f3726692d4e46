import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { authenticate, chooseMechanism, knownMechanisms } from '../../../../src/smtp/sasl/auth.ts';
import { plain } from '../../../../src/smtp/sasl/mechanism.ts';
import { scram } from '../../../../src/smtp/sasl/scram.ts';
import type { Reading } from '../../../../src/smtp/wire.ts';

const ALL = ['CRAM-MD5', 'LOGIN', 'PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'XOAUTH2', 'OAUTHBEARER', 'NTLM'];
const chosen = (wish: Partial<Parameters<typeof chooseMechanism>[0]>) => chooseMechanism({ offered: ALL, isEncrypted: true, ...wish })?.name;

test('under TLS the mechanism is the one that apps use', () => assert.equal(chosen({}), 'PLAIN'));
test('in clear text the password stays at home where it can', () => {
  assert.equal(chosen({ isEncrypted: false }), 'SCRAM-SHA-256');
  assert.equal(chosen({ isEncrypted: false, offered: ['PLAIN', 'CRAM-MD5'] }), 'CRAM-MD5');
});
test('a token goes into a mechanism for tokens, a password never', () => {
  assert.equal(chosen({ secretKind: 'token' }), 'XOAUTH2');
  assert.equal(chosen({ secretKind: 'token', offered: ['PLAIN'] }), undefined);
  assert.equal(chosen({ offered: ['XOAUTH2', 'OAUTHBEARER'] }), undefined);
});
test('a mechanism that the configuration names is the only one', () => {
  assert.equal(chosen({ named: 'cram-md5' }), 'CRAM-MD5');
  assert.equal(chosen({ named: 'LOGIN', offered: ['PLAIN'] }), undefined);
});
test('the known mechanisms are those that can be chosen', () => {
  for (const name of knownMechanisms()) assert.equal(chosen({ offered: [name] }), name);
  for (const name of knownMechanisms('token')) assert.equal(chosen({ offered: [name], secretKind: 'token' }), name);
});

function dialogue(...replies: readonly [number, string][]) {
  const said: string[] = [];
  const shown: string[] = [];
  const ask = async (line: string, twin: string): Promise<Reading> => {
    said.push(line);
    shown.push(twin);
    const [code, text] = replies[said.length - 1] ?? [535, 'no more'];
    const reply = { code, lines: [code === 334 ? Buffer.from(text).toString('base64') : text] };
    return { raw: reply, reply };
  };
  return { said, shown, dialogue: { ask, hide: () => undefined } };
}

const credentials = { user: 'user', password: new Secret('pencil') };

test('a whole SCRAM exchange ends with an empty line and shows nothing of it', async () => {
  const server = dialogue(
    [334, 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096'],
    [334, 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ='],
    [235, 'Ok'],
  );
  const outcome = await authenticate(
    scram('sha1', () => 'fyko+d2lbbFgONRv9qkxdawL'),
    credentials,
    server.dialogue,
  );
  assert.equal(outcome.reading.raw.code, 235);
  assert.equal(outcome.stop, undefined);
  assert.equal(server.said.at(-1), '');
  assert.deepEqual(server.shown, ['AUTH SCRAM-SHA-1 •••• (user name and nonce)', '•••• (proof)', '']);
});

test('a server that does not prove itself is told to cancel, and its success is not believed', async () => {
  const first = 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096';
  const mechanism = scram('sha1', () => 'fyko+d2lbbFgONRv9qkxdawL');
  const forger = dialogue([334, first], [334, 'v=AAAAAAAAAAAAAAAAAAAAAAAAAAA='], [501, 'cancelled']);
  assert.equal((await authenticate(mechanism, credentials, forger.dialogue)).stop?.stop, 'forged');
  assert.equal(forger.said.at(-1), '*');
  const silent = dialogue([334, first], [235, 'welcome']);
  assert.equal((await authenticate(mechanism, credentials, silent.dialogue)).stop?.stop, 'forged');
});

test('a mechanism without proof believes a success', async () => {
  const { dialogue: plainServer } = dialogue([235, 'Ok']);
  assert.equal((await authenticate(plain, credentials, plainServer)).stop, undefined);
});
