import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A line that is not UTF-8, or has a NUL byte. */
export const malformedEncoding = tableProblemRule(
  {
    id: 'table/malformed-encoding',
    severity: 'warning',
    title: 'Bytes that are no text',
    why: 'With "smtputf8_enable" Postfix leaves out lines that are not UTF-8, and a NUL byte ends the line it stands in.',
    bad: table('postfix/virtual', 'm\ufffdller@example.com miller@example.com\n'),
    ok: table('postfix/virtual', 'm\u00fcller@example.com miller@example.com\n'),
    references: [tableManual('postmap', 1)],
  },
  ['not-utf8', 'nul-byte'],
);
