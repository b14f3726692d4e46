import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { nodemailerFailure } from '../../../src/smtp/nodemailerError.ts';
import { createRedactor } from '../../../src/smtp/redact.ts';

const redactor = createRedactor('app', new Secret('geheim-1'));

/** Errors as nodemailer 10 makes them. */
const rows: readonly { what: string; error: object; want: readonly [string, string] }[] = [
  { what: 'a name that does not exist', error: { code: 'EDNS', originalCode: 'ENOTFOUND', command: 'CONN' }, want: ['resolve', 'dns/not-found'] },
  { what: 'a resolver in trouble', error: { code: 'EDNS', originalCode: 'ESERVFAIL', command: 'CONN' }, want: ['resolve', 'dns/server-failure'] },
  {
    what: 'a refused connection',
    error: { code: 'ESOCKET', originalCode: 'ECONNREFUSED', syscall: 'connect', command: 'CONN' },
    want: ['connect', 'tcp/refused'],
  },
  { what: 'a lost connection attempt', error: { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT', command: 'CONN' }, want: ['connect', 'tcp/timeout'] },
  { what: 'no greeting', error: { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT', command: 'CONN' }, want: ['greeting', 'greeting/timeout'] },
  { what: 'a handshake that hangs', error: { code: 'ETIMEDOUT', timeoutType: 'UPGRADE_TIMEOUT', command: 'CONN' }, want: ['tls', 'tls/timeout'] },
  { what: 'text instead of TLS', error: { code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER', command: 'CONN' }, want: ['tls', 'tls/plain-server'] },
  { what: 'an expired certificate', error: { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED', command: 'CONN' }, want: ['tls', 'tls/expired'] },
  { what: 'a hang-up in the dialogue', error: { code: 'ECONNECTION', command: 'MAIL FROM' }, want: ['mail-from', 'protocol/closed'] },
  { what: 'a sign-in without a reply', error: { code: 'EAUTH', command: 'API' }, want: ['auth', 'auth/rejected'] },
  {
    what: 'a reply of several lines',
    error: { code: 'EAUTH', command: 'AUTH PLAIN', response: '535-5.7.8 No.\n535 5.7.8 See help' },
    want: ['auth', 'auth/credentials'],
  },
  { what: 'an aborted message', error: { code: 'EABORT' }, want: ['message', 'cancelled'] },
  { what: 'a fault of our own', error: new TypeError('x is not a function'), want: ['message', 'internal'] },
];

for (const { what, error, want } of rows) {
  test(`understands ${what}`, () => {
    const { stage, failed } = nodemailerFailure(error, redactor);
    assert.deepEqual([stage, failed.failure.code], want);
  });
}

test('masks a secret in a reply and in a message', () => {
  const echoed = nodemailerFailure({ code: 'EAUTH', command: 'AUTH PLAIN', response: '535 geheim-1 is wrong' }, redactor);
  assert.equal(echoed.failed.failure.detail, '535 •••• is wrong');
  const thrown = nodemailerFailure(new Error('cannot send geheim-1'), redactor);
  assert.equal(thrown.failed.failure.detail, 'cannot send ••••');
});
