import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { createRedactor } from '../../../src/smtp/redact.ts';

const PASSWORD = 'hunter2-Geheim!';
const redactor = () => createRedactor('app@lab.test', new Secret(PASSWORD));
const base64 = (text: string) => Buffer.from(text).toString('base64');

const leaks: readonly { what: string; text: string; secret: string }[] = [
  { what: 'the password', text: `501 bad argument "${PASSWORD}"`, secret: PASSWORD },
  { what: 'the password in capitals', text: `500 UNKNOWN COMMAND ${PASSWORD.toUpperCase()}`, secret: PASSWORD.toUpperCase() },
  { what: 'the password in base64', text: `501 cannot decode ${base64(PASSWORD)}`, secret: base64(PASSWORD) },
  { what: 'base64 without its padding', text: `501 ${base64(PASSWORD).replace(/=+$/, '')}`, secret: base64(PASSWORD).slice(0, 12) },
  { what: 'the blob of AUTH PLAIN', text: `535 AUTH PLAIN ${base64(`\0app@lab.test\0${PASSWORD}`)}`, secret: base64(`\0app@lab.test\0${PASSWORD}`) },
  {
    what: 'a blob that names the authorization identity',
    text: `535 ${base64(`app@lab.test\0app@lab.test\0${PASSWORD}`)}`,
    secret: base64(`app@lab.test\0app@lab.test\0${PASSWORD}`),
  },
  { what: 'base64 one byte in', text: `501 ${base64(`x${PASSWORD}yz`)}`, secret: base64(`x${PASSWORD}`).slice(2, 16) },
  { what: 'base64 two bytes in', text: `501 ${base64(`xy${PASSWORD}z`)}`, secret: base64(`xy${PASSWORD}`).slice(3, 16) },
  {
    what: 'half of a blob on a wrapped line',
    text: `501 ${base64(`\0app@lab.test\0${PASSWORD}`).slice(20)}`,
    secret: base64(`\0app@lab.test\0${PASSWORD}`).slice(20),
  },
  { what: 'the password in a URL', text: `501 smtp://u:${encodeURIComponent(PASSWORD)}@h`, secret: encodeURIComponent(PASSWORD) },
];

for (const { what, text, secret } of leaks) {
  test(`masks ${what}`, () => {
    assert.ok(text.includes(secret), 'the example must hold the secret');
    const shown = redactor().redact(text);
    assert.ok(!shown.includes(secret), shown);
    assert.match(shown, /••••/);
  });
}

const harmless: readonly string[] = [
  '250-AUTH PLAIN LOGIN CRAM-MD5',
  '535 5.7.8 Error: authentication failed: app@lab.test',
  '220 mail-relay-01.example.com ESMTP Postfix (Debian/GNU)',
  '334 UGFzc3dvcmQ6',
];

for (const text of harmless) test(`leaves "${text}" alone`, () => assert.equal(redactor().redact(text), text));

test('a very short password is masked where it stands alone and does not point at itself elsewhere', () => {
  const short = createRedactor('u', new Secret('ab'));
  assert.equal(short.redact('501 password ab is bad, abacus'), '501 password •••• is bad, abacus');
});

test('an empty password masks nothing', () => {
  assert.equal(createRedactor('u', new Secret('')).redact('250 ok'), '250 ok');
});

test('what is learnt later is masked too', () => {
  const later = redactor();
  later.hide('app@lab.test 0123456789abcdef0123456789abcdef');
  assert.equal(later.redact(`501 ${base64('app@lab.test 0123456789abcdef0123456789abcdef')}`), '501 ••••');
});

test('a password with characters of regular expressions is taken literally', () => {
  assert.equal(createRedactor('u', new Secret('a.*(b')).redact('x a.*(b axx(b'), 'x •••• axx(b');
});

test('a secret prints as dots in every way there is', () => {
  const secret = new Secret(PASSWORD);
  for (const shown of [`${secret}`, String(secret), JSON.stringify({ secret }), inspect(secret), inspect({ deep: { secret } })])
    assert.ok(!shown.includes('hunter2'), shown);
});
