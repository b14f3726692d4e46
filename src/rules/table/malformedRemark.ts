import { valueSpanIn } from '../../parse/segments.ts';
import { table, tableManual, tableRule, useOf } from '../support/tableRule.ts';

/** Uses whose results are words and addresses; texts for people and passwords may hold a "#". */
const WORDS_ONLY: ReadonlySet<string | undefined> = new Set(['transport', 'virtual', 'generic', 'canonical', 'tls-policy', 'relayhosts', 'aliases']);

/** A comment behind a value. */
export const malformedRemark = tableRule(
  {
    id: 'table/malformed-remark',
    severity: 'warning',
    title: 'Comment behind a value',
    why: 'A comment has a line of its own. Behind a value it becomes a part of it: words of the comment are taken for addresses, options or a part of the next hop.',
    bad: table('postfix/virtual', 'sales@example.com john@example.com # the new one\n'),
    ok: table('postfix/virtual', '# the new one\nsales@example.com john@example.com\nnumbers@example.com a#b@example.com\n'),
    references: [tableManual('postmap', 1)],
    fix: 'none',
  },
  function* ({ entries }, context) {
    const use = useOf(context);
    for (const entry of entries) {
      const at = entry.value.search(/\s#/) + 1;
      if (at === 0 || !WORDS_ONLY.has(use) || /"|^(error|discard|retry):/.test(entry.value)) continue;
      yield {
        at: valueSpanIn(entry, at, entry.value.length),
        message: 'the "#" and what follows become a part of the value. put comments on lines of their own',
      };
    }
  },
);
