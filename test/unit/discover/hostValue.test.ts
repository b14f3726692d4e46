import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksLikeHost, readHost } from '../../../src/discover/hostValue.ts';
import { ValueReader } from '../../../src/discover/values.ts';
import { parseDotenv } from '../../../src/parse/dotenv.ts';

function read(value: string) {
  const file = parseDotenv(`BASE=example.com\nHOST=${value}\n`);
  const { host, hostDefault, port, scheme } = readHost(file.entries[1]!, new ValueReader(file));
  if (host && !host.templated && !value.includes('$')) assert.equal(file.text.slice(host.span.start, host.span.end), host.value);
  return { host: host?.value, templated: host?.templated, hostDefault, port: port?.value, scheme: scheme?.value };
}

const plain = { hostDefault: undefined, port: undefined, scheme: undefined, templated: false };

describe('readHost', () => {
  for (const [value, expected] of [
    ['smtp.example.com', { ...plain, host: 'smtp.example.com' }],
    ['smtp.example.com:587', { ...plain, host: 'smtp.example.com', port: 587 }],
    ['[smtp.example.com]:587', { ...plain, host: 'smtp.example.com', port: 587 }],
    ['[smtp.example.com]', { ...plain, host: 'smtp.example.com' }],
    ['tls://smtp.example.com:587', { ...plain, host: 'smtp.example.com', port: 587, scheme: 'tls' }],
    ['ssl://smtp.example.com/', { ...plain, host: 'smtp.example.com', scheme: 'ssl' }],
    ['2001:db8::1', { ...plain, host: '2001:db8::1' }],
    ['[2001:db8::1]:25', { ...plain, host: '2001:db8::1', port: 25 }],
    ['smtp.example.com:smtp', { ...plain, host: 'smtp.example.com:smtp' }],
    ['smtp.example.com:99999', { ...plain, host: 'smtp.example.com' }],
    ['"smtp.example .com"', { ...plain, host: 'smtp.example .com' }],
    ['mail.${BASE}', { ...plain, host: 'mail.example.com' }],
    ['${NONE}', { ...plain, host: '${NONE}', templated: true }],
    ['${NONE}:587', { ...plain, host: '${NONE}', port: 587, templated: true }],
    ['${NONE:-smtp.example.com}', { ...plain, host: '${NONE:-smtp.example.com}', hostDefault: 'smtp.example.com', templated: true }],
    ['${NONE:-smtp.example.com:465}', { ...plain, host: '${NONE:-smtp.example.com:465}', hostDefault: 'smtp.example.com', port: 465, templated: true }],
    ['"{{ smtp_host }}"', { ...plain, host: '{{ smtp_host }}', templated: true }],
    ['__SMTP_HOST__', { ...plain, host: '__SMTP_HOST__', templated: true }],
  ] as const) {
    it(`reads ${value}`, () => assert.deepEqual(read(value), expected));
  }
});

describe('looksLikeHost', () => {
  it('accepts names, addresses, variables and placeholders', () => {
    for (const text of ['smtp.example.com', 'smtp', 'your_smtp_host', '10.0.0.1', '::1', '[a.b]:25', '${X}', '{{ x }}', '<your server>', 'a.b.'])
      assert.ok(looksLikeHost(text), text);
  });
  it('refuses sentences, numbers and paths', () => {
    for (const text of ['Host name', '25', '', '/usr/sbin/sendmail', 'a@b.c', 'a b.c']) assert.ok(!looksLikeHost(text), text);
  });
});
