import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecorder, recordedRelay, relayKey } from '../../../src/report/recorder.ts';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import type { StageEvent } from '../../../src/smtp/types.ts';
import { planTo } from '../../support/probeRun.ts';
import { GOOD_RUN } from '../../support/runRecords.ts';

const { id, startedAt, relay, place } = GOOD_RUN;
const verdict: StageEvent = { type: 'verdict', ok: true, summary: 'fine', notTested: [] };
const line = (text: string): StageEvent => ({ type: 'line', stage: 'greeting', line: { direction: 'received', encrypted: false, unexpected: false, text } });

test('a record holds every stage with its time, every line, and the verdict', () => {
  const recorder = createRecorder({ id, startedAt, relay, place });
  const events: readonly (readonly [StageEvent, number])[] = [
    [{ type: 'stage', stage: 'resolve', state: 'started' }, 0.4],
    [{ type: 'stage', stage: 'resolve', state: 'passed', ms: 12, facts: { addresses: ['192.0.2.1'] } }, 12],
    [{ type: 'stage', stage: 'connect', state: 'started' }, 13.2],
    [line('220 hi'), 14.7],
    [{ type: 'stage', stage: 'connect', state: 'failed', ms: 3, facts: {}, failure: { code: 'tcp/refused', detail: 'ECONNREFUSED' } }, 16],
    [{ type: 'stage', stage: 'greeting', state: 'skipped', reason: 'connect failed' }, 16],
    [{ type: 'stage', stage: 'starttls', state: 'started' }, 17],
    [{ type: 'stage', stage: 'starttls', state: 'absent', ms: 0, facts: {}, reason: 'not announced' }, 17],
  ];
  for (const [event, nowMs] of events) assert.equal(recorder.add(event, nowMs), undefined);
  assert.deepEqual(recorder.add(verdict, 18), {
    version: 1,
    id,
    startedAt,
    relay,
    place,
    stages: [
      { stage: 'resolve', state: 'passed', atMs: 0, ms: 12, facts: { addresses: ['192.0.2.1'] } },
      { stage: 'connect', state: 'failed', atMs: 13, ms: 3, failure: { code: 'tcp/refused', detail: 'ECONNREFUSED' } },
      { stage: 'greeting', state: 'skipped', reason: 'connect failed' },
      { stage: 'starttls', state: 'absent', atMs: 17, ms: 0, reason: 'not announced' },
    ],
    lines: [{ direction: 'received', encrypted: false, unexpected: false, text: '220 hi', stage: 'greeting', atMs: 15 }],
    verdict: { ok: true, summary: 'fine', notTested: [] },
  });
});

test('a stage of which a busy process heard late began when its end says', () => {
  const recorder = createRecorder({ id, startedAt, relay, place });
  recorder.add({ type: 'stage', stage: 'tls', state: 'started' }, 147);
  recorder.add({ type: 'stage', stage: 'tls', state: 'passed', ms: 39, facts: {} }, 150);
  assert.equal(recorder.add(verdict, 160)?.stages[0]?.atMs, 111);
});

test('a server that never stops talking does not make a record without end', () => {
  const recorder = createRecorder({ id, startedAt, relay, place });
  for (let at = 0; at < 1002; at += 1) recorder.add(line('x'.repeat(5000)), at);
  const lines = recorder.add(verdict, 2000)?.lines ?? [];
  assert.equal(lines.length, 1001);
  assert.equal(lines[0]?.text.length, 1001);
  assert.equal(lines.at(-1)?.text, '2 more lines are not kept');
});

test('the key of a setting says nothing about its line or server', () => {
  const key = relayKey({ file: 'app\\.env', line: 4, settingId: 'laravel::MAIL_HOST' });
  assert.equal(key, relayKey({ file: 'app/.env', line: 9, settingId: 'laravel::MAIL_HOST' }));
  assert.notEqual(key, relayKey({ file: 'app/.env', line: 4, settingId: 'laravel:b:MAIL_HOST' }));
});

test('the key of an address is its host and port', () => {
  assert.equal(relayKey({ host: 'Mail.Test.', port: 25 }), relayKey({ host: 'mail.test', port: 25 }));
  assert.notEqual(relayKey({ host: 'mail.test', port: 25 }), relayKey({ host: 'mail.test', port: 587 }));
});

test('a recorded relay has no password, and no user name that is one', () => {
  const plan = { ...planTo(587, { host: 'mail.test' }), user: 'tok-en', password: new Secret('tok-en') };
  const recorded = recordedRelay(plan, { file: '.env', line: 2, settingId: 'x' });
  assert.ok(!JSON.stringify(recorded).includes('tok-en'));
  assert.deepEqual([recorded.file, recorded.line, recorded.host, recorded.port, recorded.user], ['.env', 2, 'mail.test', 587, '••••']);
  assert.equal(recordedRelay({ ...plan, password: new Secret('other') }, { host: 'mail.test', port: 587 }).user, 'tok-en');
});
