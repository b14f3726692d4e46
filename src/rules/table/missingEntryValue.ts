import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A key or a network without a result. */
export const missingEntryValue = tableProblemRule(
  {
    id: 'table/missing-entry-value',
    severity: 'error',
    title: 'Entry without a value',
    why: 'Postfix warns and leaves the line out, so mail for this key goes on as if the line were not there.',
    bad: table('postfix/transport', 'example.com smtp:[smtp.example.com]\nexample.org\n'),
    ok: table('postfix/transport', 'example.com smtp:[smtp.example.com]\nexample.org :\n'),
    references: [tableManual('postmap', 1), tableManual('cidr_table')],
  },
  ['missing-value'],
);
