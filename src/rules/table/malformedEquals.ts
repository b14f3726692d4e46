import { valueSpanIn } from '../../parse/segments.ts';
import { table, tableManual, tableRule } from '../support/tableRule.ts';

/** An equals sign between key and value, as main.cf has it. */
export const malformedEquals = tableRule(
  {
    id: 'table/malformed-equals',
    severity: 'warning',
    title: 'Equals sign in a table',
    why: 'A blank parts the key from the value. An equals sign after it becomes the beginning of the value: a next hop "= smtp:…", a user named "= robot".',
    bad: table('postfix/transport', 'example.com = smtp:[smtp.example.com]\n'),
    ok: table('postfix/transport', 'example.com smtp:[smtp.example.com]\n'),
    references: [tableManual('postmap', 1)],
    fix: 'unsafe',
  },
  function* ({ grammar, entries }) {
    if (grammar !== 'indexed') return;
    for (const entry of entries) {
      const [sign] = /^=\s+/.exec(entry.value) ?? [];
      if (sign === undefined || sign.length === entry.value.length) continue;
      yield {
        at: valueSpanIn(entry, 0, 1),
        message: 'the "=" becomes a part of the value. only a blank stands between key and value',
        fixes: [{ title: 'Remove the equals sign', safety: 'unsafe', edits: [{ span: valueSpanIn(entry, 0, sign.length), newText: '' }] }],
      };
    }
  },
);
