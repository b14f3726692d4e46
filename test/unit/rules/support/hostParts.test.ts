import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HostParts, readHostParts } from '../../../../src/rules/support/hostParts.ts';

describe('readHostParts', () => {
  const cases: readonly (readonly [string, HostParts | undefined])[] = [
    ['mail.acme.io', { host: 'mail.acme.io' }],
    ['mail', { host: 'mail' }],
    ['192.0.2.25', { host: '192.0.2.25' }],
    ['2001:db8::25', { host: '2001:db8::25' }],
    ['[2001:db8::25]', { host: '[2001:db8::25]' }],
    ['[2001:db8::25]:587', { host: '[2001:db8::25]', port: 587, fault: 'port' }],
    ['mail.acme.io:587', { host: 'mail.acme.io', port: 587, fault: 'port' }],
    ['mail.acme.io:99999', { host: 'mail.acme.io' }],
    ['smtp://mail.acme.io', { host: 'mail.acme.io', scheme: 'smtp', fault: 'scheme' }],
    ['https://mail.acme.io:8443/send?x=1', { host: 'mail.acme.io', port: 8443, scheme: 'https', extra: '/send?x=1', fault: 'scheme' }],
    ['robot@mail.acme.io', { host: 'mail.acme.io', fault: 'user' }],
    ['mail.acme.io/', { host: 'mail.acme.io', extra: '/', fault: 'path' }],
    [' mail.acme.io', { host: 'mail.acme.io', fault: 'blank' }],
    ['mail acme io', { host: '', fault: 'blank' }],
    ['"mail.acme.io"', { host: 'mail.acme.io', fault: 'quotes' }],
    ['mail.acme.io.', { host: 'mail.acme.io', fault: 'dot' }],
    ['<host>', undefined],
    ['a,b', undefined],
  ];
  for (const [value, parts] of cases) test(`reads ${JSON.stringify(value)}`, () => assert.deepEqual(readHostParts(value), parts));

  test('does not hang on a long value', () => assert.equal(readHostParts(`${'a:'.repeat(50_000)}@`), undefined));
});
