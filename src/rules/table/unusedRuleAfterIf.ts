import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** Text behind a condition, mostly an indented rule. */
export const unusedRuleAfterIf = tableProblemRule(
  {
    id: 'table/unused-rule-after-if',
    severity: 'error',
    title: 'Rule that is taken for a part of "if"',
    why: 'An indented line continues the one above it, so a rule indented below "if" becomes text behind the condition, which Postfix ignores.',
    bad: table('postfix/header_checks.regexp', 'if /^received:/\n  /by mail/ REJECT\nendif\n'),
    ok: table('postfix/header_checks.regexp', 'if /^received:/\n/by mail/ REJECT\nendif\n'),
    references: [tableManual('regexp_table'), tableManual('pcre_table')],
  },
  ['text-after-if'],
);
