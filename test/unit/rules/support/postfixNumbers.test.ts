import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPostfixMain } from '../../../../src/discover/postfixMain.ts';
import { parsePostfixMain } from '../../../../src/parse/postfixMain.ts';
import { numberOf, secondsOf } from '../../../../src/rules/support/postfixNumbers.ts';

const mainOf = (text: string) => createPostfixMain(parsePostfixMain(text));

for (const [value, seconds] of [
  ['5', 432_000],
  ['5d', 432_000],
  ['2h', 7200],
  ['0', 0],
  ['5 d', undefined],
  ['5D', undefined],
  ['5d12h', undefined],
  ['200', undefined],
  ['$nosuch', undefined],
  ['', undefined],
] as const) {
  test(`a lifetime of "${value}" is ${seconds} seconds`, () => {
    assert.equal(secondsOf(mainOf(`maximal_queue_lifetime = ${value}\n`), 'maximal_queue_lifetime'), seconds);
  });
}

test('the default counts when a parameter is not set', () => {
  assert.equal(secondsOf(mainOf(''), 'bounce_queue_lifetime'), 432_000);
  assert.equal(numberOf(mainOf(''), 'message_size_limit'), 10_240_000);
});

test('what is no number is unknown', () => {
  assert.equal(numberOf(mainOf('message_size_limit = 10M\n'), 'message_size_limit'), undefined);
});
