import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTarget, percentDecode } from '../../../src/smtp/target.ts';

const rows: readonly { text: string; want: object | undefined }[] = [
  { text: 'smtp://mail.test:2525', want: { host: 'mail.test', port: 2525, mode: 'starttls-opportunistic' } },
  { text: 'smtp://mail.test', want: { host: 'mail.test', port: 587, mode: 'starttls-opportunistic' } },
  { text: 'smtp://mail.test:465', want: { host: 'mail.test', port: 465, mode: 'implicit-tls' } },
  { text: 'smtps://mail.test', want: { host: 'mail.test', port: 465, mode: 'implicit-tls' } },
  { text: 'SMTPS://mail.test:10465/', want: { host: 'mail.test', port: 10465, mode: 'implicit-tls' } },
  { text: 'smtp://app%40lab.test@mail.test:25', want: { host: 'mail.test', port: 25, mode: 'starttls-opportunistic', user: 'app@lab.test' } },
  { text: 'smtp://[2001:db8::1]:25', want: { host: '2001:db8::1', port: 25, mode: 'starttls-opportunistic' } },
  { text: 'smtp://mail.test:0', want: undefined },
  { text: 'smtp://mail.test:70000', want: undefined },
  { text: 'smtp://', want: undefined },
  { text: 'http://mail.test', want: undefined },
  { text: 'mail.test:25', want: undefined },
];
for (const { text, want } of rows) test(`"${text}" is ${want ? 'a target' : 'none'}`, () => assert.deepEqual(parseTarget(text), want));

test('a password in the URL is a secret at once', () => {
  const target = parseTarget('smtp://u:p%40ss@mail.test:25');
  assert.equal(target?.password?.reveal(), 'p@ss');
  assert.ok(!JSON.stringify(target).includes('p@ss'));
});

test('a stray percent sign means itself', () => assert.equal(percentDecode('100%'), '100%'));
