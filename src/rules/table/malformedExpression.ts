import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** An expression that does not compile. */
export const malformedExpression = tableProblemRule(
  {
    id: 'table/malformed-expression',
    severity: 'error',
    title: 'Expression that is not valid',
    why: 'Postfix leaves out a rule whose expression the regular expression library refuses.',
    bad: table('postfix/header_checks.regexp', '/^subject: (offer/ REJECT\n'),
    ok: table('postfix/header_checks.regexp', '/^subject: \\(offer/ REJECT\n'),
    references: [tableManual('regexp_table')],
  },
  ['bad-expression'],
);
