import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allPostfixParameters } from '../../../src/data/postfixParameters.ts';
import { POSTFIX_TABLE_TYPES, POSTFIX_WORDS, postfixWords } from '../../../src/data/postfixWords.ts';

const parameters = allPostfixParameters();

test('each row of words is about parameters that Postfix has', () => {
  const idle = POSTFIX_WORDS.filter(({ names }) => !parameters.some(({ name }) => names.test(name)));
  assert.deepEqual(idle, []);
});

test('no parameter is in two rows of words', () => {
  const twice = parameters.filter(({ name }) => POSTFIX_WORDS.filter(({ names }) => names.test(name)).length > 1);
  assert.deepEqual(
    twice.map(({ name }) => name),
    [],
  );
});

test('every default of every release is made of known words', () => {
  const strange = parameters.flatMap(({ name, defaults }) => {
    const known = postfixWords(name);
    if (!known) return [];
    return defaults
      .filter(({ value }) => !/[$<]/.test(value))
      .flatMap(({ value }) => value.split(/[\s,]+/))
      .filter((word) => word !== '' && !known.words.includes(word))
      .map((word) => `${name}: ${word}`);
  });
  assert.deepEqual(strange, []);
});

test('the types of tables in defaults are known', () => {
  const types = parameters.flatMap(({ name, defaults }) =>
    /_(maps|map|database)$/.test(name) ? defaults.flatMap(({ value }) => [...value.matchAll(/(?:^|\s)(\w+):/g)].map(([, type]) => type!)) : [],
  );
  assert.ok(types.length > 0);
  assert.deepEqual(
    types.filter((type) => !POSTFIX_TABLE_TYPES.has(type)),
    [],
  );
});
