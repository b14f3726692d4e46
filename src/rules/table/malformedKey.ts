import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A colon behind the key, as in alias files. */
export const malformedKey = tableProblemRule(
  {
    id: 'table/malformed-key',
    severity: 'warning',
    title: 'Colon behind the key',
    why: 'Only alias files have "name: value". In any other table the colon becomes part of the key, which no lookup asks for.',
    bad: table('postfix/transport', 'example.com: smtp:[smtp.example.com]\n'),
    ok: table('postfix/transport', 'example.com smtp:[smtp.example.com]\n'),
    references: [tableManual('postmap', 1)],
    fix: 'unsafe',
  },
  ['colon-after-key'],
  ({ span }) => [{ title: 'Remove the colon', safety: 'unsafe', edits: [{ span, newText: '' }] }],
);
