import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A key whose quote is never closed. */
export const malformedQuotedKey = tableProblemRule(
  {
    id: 'table/malformed-quoted-key',
    severity: 'error',
    title: 'Quote without its partner',
    why: 'Double quotes in a key come in pairs. Postfix leaves out a line with an open one.',
    bad: table('postfix/virtual', '"john doe@example.com john@example.com\n'),
    ok: table('postfix/virtual', '"john doe"@example.com john@example.com\n'),
    references: [tableManual('postmap', 1)],
  },
  ['unbalanced-quote'],
);
