import type { LogicalLine } from '../../parse/postfixLines.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { logicalLineAt, physicalLines, quotable } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly at: Span;
  readonly name: string;
  readonly line: LogicalLine;
}

/** An indented line before the first setting, which Postfix leaves out with a warning (readlline(3)). */
export const leadingContinuation = defineRule<State>({
  meta: {
    id: 'syntax/leading-continuation',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Indented first line',
    why: 'An indented line continues the setting above it. Above the first setting there is none, so Postfix drops the line, and every indented line that follows, and works with the defaults.',
    bad: mainCf('  relayhost = [smtp.example.com]:587\n'),
    ok: mainCf('# outgoing mail\nrelayhost =\n  [smtp.example.com]:587\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    for (const { code, span: at } of file.problems) {
      const line = code === 'leading-continuation' ? logicalLineAt(file, at) : undefined;
      if (line) yield { at, name: /^[^\s=]+/.exec(file.text.slice(at.start, at.end))?.[0] ?? '', line };
    }
  },
  word: ({ at, name }) => ({ at, message: `"${quotable(name)}" is indented with no setting above it, so Postfix ignores it. start it in the first column` }),
  fixes: ({ line }, { file }) => [
    {
      title: 'Remove the indent',
      safety: 'unsafe',
      edits: physicalLines(line)
        .filter(({ start, end }, index) => index === 0 || /^\s+\w+[ \t]*=/.test(file.text.slice(start, end)))
        .map(({ start }) => ({ span: span(start, start + /^\s+/.exec(file.text.slice(start))![0].length), newText: '' })),
    },
  ],
});
