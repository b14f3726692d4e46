import { table, tableManual, tableRule } from '../support/tableRule.ts';

/** ".*" at an end of an expression, where it changes nothing but the time it takes. */
export const unusedWildcard = tableRule(
  {
    id: 'table/unused-wildcard',
    severity: 'hint',
    title: 'Wildcard at the end of an expression',
    why: 'An expression that is not anchored matches anywhere, so ".*" before or behind it only makes each lookup slower.',
    bad: table('postfix/header_checks.regexp', '/.*offer/ REJECT\n'),
    ok: table('postfix/header_checks.regexp', '/offer/ REJECT\n/^x-(.*)$/ DUNNO\n/^.*$/ DUNNO\n/.*/ DUNNO\n'),
    references: [tableManual('regexp_table'), tableManual('pcre_table')],
    fix: 'none',
  },
  function* ({ rules }) {
    for (const rule of rules) {
      // What a result takes from the match changes with it.
      if (rule.kind !== 'match' || rule.test.kind !== 'patterns' || rule.entry.value.includes('$')) continue;
      for (const { source, span } of rule.test.patterns) {
        const isPlain = source.length > 4 && !source.includes('|') && span.end - span.start === source.length;
        if (isPlain && /^\.\*(?![?+*])/.test(source))
          yield {
            at: { start: span.start, end: span.start + 2 },
            message: '".*" at the beginning matches nothing more and costs time. remove it',
            tag: 'unnecessary',
          };
        else if (isPlain && /[^\\]\.\*$/.test(source) && !/^\^?\.\*$/.test(source))
          yield { at: { start: span.end - 2, end: span.end }, message: '".*" at the end matches nothing more and costs time. remove it', tag: 'unnecessary' };
      }
    }
  },
);
