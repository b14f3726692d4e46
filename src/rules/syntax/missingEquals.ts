import { skipSpace } from '../../parse/ascii.ts';
import type { LogicalLine } from '../../parse/postfixLines.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { commentOut, logicalLineAt, oddCharacters, quotable } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';
import type { Fix } from '../types.ts';

type Shape = 'comment' | 'conflict' | 'section' | 'export' | 'colon' | 'words' | 'word';

interface State {
  readonly shape: Shape;
  /** The piece that is out of place. */
  readonly at: Span;
  readonly token: string;
  readonly line: LogicalLine;
}

/** How each look-alike is told from the start of the line; the first group is the piece that is out of place. */
const LOOK_ALIKES: readonly (readonly [Shape, RegExp])[] = [
  ['conflict', /^(<{7}|>{7}|\|{7})/],
  ['comment', /^(;+|\/\/+|--+|\/\*+)/],
  ['section', /^(\[[^\]\s]*\])[ \t]*$/],
  ['export', /^(export)[ \t]+\w+[ \t]*=/],
  ['colon', /^(\w+[ \t]*:)/],
  ['words', /^([^\s=]+)[ \t]+\S/],
  ['word', /^([^\s=]+)/],
];

/** A whole file that is nothing but a path. */
const LINK = /^(\.{1,2})?\/[^\s=]+$/;

const MESSAGES: Readonly<Record<Shape, (token: string) => string>> = {
  conflict: (token) => `merge conflict marker "${token}": Postfix does not start until the conflict is resolved`,
  comment: (token) => `"${token}" starts no comment in main.cf, so Postfix does not start. comments begin with "#"`,
  section: (token) => `"${token}" looks like a section, which main.cf does not have. Postfix does not start with this line`,
  export: (token) => `"${token}" is shell syntax. main.cf takes "name = value", and Postfix does not start with this line`,
  colon: (token) => `"${token}" should end in "=", not ":". Postfix does not start with this line`,
  words: (token) => `missing "=" after "${token}". Postfix does not start with this line`,
  word: (token) => `"${token}" has no "=" and no value. Postfix does not start with this line`,
};

/** A line of main.cf without "=" after its first word, for which every Postfix program stops (split_nameval(3)). */
export const missingEquals = defineRule<State>({
  meta: {
    id: 'syntax/missing-equals',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Line without "="',
    why: 'Every line of main.cf that is not a comment or a continuation is "name = value". On any other line each Postfix program, "postconf" included, stops with "missing \'=\' after attribute name", so no mail moves at all.',
    bad: mainCf('relayhost: [smtp.example.com]:587\n'),
    ok: mainCf('relayhost = [smtp.example.com]:587\n# relayhost: old\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    // Git writes a link as its target where the system has no links.
    if (LINK.test(file.text)) return;
    for (const problem of file.problems) {
      if (problem.code !== 'missing-equals') continue;
      const line = logicalLineAt(file, problem.span);
      const first = line?.segments[0];
      if (!line || !first) continue;
      const source = file.text.slice(first.source, first.source + first.length);
      // A look-alike of a blank or "=" is the cause then, and another rule's finding.
      if (oddCharacters(source).length > 0) continue;
      for (const [shape, pattern] of LOOK_ALIKES) {
        const token = pattern.exec(source)?.[1];
        if (token === undefined) continue;
        yield { shape, at: span(first.source, first.source + token.length), token, line };
        break;
      }
    }
  },
  word: ({ shape, at, token }) => ({ at, message: MESSAGES[shape](shape === 'word' || shape === 'words' ? quotable(token) : token) }),
  fixes({ shape, at, line }, { file }): Fix[] {
    const asComment = (safety: Fix['safety']): Fix => ({ title: 'Turn the line into a comment', safety, edits: commentOut(line) });
    switch (shape) {
      case 'conflict':
        return [];
      case 'comment':
        return [{ title: 'Begin the comment with "#"', safety: 'safe', edits: [{ span: at, newText: '#' }, ...commentOut(line).slice(1)] }];
      case 'section':
        return [asComment('safe')];
      case 'export':
        return [{ title: 'Remove "export"', safety: 'unsafe', edits: [{ span: span(at.start, skipSpace(file.text, at.end)), newText: '' }] }];
      case 'colon':
        return [
          { title: 'Replace ":" by "="', safety: 'unsafe', edits: [{ span: span(at.end - 1, at.end), newText: file.text[at.end - 2] === ' ' ? '=' : ' =' }] },
        ];
      case 'words':
        return [{ title: 'Insert "="', safety: 'unsafe', isPreferred: true, edits: [{ span: span(at.end, at.end), newText: ' =' }] }, asComment('unsafe')];
      case 'word':
        return [asComment('unsafe')];
    }
  },
});
