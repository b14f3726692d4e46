import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecord } from '../../../src/report/readRecord.ts';
import { cause, failedRun, GOOD_RUN } from '../../support/runRecords.ts';

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a record comes back from JSON as it was', () => {
  assert.deepEqual(readRecord(stored(GOOD_RUN)), GOOD_RUN);
  const failed = failedRun(cause({ code: 'tls/expired', stage: 'tls', part: 'host', proven: { evidence: 'seen', port: 465, mode: 'implicit-tls' } }));
  assert.deepEqual(readRecord(stored(failed)), failed);
});

test('what is not known is dropped, the rest is kept', () => {
  const [first, ...others] = GOOD_RUN.stages;
  const newer = {
    ...GOOD_RUN,
    mood: 'good',
    relay: { ...GOOD_RUN.relay, colour: 'red', line: 'four' },
    stages: [{ ...first, facts: { ...first?.facts, moon: 1 } }, { stage: 'teleport', state: 'passed' }, ...others],
  };
  const { line: _, ...relay } = GOOD_RUN.relay;
  assert.deepEqual(readRecord(stored(newer)), { ...GOOD_RUN, relay });
});

for (const [what, value] of [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'record'],
  ['a list', []],
  ['an empty object', {}],
  ['another version', { ...GOOD_RUN, version: 2 }],
  ['a record without verdict', { ...GOOD_RUN, verdict: undefined }],
  ['a record whose stages are none', { ...GOOD_RUN, stages: 'all' }],
  ['a record whose start is no time', { ...GOOD_RUN, startedAt: 'yesterday' }],
  ['a relay with an unknown mode', { ...GOOD_RUN, relay: { ...GOOD_RUN.relay, security: 'toString' } }],
] as const) {
  test(`${what} is no record`, () => assert.equal(readRecord(value), undefined));
}

test('a field named like a part of the language reaches nothing', () => {
  const value = JSON.parse(JSON.stringify(GOOD_RUN).replace('"STARTTLS":', '"__proto__":')) as unknown;
  const read = readRecord(value);
  const extensions = read?.stages.find(({ stage }) => stage === 'ehlo')?.facts?.capabilities?.extensions;
  assert.deepEqual(Object.keys(extensions ?? {}), ['SIZE']);
  assert.equal(Object.getPrototypeOf(extensions), Object.prototype);
});
