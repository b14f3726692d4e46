import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDotenv } from '../../../src/parse/dotenv.ts';
import type { Entry } from '../../../src/parse/types.ts';

/** `undefined` as value: a key without one. */
interface Row {
  readonly what: string;
  readonly text: string;
  readonly key?: string;
  readonly value: string | undefined;
  readonly quote?: Entry['quote'];
  readonly comment?: string;
}

const ROWS: readonly Row[] = [
  { what: 'a plain pair', text: 'A=b', value: 'b' },
  { what: 'blanks around the sign', text: 'A = b', value: 'b' },
  { what: 'an indented key', text: '  A=b', value: 'b' },
  { what: 'export before the key', text: 'export A=b', value: 'b' },
  { what: 'the colon form of the npm package', text: 'A: b', value: 'b' },
  { what: 'a colon inside a key', text: 'Smtp:Host=b', key: 'Smtp:Host', value: 'b' },
  { what: 'a dotted key', text: 'spring.mail.host=b', key: 'spring.mail.host', value: 'b' },
  { what: 'a quoted key', text: "'A'=b", value: 'b' },
  { what: 'a key alone', text: 'A', value: undefined },
  { what: 'a key alone after export', text: 'export A', value: undefined },
  { what: 'an empty value', text: 'A=', value: '' },
  { what: 'blanks only', text: 'A=   ', value: '' },
  { what: 'double quotes', text: 'A="b c"', value: 'b c', quote: '"' },
  { what: 'single quotes', text: "A='b c'", value: 'b c', quote: "'" },
  { what: 'backquotes', text: 'A=`b c`', value: 'b c', quote: '`' },
  { what: 'empty quotes', text: 'A=""', value: '', quote: '"' },
  { what: 'blanks inside quotes', text: 'A="  b  "', value: '  b  ', quote: '"' },
  { what: 'other quotes inside quotes', text: `A="it's \`b\`"`, value: "it's `b`", quote: '"' },
  { what: 'escapes in double quotes', text: 'A="a\\nb\\tc\\"d\\\\e"', value: 'a\nb\tc"d\\e', quote: '"' },
  { what: 'an escape that means nothing', text: 'A="a\\qb"', value: 'a\\qb', quote: '"' },
  { what: 'no escapes in single quotes', text: "A='a\\nb'", value: 'a\\nb', quote: "'" },
  { what: 'an escaped single quote', text: "A='it\\'s'", value: "it's", quote: "'" },
  { what: 'a backslash before the closing quote', text: "A='C:\\dir\\'", value: 'C:\\dir\\', quote: "'" },
  { what: 'a comment after a plain value', text: 'A=b # c', value: 'b', comment: 'c' },
  { what: 'a comment after two blanks', text: 'A=smtp  # c', value: 'smtp', comment: 'c' },
  { what: 'a hash without a blank before it (python-dotenv, Docker)', text: 'A=b#c', value: 'b#c' },
  { what: 'a value that begins with a hash', text: 'A=#fff', value: '#fff' },
  { what: 'an empty value with a comment', text: 'A= # c', value: '', comment: 'c' },
  { what: 'a hash inside quotes', text: 'A="b # c"', value: 'b # c', quote: '"' },
  { what: 'a comment after quotes', text: "A='b' # c", value: 'b', quote: "'", comment: 'c' },
  { what: 'a comment right after quotes', text: 'A="b"#c', value: 'b', quote: '"', comment: 'c' },
  { what: 'text after the closing quote', text: 'A="b" c', value: '"b" c' },
  { what: 'a quote inside a plain value', text: 'A=b"c', value: 'b"c' },
  { what: 'signs inside a value', text: 'A=b=c==', value: 'b=c==' },
  { what: 'JSON as value', text: 'A={"b": 1}', value: '{"b": 1}' },
  { what: 'variables as written', text: 'A="${B:-c} $D"', value: '${B:-c} $D', quote: '"' },
  { what: 'a multi-line value', text: 'A="b\nc"', value: 'b\nc', quote: '"' },
  { what: 'a multi-line value in single quotes', text: "A='b\r\nc'", value: 'b\r\nc', quote: "'" },
  { what: 'a trailing blank', text: 'A=b  ', value: 'b' },
  { what: 'CRLF', text: 'A=b\r\n', value: 'b' },
  { what: 'a byte order mark', text: '\uFEFFA=b', value: 'b' },
];

describe('parseDotenv', () => {
  for (const { what, text, key = 'A', value, quote = '', comment } of ROWS) {
    it(`reads ${what}`, () => {
      const { entries, comments, problems } = parseDotenv(text);
      assert.equal(entries.length, 1);
      const entry = entries[0]!;
      assert.deepEqual(
        { key: entry.key, value: value === undefined ? undefined : entry.value, quote: entry.quote, form: entry.form },
        { key, value, quote, form: value === undefined ? 'key-only' : 'pair' },
      );
      assert.equal(text.slice(entry.keySpan.start, entry.keySpan.end), key);
      if (!entry.segments) assert.equal(text.slice(entry.valueSpan.start, entry.valueSpan.end), entry.value);
      assert.deepEqual(
        comments.map((each) => each.text),
        comment === undefined ? [] : [comment],
      );
      assert.deepEqual(problems, []);
    });
  }

  it('gives an entry its whole lines', () => {
    const text = '# x\n  A="b\nc" # d\nE=f';
    const { entries } = parseDotenv(text);
    assert.deepEqual(
      entries.map(({ span }) => text.slice(span.start, span.end)),
      ['  A="b\nc" # d\n', 'E=f'],
    );
  });

  it('puts an empty value where one would be typed', () => {
    const at = (text: string) => parseDotenv(text).entries[0]!.valueSpan.start;
    assert.deepEqual([at('A='), at('A = '), at('A ='), at('A=  # c')], [2, 4, 3, 2]);
  });

  it('maps an unescaped value to its source', () => {
    const text = 'A="a\\"b"';
    const { segments, value } = parseDotenv(text).entries[0]!;
    assert.equal(value, 'a"b');
    for (const { at, source, length } of segments!) assert.equal(text.slice(source, source + length), value.slice(at, at + length));
  });

  it('keeps both of two equal keys', () => {
    assert.deepEqual(
      parseDotenv('A=1\nA=2').entries.map(({ value }) => value),
      ['1', '2'],
    );
  });

  it('reports a quote that is not closed and reads on behind the line', () => {
    const { entries, problems } = parseDotenv('A="b\nB=c\n');
    assert.deepEqual(
      entries.map(({ key, value, quote }) => [key, value, quote]),
      [
        ['A', 'b', '"'],
        ['B', 'c', ''],
      ],
    );
    assert.deepEqual(
      problems.map(({ code, span }) => [code, span]),
      [['unterminated-quote', { start: 2, end: 4 }]],
    );
  });

  it('does not take the next assignment for the rest of an open quote', () => {
    const { entries } = parseDotenv('A="b\nB="c"\n');
    assert.deepEqual(
      entries.map(({ key, value }) => [key, value]),
      [
        ['A', 'b'],
        ['B', 'c'],
      ],
    );
  });

  it('reports a line that is no assignment without quoting it, since it may be half a secret', () => {
    const { entries, problems } = parseDotenv('A=b\nif [ -f x ]; then\nhunter22 is no key\n');
    assert.equal(entries.length, 1);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['unreadable-line', 'unreadable-line'],
    );
    assert.ok(problems.every(({ message }) => !message.includes('hunter22')));
  });
});
