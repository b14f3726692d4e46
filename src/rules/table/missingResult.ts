import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** An expression that answers with nothing. */
export const missingResult = tableProblemRule(
  {
    id: 'table/missing-result',
    severity: 'error',
    title: 'Expression without a result',
    why: 'An empty result is an error when a lookup meets it: mail that matches is put off, not let through. "DUNNO" is how a rule says nothing.',
    bad: table('postfix/header_checks.regexp', '/^subject: offer/\n'),
    ok: table('postfix/header_checks.regexp', '/^subject: offer/ DUNNO\n'),
    references: [tableManual('regexp_table'), tableManual('pcre_table')],
  },
  ['missing-result'],
);
