import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, code, codeBlock, plain } from '../../../src/text/markdown.ts';

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

for (const [text, written] of [
  ['1. one', '1\\. one'],
  ['- one', '\\- one'],
  ['===', '\\==='],
  ['250-x 2.1.0 ok - fine', '250-x 2.1.0 ok - fine'],
] as const) {
  test(`${JSON.stringify(text)} begins no list and no heading`, () => assert.equal(plain(text), written));
}

test('nothing ends a block of code but its fence', () => {
  assert.equal(codeBlock(['a', '````', 'b\n```'], 'text'), '`````text\na\n````\nb ```\n`````');
  assert.equal(codeBlock([]), '```\n```');
});
