import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A "$" in a result that stands for no group. */
export const malformedReplacement = tableProblemRule(
  {
    id: 'table/malformed-replacement',
    severity: 'error',
    title: 'Result with a wrong "$"',
    why: 'In the result "$1" or "${1}" stands for a group of the expression and "$$" for a dollar sign. Postfix leaves out a rule in which "$" has nothing to stand for; a negated expression has no groups.',
    bad: table('postfix/header_checks.regexp', '/^subject: (offer)/ REJECT costs $2\n'),
    ok: table('postfix/header_checks.regexp', '/^subject: (offer)/ REJECT $1 costs $$2\n'),
    references: [tableManual('regexp_table'), tableManual('pcre_table')],
  },
  ['bad-replacement', 'replacement-out-of-range', 'replacement-in-negation'],
);
