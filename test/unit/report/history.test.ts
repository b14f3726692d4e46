import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addRun, forgetRuns, type History, lastGoodRun, previousRun, readHistory, runsOf } from '../../../src/report/history.ts';
import type { RunRecord } from '../../../src/report/runRecord.ts';
import { cause, failedRun, GOOD_RUN } from '../../support/runRecords.ts';

const BAD_RUN = failedRun(cause({ code: 'tcp/refused', stage: 'connect' }));

function run(id: number, key = 'a', base: RunRecord = BAD_RUN): RunRecord {
  return { ...base, id: String(id), startedAt: `2026-10-01T08:00:${String(id).padStart(2, '0')}.000Z`, relay: { ...base.relay, key } };
}

const idsOf = (history: History) => history.map(({ id }) => Number(id));
const keep = (runs: readonly RunRecord[], limits: { perKey: number; total: number }) =>
  runs.reduce<History>((history, one) => addRun(history, one, limits), []);

test('the newest run is first, whatever came in first', () => {
  assert.deepEqual(idsOf(keep([run(2), run(1), run(3)], { perKey: 9, total: 9 })), [3, 2, 1]);
});

test('a run of the same id is replaced', () => {
  const history = keep([run(1), run(2), run(1, 'a', GOOD_RUN)], { perKey: 9, total: 9 });
  assert.deepEqual(idsOf(history), [2, 1]);
  assert.equal(history[1]?.verdict.ok, true);
});

test('each relay keeps its newest runs, and all together theirs', () => {
  const runs = [run(1, 'a'), run(2, 'b'), run(3, 'a'), run(4, 'a'), run(5, 'b')];
  assert.deepEqual(idsOf(keep(runs, { perKey: 2, total: 9 })), [5, 4, 3, 2]);
  assert.deepEqual(idsOf(keep(runs, { perKey: 2, total: 3 })), [5, 4, 3]);
});

test('the last good run outlives the failures after it', () => {
  const runs = [run(1, 'a', GOOD_RUN), run(2, 'a', GOOD_RUN), run(3), run(4), run(5), run(6)];
  assert.deepEqual(idsOf(keep(runs, { perKey: 3, total: 9 })), [6, 5, 2]);
});

test('a cancelled run is not kept', () => {
  const history = [run(1)];
  assert.equal(addRun(history, failedRun(cause({ code: 'cancelled', stage: 'connect' }))), history);
});

test('a run is compared with an earlier one of its own relay', () => {
  const history = [run(6), run(5, 'b'), run(4), run(3, 'a', GOOD_RUN), run(2, 'b', GOOD_RUN), run(1, 'a', GOOD_RUN)];
  assert.equal(previousRun(history, run(6))?.id, '4');
  assert.equal(lastGoodRun(history, run(6))?.id, '3');
  assert.equal(lastGoodRun(history, run(3))?.id, '1');
  assert.equal(previousRun(history, run(1)), undefined);
  assert.equal(previousRun(history, run(7, 'c')), undefined);
});

test('the runs of one relay can be listed and forgotten', () => {
  const history = [run(3), run(2, 'b'), run(1)];
  assert.deepEqual(idsOf(runsOf(history, 'a')), [3, 1]);
  assert.deepEqual(idsOf(forgetRuns(history, 'a')), [2]);
});

test('a stored history is read as far as it is one', () => {
  const stored: unknown = JSON.parse(JSON.stringify([run(1), 'rubbish', { id: 'x' }, run(2)]));
  assert.deepEqual(readHistory(stored), [run(2), run(1)]);
  for (const value of [undefined, null, 'x', {}, 7]) assert.deepEqual(readHistory(value), []);
});
