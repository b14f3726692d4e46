import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addToLive, type LiveRun } from '../../../../src/report/page/live.ts';
import { type TimelineStage, timelineBars, timelinePart, wholeMs } from '../../../../src/report/page/timeline.ts';
import type { StageEvent } from '../../../../src/smtp/types.ts';
import { all, textOf } from '../../../support/pages.ts';
import { cause, failedRun, GOOD_RUN } from '../../../support/runRecords.ts';

const stage = (atMs: number, ms: number): TimelineStage => ({ stage: 'tls', state: 'passed', atMs, ms });

test('bars begin and end where the stages did, to one scale', () => {
  assert.deepEqual(timelineBars([stage(0, 250), stage(250, 500), stage(750, 250)]), [
    { x: 0, width: 250 },
    { x: 250, width: 500 },
    { x: 750, width: 250 },
  ]);
});

test('a stage of no time is still to be seen, and no bar leaves the scale', () => {
  const bars = timelineBars([stage(0, 10_000), stage(10_000, 0), stage(0, 0)]);
  for (const bar of bars) assert.ok(bar!.width >= 6 && bar!.x >= 0 && bar!.x + bar!.width <= 1000, JSON.stringify(bar));
  assert.deepEqual(timelineBars([stage(0, 0)]), [{ x: 0, width: 6 }]);
});

test('what did not take place has no bar', () => {
  assert.deepEqual(timelineBars([{ stage: 'auth', state: 'skipped' }]), [undefined]);
  assert.equal(wholeMs([{ stage: 'auth', state: 'skipped' }]), 0);
});

test('the table says in words and numbers what the bars show, which are hidden from those who hear it', () => {
  const part = timelinePart(failedRun(cause({ code: 'auth/credentials', stage: 'auth' })).stages);
  const rows = all(all(part, 'tbody')[0]!, 'tr').map((row) => row.children.slice(0, 4).map((cell) => textOf(cell)));
  assert.deepEqual(rows.slice(5, 9), [
    ['TLS handshake', 'passed', '70 ms', '40 ms'],
    ['EHLO under TLS', 'passed', '110 ms', '5 ms'],
    ['sign-in', 'failed: auth/credentials', '115 ms', '7 ms'],
    ['MAIL FROM', 'not tested: sign-in failed', '', ''],
  ]);
  for (const svg of all(part, 'svg')) assert.equal(svg.attributes['aria-hidden'], 'true');
  assert.equal(all(part, 'caption').map(textOf).join(), 'Timeline, 122 ms in all');
});

test('a run that goes on grows by its events, and lines change nothing', () => {
  const events: readonly (readonly [StageEvent, number])[] = [
    [{ type: 'stage', stage: 'resolve', state: 'started' }, 0],
    [{ type: 'line', stage: 'resolve', line: { direction: 'info', encrypted: false, unexpected: false, text: 'x' } }, 1],
    [{ type: 'stage', stage: 'resolve', state: 'passed', ms: 3, facts: {} }, 3],
    [{ type: 'stage', stage: 'connect', state: 'started' }, 4],
    [{ type: 'stage', stage: 'connect', state: 'failed', ms: 5, facts: {}, failure: { code: 'tcp/refused', detail: 'ECONNREFUSED' } }, 9],
    [{ type: 'stage', stage: 'greeting', state: 'skipped', reason: 'connect failed' }, 9],
    [{ type: 'stage', stage: 'starttls', state: 'absent', ms: 0, facts: {}, reason: 'not offered' }, 9],
  ];
  const start: LiveRun = { relay: GOOD_RUN.relay, stages: [] };
  const seen = [start];
  for (const [event, atMs] of events) seen.push(addToLive(seen.at(-1)!, event, atMs));
  assert.deepEqual(seen[1]!.stages, [{ stage: 'resolve', state: 'running', atMs: 0 }]);
  assert.equal(seen[2], seen[1]);
  assert.deepEqual(seen.at(-1)!.stages, [
    { stage: 'resolve', state: 'passed', atMs: 0, ms: 3 },
    { stage: 'connect', state: 'failed', atMs: 4, ms: 5, failure: { code: 'tcp/refused', detail: 'ECONNREFUSED' } },
    { stage: 'greeting', state: 'skipped', reason: 'connect failed' },
    { stage: 'starttls', state: 'absent', atMs: 9, ms: 0, reason: 'not offered' },
  ]);
});

test('a stage that was heard of late began when its time says', () => {
  const late = addToLive(
    { relay: GOOD_RUN.relay, stages: [{ stage: 'tls', state: 'running', atMs: 147 }] },
    { type: 'stage', stage: 'tls', state: 'passed', ms: 39, facts: {} },
    150,
  );
  assert.equal(late.stages[0]!.atMs, 111);
});
