import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePostfixMain } from '../../../../src/parse/postfixMain.ts';
import { inlineComments, isDecisive, oddCharacters, quotable, quoteAround, swallowedLines } from '../../../../src/rules/support/postfixText.ts';

const entryOf = (text: string) => parsePostfixMain(text).entries[0]!;

describe('what a message may quote', () => {
  for (const [text, shown] of [
    ['yes', 'yes'],
    ['5 days', '5 days'],
    ['one two', 'one…'],
    ['mailer:secret', 'mailer:…'],
    ['[smtp.example.com]:587', '[smtp.example.com]:587'],
    ['smtp.example.com:587', 'smtp.example.com:587'],
    ['hash:/etc/postfix/x', 'hash:/etc/postfix/x'],
    ['a'.repeat(50), `${'a'.repeat(40)}…`],
    ['', ''],
  ] as const) {
    test(`${text || 'nothing'} is shown as ${shown || 'nothing'}`, () => assert.equal(quotable(text), shown));
  }
});

describe('comments behind a value', () => {
  for (const [text, comments] of [
    ['a = b # c', ['# c']],
    ['a = b #c', ['#c']],
    ['a = b#c', []],
    ['a = b,#c', ['#c']],
    ['a = # c', ['# c']],
    ['a = #', []],
    ['a = { b # c }', []],
    ['a = b # {\n  c # d', ['# {', '# d']],
    ['smtpd_banner = b # c', []],
  ] as const) {
    test(text, () => {
      const entry = entryOf(text);
      assert.deepEqual(
        inlineComments(entry).map(({ start, end }) => entry.value.slice(start, end)),
        comments,
      );
    });
  }
});

test('quotes count around a whole value only', () => {
  assert.deepEqual(
    ['a = "b"', "a = 'b'", 'a = "b', 'a = b"', 'a = "', 'a = "b\'', 'smtpd_banner = "b"'].map((text) => quoteAround(entryOf(text))),
    ['"', "'", undefined, undefined, undefined, undefined, undefined],
  );
});

test('lines are swallowed by a value, not by braces or as part of a list', () => {
  const names = (text: string) => {
    const file = parsePostfixMain(text);
    return swallowedLines(file, file.entries[0]!).map(({ name }) => name);
  };
  assert.deepEqual(names('a = b\n  relayhost = c\n\tbiff=no\n'), ['relayhost', 'biff']);
  assert.deepEqual(names('a = { b\n  relayhost = c }\n'), []);
  assert.deepEqual(names('a = b\n  c == d\n  unheard_of = e\n'), []);
  assert.deepEqual(names('a = b\n  own = e\nown = f\n'), ['own']);
});

test('odd characters are named by what they look like', () => {
  assert.deepEqual(
    oddCharacters('a\u00a0b\u200bc\uff1dd\u201ce\u2003').map(({ plain, name }) => `${name}>${plain}`),
    [
      'no-break space (U+00A0)> ',
      'invisible character (U+200B)>',
      'full-width equals sign (U+FF1D)>=',
      'typographic quote (U+201C)>',
      'wide or narrow space (U+2003)> ',
    ],
  );
});

test('what decides over servers, credentials or protection is told from the rest', () => {
  const names = ['relayhost', 'smtp_tls_security_level', 'smtp_sasl_auth_enable', 'mynetworks', 'smtpd_recipient_restrictions', 'transport_maps'];
  assert.deepEqual(names.filter(isDecisive), names);
  assert.deepEqual(['biff', 'message_size_limit', 'smtpd_banner', 'maximal_queue_lifetime'].filter(isDecisive), []);
});
