import type { MapPattern } from '../../parse/postfixMapTypes.ts';
import { table, tableManual, tableRule } from '../support/tableRule.ts';

/** The flag "i", which does not do what it does elsewhere. */
export const mismatchedCaseFlag = tableRule(
  {
    id: 'table/mismatched-case-flag',
    severity: 'information',
    title: 'Flag "i", which makes letter case count',
    why: 'Tables of expressions ignore letter case to begin with, and each flag turns its setting around: with "i", letter case counts, which is the opposite of what it means elsewhere.',
    bad: table('postfix/header_checks.regexp', '/^subject: offer/i REJECT\n'),
    ok: table('postfix/header_checks.regexp', '/^subject: offer/ REJECT\n/^X-Mixed: [A-Z]+$/i DUNNO\n'),
    references: [tableManual('regexp_table'), tableManual('pcre_table')],
    fix: 'unsafe',
  },
  function* ({ rules, text }) {
    for (const { test } of rules.filter((rule) => rule.kind === 'match')) {
      for (const pattern of test.kind === 'patterns' ? test.patterns : []) {
        const at = pattern.span.end + 1 + pattern.flags.indexOf('i');
        // Where capital letters are asked for, the flag is meant; in a line that continues, its place is not sure.
        if (pattern.ignoresCase || /[A-Z]/.test(letters(pattern)) || text[at] !== 'i') continue;
        yield {
          at: { start: at, end: at + 1 },
          message: 'with "i" letter case counts here, without it case is ignored. remove it if any case is to match',
          fixes: [{ title: 'Remove the flag, so that any letter case matches', safety: 'unsafe', edits: [{ span: { start: at, end: at + 1 }, newText: '' }] }],
        };
      }
    }
  },
);

/** The expression without its escapes, whose letters are no text. */
function letters({ source }: MapPattern): string {
  return source.replace(/\\./g, '');
}
