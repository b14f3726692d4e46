import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressFamily, hostNameProblem, isLoopback } from '../../../src/smtp/hostName.ts';

const good = [
  'localhost',
  'smtp.example.com',
  'smtp.example.com.',
  'mail_pit',
  'xn--bcher-kva.example',
  'bücher.example',
  '192.0.2.1',
  '2001:db8::1',
  '::1',
  'fe80::1%eth0',
];
for (const host of good) test(`"${host}" can be dialled`, () => assert.equal(hostNameProblem(host), undefined));

const bad: readonly (readonly [string, RegExp])[] = [
  ['', /empty/],
  ['smtp://mail.test', /scheme/],
  ['mail.test:587', /port/],
  ['"mail.test"', /"""/],
  ['mail test', /blank/],
  ['[mail.test]', /"\["/],
  ['mail.test\r\nEHLO', /blank/],
  ['mail..test', /empty label/],
  ['.mail.test', /empty label/],
  [`${'a'.repeat(64)}.test`, /longer/],
  ['${SMTP_HOST}', /"\$"/],
  ['user@mail.test', /"@"/],
];
for (const [host, why] of bad) test(`"${host}" can't be dialled`, () => assert.match(hostNameProblem(host) ?? '', why));

test('tells addresses from names', () => {
  assert.deepEqual(['1.2.3.4', '1.2.3.256', '1.2.3', '::', '::ffff:1.2.3.4', 'a::b::c', 'abc', 'face'].map(addressFamily), [4, 0, 0, 6, 6, 0, 0, 0]);
});

test('knows this machine', () => {
  assert.deepEqual(['localhost', 'app.localhost', 'LOCALHOST.', '127.1.2.3', '::1', '127.example.com', 'localhost.example.com', '10.0.0.1'].map(isLoopback), [
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
