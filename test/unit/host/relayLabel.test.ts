import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Located, RelaySetting } from '../../../src/discover/types.ts';
import { hostAndPort, relayDetail, relayLabel } from '../../../src/host/relayLabel.ts';

const located = <T>(value: T, templated = false) => ({ value, templated }) as Located<T>;

function setting(parts: Partial<RelaySetting>): RelaySetting {
  const security = { mode: 'unspecified', effective: 'unspecified', by: [], because: '' } as const;
  return { profileTitle: 'Laravel', scope: '', enabled: true, security, ...parts } as RelaySetting;
}

test('an IPv6 address gets brackets, so that the port can be told apart', () => {
  assert.equal(hostAndPort('::1', 25), '[::1]:25');
  assert.equal(hostAndPort('smtp.example.com', 587), 'smtp.example.com:587');
  assert.equal(hostAndPort('smtp.example.com', undefined), 'smtp.example.com');
});

test('a label names what will be dialled: the port of the file, else the default of the app', () => {
  assert.equal(relayLabel(setting({ host: located('smtp.example.com'), port: located(2525), effectivePort: 2525 })), 'smtp.example.com:2525');
  assert.equal(relayLabel(setting({ host: located('smtp.example.com'), effectivePort: 587 })), 'smtp.example.com:587');
});

test('a variable is replaced by its default, or shown as written', () => {
  assert.equal(relayLabel(setting({ host: located('${H:-smtp.example.com}', true), hostDefault: 'smtp.example.com' })), 'smtp.example.com');
  assert.equal(relayLabel(setting({ host: located('${H}', true), port: located(0, true) })), '${H}');
});

test('a missing host is said, not left blank', () => {
  assert.equal(relayLabel(setting({ host: located('') })), 'host not set');
  assert.equal(relayLabel(setting({})), 'host not set');
});

test('the detail tells mode, app, scope, and whether it is switched off', () => {
  const security = { mode: 'none', effective: 'none', by: [], because: '' } as const;
  assert.equal(relayDetail(setting({ security, scope: 'MAIL2', enabled: false })), 'no TLS · Laravel (MAIL2) · switched off');
});

test('where nothing says the mode, the port decides it, as in the test itself', () => {
  assert.equal(relayDetail(setting({ port: located(465) })), 'TLS from the first byte · Laravel');
  assert.equal(relayDetail(setting({ effectivePort: 587 })), 'STARTTLS if offered · Laravel');
  assert.equal(relayDetail(setting({})), 'TLS mode not set · Laravel');
});
