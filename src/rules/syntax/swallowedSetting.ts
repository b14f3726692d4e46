import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { swallowedLines } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly at: Span;
  readonly name: string;
  /** The setting that the line became a part of. */
  readonly owner: Entry;
  /** The indent of this line and of the swallowed ones below it, which would join this one. */
  readonly indents: readonly Span[];
}

/** An indented line that looks like a setting of its own and joins the one above (readlline(3)). */
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
      const swallowed = swallowedLines(file, owner);
      for (const [index, { name, indent }] of swallowed.entries()) {
        yield { at: span(indent.end, indent.end + name.length), name, owner, indents: swallowed.slice(index).map((below) => below.indent) };
      }
    }
  },
  word: ({ at, name, owner }) => ({
    at,
    message: `"${name}" is indented, so Postfix reads this line as part of "${owner.key}"`,
    related: [{ span: owner.keySpan, message: `"${owner.key}" goes on until the next line that is not indented` }],
  }),
  fixes: ({ indents }) => [
    {
      title: indents.length > 1 ? 'Remove the indent here and below' : 'Remove the indent',
      safety: 'unsafe',
      edits: indents.map((indent) => ({ span: indent, newText: '' })),
    },
  ],
});
