import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPosixRegexp } from '../../../src/parse/posixRegexp.ts';

describe('an extended regular expression', () => {
  for (const [pattern, matching, other] of [
    ['^a.c$', 'abc', 'abcd'],
    ['a\\.b', 'a.b', 'axb'],
    ['(a|b)+c', 'abac', 'c'],
    ['[]a]x', ']x', 'bx'],
    ['[^]a]x', 'bx', ']x'],
    ['[a\\]', '\\', 'b'],
    ['[[:digit:][:space:]_-]z', '-z', 'az'],
    ['[a-c.]$', '.', 'd'],
    ['a{2}b{1,}c{,2}$', 'aabbcc', 'abcc'],
    ['a{2}{2}b', 'aaaab', 'aab'],
    ['a*?b', 'b', 'a'],
    ['x{y', undefined, undefined],
    ['a}b]', 'a}b]', 'ab'],
    ['()a', 'a', 'b'],
    ['\\(x\\)\\/\\$', '(x)/$', 'x'],
    ['/path/', '/path/', 'path'],
    ['\\w+@', 'ab@', '@'],
  ] as const) {
    it(`${pattern} means the same in JavaScript`, () => {
      const { source, fault } = readPosixRegexp(pattern);
      if (matching === undefined) {
        assert.equal(fault, 'Unmatched \\{');
        return;
      }
      assert.ok(source !== undefined);
      const expression = new RegExp(source, 's');
      assert.deepEqual([expression.test(matching), expression.test(other)], [true, false]);
    });
  }

  it('has groups', () =>
    assert.deepEqual(
      ['a', '(a)(b(c))', '\\(a\\)', '[(]'].map((pattern) => readPosixRegexp(pattern).groups),
      [0, 3, 0, 0],
    ));

  for (const [pattern, fault, at] of [
    ['(a', 'Unmatched ( or \\(', 2],
    ['[a', 'Unmatched [, [^, [:, [., or [=', 0],
    ['[[:alpha]', 'Unmatched [, [^, [:, [., or [=', 0],
    ['[[:foo:]]', 'Invalid character class name', 0],
    ['x[b-a]', 'Invalid range end', 1],
    ['[a-[:digit:]]', 'Invalid range end', 0],
    ['[a-c-e]', 'Invalid range end', 0],
    ['*a', 'Invalid preceding regular expression', 0],
    ['a|+', 'Invalid preceding regular expression', 2],
    ['(?:a)', 'Invalid preceding regular expression', 1],
    ['^*a', 'Invalid preceding regular expression', 1],
    ['a{', 'Unmatched \\{', 1],
    ['a{1', 'Unmatched \\{', 1],
    ['a{}', 'Invalid content of \\{\\}', 1],
    ['a{x}', 'Invalid content of \\{\\}', 1],
    ['a{2,1}', 'Invalid content of \\{\\}', 1],
    ['a{40000}', 'Regular expression too big', 1],
    ['(a\\1)', 'Invalid back reference', 2],
    ['a\\', 'Trailing backslash', 1],
  ] as const) {
    it(`${pattern} is refused as glibc refuses it`, () => {
      const reading = readPosixRegexp(pattern);
      assert.deepEqual([reading.fault, reading.faultAt, reading.source], [fault, at, undefined]);
    });
  }

  it('is not translated where JavaScript might differ', () => {
    for (const pattern of ['(a)\\1', '\\<a', '\\d', '[[=a=]]', '[[.a.]]', 'ü', '(a*)*', 'a**', '(a+b*)+', 'a\\n']) {
      const { source, fault } = readPosixRegexp(pattern);
      assert.deepEqual([source, fault], [undefined, undefined], pattern);
    }
  });

  it('captures for sure only without a choice', () => {
    const sure = ['x(.)z', '^(a*)(b)$', '(a)(b)'];
    const unsure = ['(a|ab)(c|bcd)', '(a*)(ab)*(b*)', '(a?)b', '(a)*$'];
    assert.deepEqual(
      [sure, unsure].map((list) => list.map((pattern) => readPosixRegexp(pattern).isCaptureSure)),
      [sure.map(() => true), unsure.map(() => false)],
    );
  });

  it('of any length is read in time', () => {
    for (const piece of ['(', '[', 'a*', '*', '{1}', 'a|', '\\', '[[:alpha:]]', '(a)']) assert.ok(readPosixRegexp(piece.repeat(20_000)).groups >= 0);
  });
});
