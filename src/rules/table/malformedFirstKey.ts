import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A byte order mark before the first key. */
export const malformedFirstKey = tableProblemRule(
  {
    id: 'table/malformed-first-key',
    severity: 'error',
    title: 'Byte order mark in a table',
    why: 'Postfix knows no byte order mark: it becomes part of the first key, and no lookup finds that entry.',
    bad: table('postfix/transport', '\ufeffexample.com smtp:[smtp.example.com]\n'),
    ok: table('postfix/transport', 'example.com smtp:[smtp.example.com]\n'),
    references: [tableManual('postmap', 1)],
    fix: 'unsafe',
  },
  ['byte-order-mark'],
  ({ span }) => [{ title: 'Remove the byte order mark', safety: 'unsafe', edits: [{ span, newText: '' }] }],
);
