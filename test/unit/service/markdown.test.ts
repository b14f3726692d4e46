import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, code, plain } from '../../../src/service/markdown.ts';

for (const [text, written] of [
  ['a', '`a`'],
  ['a`b', '`` a`b ``'],
  ['``', '``` `` ```'],
  [' a', '`  a `'],
  ['a\nb', '`a b`'],
] as const) {
  test(`${JSON.stringify(text)} as code is ${written}`, () => assert.equal(code(text), written));
}

test('nothing in plain words is read as Markdown or HTML', () => {
  assert.equal(plain('<b>*a*</b> [x](y)\n`c`'), '\\<b\\>\\*a\\*\\</b\\> \\[x\\]\\(y\\) \\`c\\`');
});

test('a bar does not end a cell', () => assert.equal(cell('a|b'), 'a\\|b'));
