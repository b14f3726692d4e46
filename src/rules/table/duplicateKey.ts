import type { LogicalLine } from '../../parse/postfixLines.ts';
import { lineOf, quotedKey, table, tableManual, tableRule, useOf } from '../support/tableRule.ts';
import type { Fix } from '../types.ts';

/** A key that is in the table already. */
export const duplicateKey = tableRule(
  {
    id: 'table/duplicate-key',
    severity: 'warning',
    title: 'Key that is there twice',
    why: 'Keys are compared without regard to case, and of two equal ones the first counts: Postfix warns and leaves out the later one, which may be the one that was meant.',
    bad: table('postfix/transport', 'example.com smtp:[a.example.net]\nExample.com smtp:[b.example.net]\n'),
    ok: table('postfix/transport', 'example.com smtp:[a.example.net]\n.example.com smtp:[b.example.net]\n'),
    references: [tableManual('postmap', 1), tableManual('postalias', 1)],
    fix: 'safe',
  },
  function* (file, context) {
    const isSecretive = useOf(context) === 'passwords';
    for (const problem of file.problems) {
      if (problem.code !== 'duplicate-key') continue;
      const key = file.text.slice(problem.span.start, problem.span.end);
      const first = file.entries.find((entry) => entry.key.toLowerCase() === key.toLowerCase());
      const line = lineOf(file, problem);
      yield {
        at: problem.span,
        message: `${isSecretive ? 'the key' : quotedKey(key)} is in the table already, and the first one counts. remove one of them`,
        tag: 'unnecessary',
        ...(first && { related: [{ span: first.keySpan, message: 'the one that counts' }] }),
        fixes: line?.segments.length === 1 ? [removal(line)] : [],
      };
    }
  },
);

/** Postfix reads the table as before without the line that it leaves out. */
function removal({ span }: LogicalLine): Fix {
  return { title: 'Remove the later entry', safety: 'safe', edits: [{ span, newText: '' }] };
}
