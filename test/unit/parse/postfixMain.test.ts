import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';
import { valueSpanIn } from '../../../src/parse/segments.ts';

const settings = (text: string) => parsePostfixMain(text).entries.map((entry) => [entry.key, entry.value]);
const codes = (text: string) => parsePostfixMain(text).problems.map((problem) => problem.code);
const textAt = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);

describe('parsePostfixMain', () => {
  it('reads name and value with any blanks around "="', () => {
    assert.deepEqual(settings('a=1\nb = 2\nc\t =\t 3 \t\nd =\n'), [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
      ['d', ''],
    ]);
  });

  it('keeps "=", "#" and quotes inside a value', () => {
    assert.deepEqual(settings('a = b = "c" # d\n'), [['a', 'b = "c" # d']]);
  });

  it('joins continuation lines without the line feed and keeps their indent', () => {
    assert.deepEqual(settings('a = b\n  c\n\td\ne = f'), [
      ['a', 'b  c\td'],
      ['e', 'f'],
    ]);
  });

  it('drops comments and blank lines, also inside a continued value', () => {
    const text = '# top\na = b,\n# inside\n\n   # indented\n  c\n# after\nd = e\n';
    assert.deepEqual(settings(text), [
      ['a', 'b,  c'],
      ['d', 'e'],
    ]);
    assert.deepEqual(
      parsePostfixMain(text).comments.map((comment) => comment.text),
      ['top', 'inside', 'indented', 'after'],
    );
  });

  it('finds "=" and the value on a continuation line', () => {
    const text = 'relayhost\n  =\n  [mx.example.com]\n';
    const [entry] = parsePostfixMain(text).entries;
    assert.equal(entry!.value, '[mx.example.com]');
    assert.equal(textAt(text, entry!.valueSpan), '[mx.example.com]');
    assert.equal(entry!.segments, undefined);
  });

  it('keeps duplicates in file order', () => {
    assert.deepEqual(settings('a = 1\na = 2\n'), [
      ['a', '1'],
      ['a', '2'],
    ]);
  });

  it('takes only ASCII whitespace for blanks', () => {
    assert.deepEqual(settings('a\u00a0b = \u00a0c\u2003\n\u00a0d = e\n'), [
      ['a\u00a0b', '\u00a0c\u2003'],
      ['\u00a0d', 'e'],
    ]);
    assert.deepEqual(settings('a = b\n\vc\n\fd\n'), [['a', 'b\vc\fd']]);
  });

  it('trims CR at the end and keeps it inside a continued value', () => {
    assert.deepEqual(settings('a = b\r\n c\r\n\r\nd = e\r\n'), [
      ['a', 'b\r c'],
      ['d', 'e'],
    ]);
    assert.deepEqual(settings('a = b\rc = d\n'), [['a', 'b\rc = d']]);
  });

  it('drops an indented first line with its continuations and says so', () => {
    const text = '# comment\n  a = b\n  c\nd = e\n';
    const file = parsePostfixMain(text);
    assert.deepEqual(settings(text), [['d', 'e']]);
    assert.deepEqual(
      file.problems.map((problem) => [problem.code, textAt(text, problem.span)]),
      [['leading-continuation', 'a = b\n  c']],
    );
  });

  it('reports a line without "=" at its first word and reads on', () => {
    const text = 'relayho\nsome words here\na = b\n';
    const file = parsePostfixMain(text);
    assert.deepEqual(settings(text), [['a', 'b']]);
    assert.deepEqual(
      file.problems.map((problem) => [problem.code, textAt(text, problem.span)]),
      [
        ['missing-equals', 'relayho'],
        ['missing-equals', 'some'],
      ],
    );
  });

  it('reports a line that begins with "="', () => {
    assert.deepEqual(codes('= b\na = b\n'), ['missing-name']);
  });

  it('makes a byte order mark part of the first name', () => {
    assert.deepEqual(settings('\uFEFFa = b\n'), [['\uFEFFa', 'b']]);
    assert.deepEqual(codes('\uFEFFa = b\n'), ['byte-order-mark']);
    assert.deepEqual(codes('\uFEFF# comment\na = b\n'), ['byte-order-mark']);
    assert.deepEqual(codes('\uFEFFword\n'), ['byte-order-mark', 'missing-equals']);
  });

  it('cuts a logical line at its first NUL', () => {
    const text = 'a = b\0c\n d\ne = f\n';
    assert.deepEqual(settings(text), [
      ['a', 'b'],
      ['e', 'f'],
    ]);
    assert.deepEqual(
      parsePostfixMain(text).problems.map((problem) => [problem.code, problem.span.start]),
      [['nul-byte', 5]],
    );
    assert.deepEqual(codes('\0\n'), ['nul-byte', 'missing-name']);
  });

  it('maps any part of a continued value to its place', () => {
    const text = 'mynetworks = 127.0.0.0/8,\n# private\n  10.0.0.0/8\n';
    const [entry] = parsePostfixMain(text).entries;
    const at = entry!.value.indexOf('10.');
    assert.equal(textAt(text, valueSpanIn(entry!, at, at + 10)), '10.0.0.0/8');
    assert.equal(textAt(text, entry!.span), text);
    assert.equal(entry!.valueSpan.end, text.length - 1);
  });

  it('places an empty value after "=" and one blank', () => {
    const places = ['a =', 'a = ', 'a =   \n', 'a =\n  \n', 'a =\r\n'].map((text) => parsePostfixMain(text).entries[0]!.valueSpan);
    assert.deepEqual(
      places.map(({ start, end }) => [start, end]),
      [
        [3, 3],
        [4, 4],
        [4, 4],
        [3, 3],
        [3, 3],
      ],
    );
  });

  it('leaves a text alone that is too long', () => {
    const file = parsePostfixMain(`a = ${'x'.repeat(2_000_001)}`);
    assert.deepEqual([file.entries.length, file.problems[0]!.code], [0, 'too-large']);
  });
});
