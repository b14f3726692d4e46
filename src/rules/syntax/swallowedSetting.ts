import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { type SwallowedLine, swallowedLines } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  /** The setting that the lines became a part of. */
  readonly owner: Entry;
  readonly first: SwallowedLine;
  readonly below: readonly SwallowedLine[];
}

const nameSpan = ({ name, indent }: SwallowedLine): Span => span(indent.end, indent.end + name.length);

/** Indented lines that look like settings of their own and join the one above (readlline(3)). */
export const swallowedSetting = defineRule<State>({
  meta: {
    id: 'syntax/swallowed-setting',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Indented setting',
    why: 'A line that begins with a blank continues the setting above it. The indented setting then has no effect, and its text spoils the value above.',
    bad: mainCf('mynetworks = 127.0.0.0/8\n  relayhost = [smtp.example.com]:587\n'),
    ok: mainCf('mynetworks =\n  127.0.0.0/8\nrelayhost = [smtp.example.com]:587\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    for (const owner of file.entries) {
      const [first, ...below] = swallowedLines(file, owner);
      if (first) yield { owner, first, below };
    }
  },
  word: ({ owner, first, below }) => ({
    at: nameSpan(first),
    message:
      below.length > 0
        ? `"${first.name}" and ${below.length} more below are indented, so Postfix reads them as part of "${owner.key}"`
        : `"${first.name}" is indented, so Postfix reads this line as part of "${owner.key}"`,
    related: [
      { span: owner.keySpan, message: `"${owner.key}" goes on until the next line that is not indented` },
      ...below.map((line) => ({ span: nameSpan(line), message: `"${line.name}" too` })),
    ],
  }),
  fixes: ({ first, below }) => [
    {
      title: below.length > 0 ? 'Remove the indent of all of them' : 'Remove the indent',
      safety: 'unsafe',
      edits: [first, ...below].map(({ indent }) => ({ span: indent, newText: '' })),
    },
  ],
});
