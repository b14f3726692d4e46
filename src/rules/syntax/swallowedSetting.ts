import { postfixParameter } from '../../data/postfixParameters.ts';
import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { braceDepthAt, logicalLineAt, physicalLines } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly at: Span;
  readonly name: string;
  /** The setting that the line became a part of. */
  readonly owner: Entry;
  readonly lineStart: number;
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
    const isSetting = (name: string) => postfixParameter(name) !== undefined || file.entries.some(({ key }) => key === name);
    for (const owner of file.entries) {
      const line = owner.segments && logicalLineAt(file, owner.keySpan);
      for (const { start, end } of line ? physicalLines(line).slice(1) : []) {
        const [head, indent, name] = /^(\s+)([\w-]+)[ \t]*=(?!=)/.exec(file.text.slice(start, end)) ?? [];
        if (head === undefined || indent === undefined || name === undefined || !isSetting(name) || braceDepthAt(owner, start) > 0) continue;
        const nameStart = start + indent.length;
        yield { at: span(nameStart, nameStart + name.length), name, owner, lineStart: start };
      }
    }
  },
  word: ({ at, name, owner }) => ({
    at,
    message: `"${name}" is indented, so Postfix reads this line as part of "${owner.key}"`,
    related: [{ span: owner.keySpan, message: `"${owner.key}" goes on until the next line that is not indented` }],
  }),
  fixes: ({ at, lineStart }) => [{ title: 'Remove the indent', safety: 'unsafe', edits: [{ span: span(lineStart, at.start), newText: '' }] }],
});
