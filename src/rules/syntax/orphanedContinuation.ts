import { postfixParameter } from '../../data/postfixParameters.ts';
import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { logicalLineAt, physicalLines } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  /** The first continuation line, without its indent. */
  readonly at: Span;
  /** Where it and the others of the same setting begin. */
  readonly lineStarts: readonly number[];
  /** The setting that the line belongs to now. */
  readonly owner: Entry;
  /** The one that it belonged to before that was commented out. */
  readonly name: string;
  readonly head: Span;
}

/** Continuation lines of a setting whose first line became a comment: they continue the setting above it (readlline(3)). */
export const orphanedContinuation = defineRule<State>({
  meta: {
    id: 'syntax/orphaned-continuation',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Rest of a commented-out setting',
    why: 'A comment does not end a setting. When only the first line of a longer one is commented out, its other lines stay alive and continue whatever stands above, so a list gets items that nobody meant for it.',
    bad: mainCf('mydestination = localhost\n#mynetworks = 127.0.0.0/8,\n  192.0.2.0/24\n'),
    ok: mainCf('mydestination = localhost,\n  # mynetworks is set in another file\n  example.com\n#mynetworks = 127.0.0.0/8,\n#  192.0.2.0/24\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    const isSetting = (name: string) => postfixParameter(name) !== undefined || file.entries.some(({ key }) => key === name);
    for (const owner of file.entries) {
      const line = owner.segments && logicalLineAt(file, owner.keySpan);
      const pieces = line ? physicalLines(line) : [];
      const heads = pieces.map((piece, index) => (index === 0 ? undefined : commentedHead(file.text, pieces[index - 1]!.end, piece.start)));
      for (const [index, head] of heads.entries()) {
        if (!head || !isSetting(head.name)) continue;
        const { start, end } = pieces[index]!;
        const next = heads.findIndex((other, at) => at > index && other !== undefined);
        const own = pieces.slice(index, next === -1 ? undefined : next);
        const first = start + /^\s*/.exec(file.text.slice(start, end))![0].length;
        yield { at: span(first, end), lineStarts: own.map((piece) => piece.start), owner, ...head };
      }
    }
  },
  word: ({ at, owner, name, head }) => ({
    at,
    message: `"${name}" above is commented out, so this line continues "${owner.key}"`,
    related: [
      { span: head, message: `"${name}" begins here and is a comment` },
      { span: owner.keySpan, message: `"${owner.key}" goes on until the next line that is not indented` },
    ],
  }),
  fixes: ({ lineStarts, name }) => [
    { title: `Comment out the rest of "${name}"`, safety: 'unsafe', edits: lineStarts.map((start) => ({ span: span(start, start), newText: '#' })) },
  ],
});

/** The last line between two lines of a value that is a setting made a comment. */
function commentedHead(text: string, from: number, to: number): { readonly name: string; readonly head: Span } | undefined {
  const between = text.slice(from, to);
  if (!between.includes('#')) return undefined;
  const matches = [...between.matchAll(/^#[ \t]*(\w+)[ \t]*=.*$/gm)];
  const last = matches[matches.length - 1];
  return last && { name: last[1]!, head: span(from + last.index, from + last.index + last[0].length) };
}
