import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A condition without its end, or an end without a condition. */
export const mismatchedEndif = tableProblemRule(
  {
    id: 'table/mismatched-endif',
    severity: 'error',
    title: 'Condition and its end that do not pair',
    why: 'Without an "endif", all rules to the end of the file depend on the "if". An "endif" too many, or with text behind it, is left out.',
    bad: table('postfix/header_checks.regexp', 'if /^received:/\n/by mail/ DUNNO\n'),
    ok: table('postfix/header_checks.regexp', 'if /^received:/\n/by mail/ DUNNO\nendif\n'),
    references: [tableManual('regexp_table'), tableManual('cidr_table')],
  },
  ['if-without-endif', 'endif-without-if', 'text-after-endif'],
);
