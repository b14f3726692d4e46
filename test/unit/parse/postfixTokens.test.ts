import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insideBraces, POSTFIX_BLANKS, splitNameAndValue, splitTokens, trimmed } from '../../../src/parse/postfixTokens.ts';
import { span } from '../../../src/text/span.ts';

const texts = (text: string, braces = false) => splitTokens(text, { separators: POSTFIX_BLANKS, braces }).map(({ start, end }) => text.slice(start, end));

describe('tokens', () => {
  it('are parted by blanks, not by form feeds', () => assert.deepEqual(texts(' a\tb\r\n c\fd '), ['a', 'b', 'c\fd']));

  it('may hold blanks in braces', () => {
    assert.deepEqual(texts('a { b c } {d {e f} g}h }i {', true), ['a', '{ b c }', '{d {e f} g}h', '}i', '{']);
    assert.deepEqual(texts('{a b', true), ['{a b']);
    assert.deepEqual(texts('{ a }'), ['{', 'a', '}']);
  });

  it('may be looked for in a part of the text', () => {
    const found = splitTokens('a bc d', { separators: POSTFIX_BLANKS, within: span(2, 3) });
    assert.deepEqual(found, [span(2, 3)]);
  });
});

describe('braces', () => {
  const inside = (text: string) => {
    const { inside: part, problem } = insideBraces(text, span(0, text.length));
    return [text.slice(part.start, part.end), problem];
  };

  it('come off', () => assert.deepEqual(inside('{ a {b} }'), [' a {b} ', undefined]));
  it('may be wrong', () => {
    assert.deepEqual(inside('{a {b}'), ['a {b}', 'missing-brace']);
    assert.deepEqual(inside('{a}b'), ['a', 'text-after-brace']);
    assert.deepEqual(inside('{}'), ['', undefined]);
  });
});

describe('name and value', () => {
  const parts = (text: string) => {
    const found = splitNameAndValue(text);
    return typeof found === 'string'
      ? found
      : [text.slice(found.name.start, found.name.end), text[found.equals], text.slice(found.value.start, found.value.end)];
  };

  it('have an equals sign between them', () => {
    assert.deepEqual(parts(' a = b = c '), ['a', '=', 'b = c']);
    assert.deepEqual(parts('a='), ['a', '=', '']);
    assert.deepEqual([parts('a b = c'), parts('a'), parts('= b'), parts('  ')], ['missing-equals', 'missing-equals', 'missing-name', 'missing-name']);
  });

  it('are trimmed of every ASCII blank, and no other', () => {
    const text = '\v\u00a0 x\f ';
    const { start, end } = trimmed(text, span(0, text.length));
    assert.equal(text.slice(start, end), '\u00a0 x');
  });
});
