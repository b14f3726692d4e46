import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedKeyword, parseCapabilities } from '../../../src/smtp/capabilities.ts';

const parse = (...lines: string[]) => parseCapabilities({ code: 250, lines: ['lab.test greets you', ...lines] });

test('reads keywords in any case with their arguments', () => {
  const capabilities = parse('pipelining', 'Size 10240000', 'STARTTLS', 'auth plain LOGIN');
  assert.deepEqual(capabilities, {
    extensions: { PIPELINING: [], SIZE: ['10240000'], STARTTLS: [], AUTH: ['plain', 'LOGIN'] },
    mechanisms: ['PLAIN', 'LOGIN'],
    startTls: true,
    size: 10_240_000,
  });
});

test('the greeting line is no keyword', () => {
  assert.deepEqual(parseCapabilities({ code: 250, lines: ['STARTTLS'] }).extensions, {});
});

test('the old AUTH= form counts, and each mechanism once', () => {
  assert.deepEqual(parse('AUTH LOGIN PLAIN', 'AUTH=LOGIN CRAM-MD5').mechanisms, ['LOGIN', 'PLAIN', 'CRAM-MD5']);
});

test('SIZE without a number announces no limit, SIZE 0 an unlimited one', () => {
  assert.equal(parse('SIZE').size, undefined);
  assert.equal(parse('SIZE 0').size, 0);
});

test('sees the keyword of a firewall that masks what it does not know', () => {
  assert.equal(maskedKeyword(parse('SIZE 1', 'XXXXXXXA')), 'XXXXXXXA');
  assert.equal(maskedKeyword(parse('SIZE 1', 'XCLIENT', 'XFORWARD NAME')), undefined);
});
