import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A pattern without its delimiters, or with an unknown flag. */
export const malformedPattern = tableProblemRule(
  {
    id: 'table/malformed-pattern',
    severity: 'error',
    title: 'Pattern that cannot be read',
    why: 'A pattern stands between two delimiters, then come its flags: i, m, x in regexp tables, and s, A, E, U, X too in pcre. Postfix leaves out a line of another form.',
    bad: table('postfix/header_checks.regexp', '/^subject: offer REJECT\n'),
    ok: table('postfix/header_checks.regexp', '/^subject: offer/m REJECT\n!|^x-own:| DUNNO\n'),
    references: [tableManual('regexp_table'), tableManual('pcre_table')],
  },
  ['missing-delimiter', 'unknown-flag', 'unrecognized'],
);
