import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from '../../../../src/host/relayTest/turns.ts';

function panel() {
  const written: string[] = [];
  return { written, turns: createTurns({ lines: (texts) => written.push(...texts) }) };
}

test('a run alone streams its lines', () => {
  const { written, turns } = panel();
  const one = turns.begin();
  one.lines(['a']);
  assert.deepEqual(written, ['a']);
  one.lines(['b', 'c']);
  assert.deepEqual(written, ['a', 'b', 'c']);
});

test('the second run’s lines follow the first one whole, and stream from then on', () => {
  const { written, turns } = panel();
  const one = turns.begin();
  const two = turns.begin();
  two.lines(['2a']);
  one.lines(['1a']);
  two.lines(['2b']);
  assert.deepEqual(written, ['1a']);
  one.end();
  assert.deepEqual(written, ['1a', '2a', '2b']);
  two.lines(['2c']);
  assert.deepEqual(written, ['1a', '2a', '2b', '2c']);
});

test('a run that ends before its turn is written in its turn', () => {
  const { written, turns } = panel();
  const one = turns.begin();
  const two = turns.begin();
  const three = turns.begin();
  three.lines(['3']);
  three.end();
  two.lines(['2']);
  two.end();
  one.lines(['1']);
  assert.deepEqual(written, ['1']);
  one.end();
  assert.deepEqual(written, ['1', '2', '3']);
});

test('what comes after the end is dropped', () => {
  const { written, turns } = panel();
  const one = turns.begin();
  one.end();
  one.lines(['late']);
  turns.begin().lines(['next']);
  assert.deepEqual(written, ['next']);
});
