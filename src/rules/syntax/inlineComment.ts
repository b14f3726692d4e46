import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { stopsOnBadValue } from '../support/parameters.ts';
import { inlineComments, isDecisive } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly entry: Entry;
  /** From `#` to the end of its physical line. */
  readonly comment: Span;
}

/** `# text` behind a value, which is no comment in main.cf but part of the value. */
export const inlineComment = defineRule<State>({
  meta: {
    id: 'syntax/inline-comment',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Comment behind a value',
    why: 'A comment in main.cf takes a whole line. Behind a value "#" and what follows belong to the value: a relay or a yes/no value is then invalid and the program that reads it stops, a list ends there or gets more items.',
    bad: mainCf('relayhost = [smtp.example.com]:587 # our provider\n'),
    ok: mainCf('# our provider\nrelayhost = [smtp.example.com]:587\nsmtpd_banner = $myhostname ESMTP # ready\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    for (const entry of file.entries) {
      for (const { start, end } of inlineComments(entry)) yield { entry, comment: valueSpanIn(entry, start, end) };
    }
  },
  word: ({ entry, comment }) => ({
    at: comment,
    severity: stopsOnBadValue(entry.key) ? 'error' : 'warning',
    message: `"#" starts no comment here: Postfix reads it as part of the value of "${entry.key}". put the comment on a line of its own`,
  }),
  fixes({ entry, comment }, { file }) {
    const lineStart = file.text.lastIndexOf('\n', comment.start - 1) + 1;
    const before = file.text.slice(lineStart, comment.start);
    const indent = /^[ \t]*/.exec(before)![0];
    const text = file.text.slice(comment.start, comment.end).trimEnd();
    const lineEnd = file.text.startsWith('\r\n', comment.end) || file.text.includes('\r\n') ? '\r\n' : '\n';
    return [
      {
        title: 'Move the comment to its own line',
        safety: isDecisive(entry.key) ? 'unsafe' : 'safe',
        edits: [
          { span: span(lineStart, lineStart), newText: `${indent}${text}${lineEnd}` },
          { span: span(lineStart + before.trimEnd().length, comment.end), newText: '' },
        ],
      },
    ];
  },
});
