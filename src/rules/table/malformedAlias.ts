import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A line of an alias file without its colon, or with a domain. */
export const malformedAlias = tableProblemRule(
  {
    id: 'table/malformed-alias',
    severity: 'error',
    title: 'Line that is no alias',
    why: 'An alias file has lines "name: value, value" with a local name. "newaliases" warns about any other and leaves it out, so mail to that name bounces.',
    bad: table('/etc/aliases', 'root john\npostmaster: root\n'),
    ok: table('/etc/aliases', 'root: john\npostmaster: root\n'),
    references: [tableManual('aliases')],
  },
  ['missing-colon', 'name-not-local'],
);
