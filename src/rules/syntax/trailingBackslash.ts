import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { stopsOnBadValue } from '../support/parameters.ts';
import { isDecisive, isFreeText } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly entry: Entry;
  readonly at: Span;
  /** The backslash with the blanks before it. */
  readonly whole: Span;
}

/** A backslash at the end of a line, which joins lines in a shell and is a letter to Postfix. */
export const trailingBackslash = defineRule<State>({
  meta: {
    id: 'syntax/trailing-backslash',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Backslash at the end of a line',
    why: 'main.cf continues a line by indenting the next one, not by a backslash. The backslash becomes an item of the list, or spoils the value, and the program that reads it may stop.',
    bad: mainCf('mynetworks = 127.0.0.0/8, \\\n  192.0.2.0/24\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8,\n  192.0.2.0/24\nmailbox_command = /bin/sh -c \\\n  "exec /usr/bin/procmail"\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    for (const entry of file.entries) {
      if (isFreeText(entry.key) || !entry.value.includes('\\')) continue;
      const pieces = entry.segments ?? [{ source: entry.valueSpan.start, length: entry.valueSpan.end - entry.valueSpan.start }];
      for (const { source, length } of pieces) {
        const tail = /([ \t]+|(?<=,)|^)\\\s*$/.exec(file.text.slice(source, source + length));
        if (!tail) continue;
        const start = source + tail.index + tail[1]!.length;
        yield { entry, at: span(start, start + 1), whole: span(source + tail.index, start + 1) };
      }
    }
  },
  word: ({ entry, at }) => ({
    at,
    severity: stopsOnBadValue(entry.key) ? 'error' : 'warning',
    message: `"\\" joins no lines in main.cf and is part of the value of "${entry.key}". an indented line continues by itself`,
  }),
  fixes: ({ entry, whole }) => [{ title: 'Remove the backslash', safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits: [{ span: whole, newText: '' }] }],
});
