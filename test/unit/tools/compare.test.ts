import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discoverRelays } from '../../../src/discover/index.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { compareRelays, type FoundRelay, type Label } from '../../../src/tools/corpus/compare.ts';

const [setting] = discoverRelays(parseConfig('dotenv', 'SMTP_HOST=a.example.com\nSMTP_PORT=587\nSMTP_SECURE=true\nSMTP_USER=me\nSMTP_PASS=hunter22\n'));
const found: readonly FoundRelay[] = [{ setting: setting!, line: 1 }];
const label: Label = { line: 1, host: 'a.example.com', port: 587, security: 'implicit-tls', user_present: true, password_present: true };

describe('compareRelays', () => {
  it('is content when all is as labelled', () => {
    assert.deepEqual(compareRelays(found, [label], []), { expected: 1, found: 1, reported: 1, misses: [], extra: [] });
  });

  it('names every fact that differs', () => {
    const { misses } = compareRelays(found, [{ ...label, port: 25, security: 'none', user_present: false, password_present: false }], []);
    assert.deepEqual(
      misses.map(({ fact }) => fact),
      ['port', 'security', 'user', 'password'],
    );
  });

  it('takes another good answer for a good one', () => {
    assert.deepEqual(compareRelays(found, [{ ...label, security: 'none', security_alt: 'implicit-tls' }], []).misses, []);
    assert.deepEqual(compareRelays(found, [{ ...label, line: 9, line_alt: 1 }], []).misses, []);
  });

  it('misses a relay that was not found, unless it has no host', () => {
    assert.deepEqual(
      compareRelays([], [label], []).misses.map(({ fact }) => fact),
      ['relay'],
    );
    assert.deepEqual(compareRelays([], [{ ...label, host: null }], []), { expected: 0, found: 0, reported: 0, misses: [], extra: [] });
  });

  it('counts what is not labelled as wrong, unless it is optional', () => {
    assert.equal(compareRelays(found, [], []).extra.length, 1);
    assert.equal(compareRelays(found, [], [label]).extra.length, 0);
  });

  it('asks for no credentials that live elsewhere', () => {
    assert.deepEqual(compareRelays(found, [{ ...label, user_present: false, password_present: false, auth_external: true }], []).misses, []);
  });
});
