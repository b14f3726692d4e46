import { span } from '../../text/span.ts';
import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** An indented line above all entries. */
export const unusedIndentedEntry = tableProblemRule(
  {
    id: 'table/unused-indented-entry',
    severity: 'error',
    title: 'Indented first line',
    why: 'A line that begins with a blank continues the one above it. With none above it, Postfix warns and leaves it out.',
    bad: table('postfix/transport', '  example.com smtp:[smtp.example.com]\n'),
    ok: table('postfix/transport', '# the way out\nexample.com smtp:[smtp.example.com]\n'),
    references: [tableManual('postmap', 1)],
    fix: 'unsafe',
  },
  ['leading-continuation'],
  (problem, { text }) => {
    const { start } = problem.span;
    const begin = text.lastIndexOf('\n', start - 1) + 1;
    return [{ title: 'Remove the indent', safety: 'unsafe', edits: [{ span: span(begin, start), newText: '' }] }];
  },
);
