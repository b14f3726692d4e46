import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Located, RelaySetting } from '../../../../src/discover/types.ts';
import { rowOf, timeAgo, tooltipOf } from '../../../../src/host/relaysView/rows.ts';
import type { RunRecord } from '../../../../src/report/runRecord.ts';
import { GOOD_RUN } from '../../../support/runRecords.ts';

const located = <T>(value: T) => ({ value, templated: false }) as Located<T>;

function setting(parts: Partial<RelaySetting> = {}): RelaySetting {
  const security = { mode: 'starttls-required', effective: 'starttls-required', by: [], because: '' } as const;
  return { profileTitle: 'Laravel', scope: '', enabled: true, security, host: located('mail.test'), port: located(587), ...parts } as RelaySetting;
}

const FAILED = {
  ...GOOD_RUN,
  verdict: { ok: false, summary: 'the password was refused', cause: { nextStep: 'write the new password' }, notTested: [] },
} as unknown as RunRecord;

test('a relay that was never tested has a row of its own kind, and no mark', () => {
  assert.deepEqual(rowOf(setting(), { alsoIn: [] }), {
    label: 'mail.test:587',
    description: 'STARTTLS required · Laravel',
    icon: 'server',
    context: 'relay idle',
    spoken: 'mail.test:587, STARTTLS required · Laravel, not tested yet',
  });
});

test('the icon tells what kind of service runs the relay', () => {
  const icon = (parts: Partial<RelaySetting>) => rowOf(setting(parts), { alsoIn: [] }).icon;
  assert.equal(icon({ provider: 'gmail' }), 'mail');
  assert.equal(icon({ provider: 'sendgrid' }), 'megaphone');
  assert.equal(icon({ isLocal: true }), 'device-desktop');
  assert.equal(icon({ enabled: false, provider: 'sendgrid' }), 'circle-slash');
});

test('the last run marks the row, and a screen reader is told the cause', () => {
  assert.equal(rowOf(setting(), { last: GOOD_RUN, alsoIn: [] }).mark, 'passed');
  const row = rowOf(setting(), { last: FAILED, alsoIn: [] });
  assert.equal(row.mark, 'failed');
  assert.equal(row.context, 'relay tested idle');
  assert.match(row.spoken, /last test failed: the password was refused$/);
});

test('while a test goes on, the row spins and tells the stage instead of the last mark', () => {
  const row = rowOf(setting(), { stage: 'TLS handshake', last: FAILED, alsoIn: [] });
  assert.equal(row.icon, 'loading~spin');
  assert.equal(row.description, 'TLS handshake…');
  assert.equal(row.mark, undefined);
  assert.equal(row.context, 'relay tested running');
});

test('what tells relays of one file apart comes first, and the number of files last', () => {
  assert.equal(rowOf(setting({ scope: 'jobs' }), { alsoIn: ['a/.env:1', 'b/.env:2'] }).description, 'jobs · STARTTLS required · Laravel · in 3 files');
});

test('a relay that was left out when all were tested says why', () => {
  const state = { note: 'it needs a password: run it alone to be asked', alsoIn: [] };
  assert.equal(rowOf(setting(), state).mark, 'untested');
  assert.match(rowOf(setting(), state).spoken, /not tested: it needs a password/);
  assert.ok(tooltipOf(setting(), state, 0).includes('Not tested with the others: it needs a password: run it alone to be asked'));
});

test('the tooltip tells provider, outcome with its age, next step and the other places', () => {
  const now = Date.parse(GOOD_RUN.startedAt) + 3 * 3_600_000;
  assert.deepEqual(tooltipOf(setting({ provider: 'sendgrid' }), { last: FAILED, alsoIn: ['b/.env:2'] }, now), [
    'mail.test:587 · STARTTLS required · Laravel',
    'Provider: Twilio SendGrid',
    'Failed 3 hours ago: the password was refused',
    'Next step: write the new password',
    'Also in b/.env:2',
  ]);
});

test('an age is told in its largest unit', () => {
  assert.deepEqual([-5, 59_999, 60_000, 3_600_000, 90_000_000, 3 * 86_400_000].map(timeAgo), [
    'just now',
    'just now',
    '1 minute ago',
    '1 hour ago',
    '1 day ago',
    '3 days ago',
  ]);
});
