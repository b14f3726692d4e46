import type { MapUse } from '../../parse/postfixMapName.ts';
import { span } from '../../text/span.ts';
import { isDomain, isLostSender } from '../support/tableRows.ts';
import { quotedKey, table, tableManual, tableRule, useOf } from '../support/tableRule.ts';

interface Form {
  readonly isWrong: (key: string) => boolean;
  readonly right: string;
}

/** Keys that no lookup of a use asks for (transport(5), virtual(5), canonical(5), generic(5), postconf(5)). */
const FORMS: Partial<Record<MapUse, Form>> = {
  transport: { isWrong: (key) => key.startsWith('@'), right: 'write the domain without "@"' },
  virtual: { isWrong: (key) => key.startsWith('.'), right: 'the keys are "user@domain", "user", "@domain" and "domain"' },
  generic: { isWrong: (key) => key.startsWith('.'), right: 'the keys are "user@domain", "user" and "@domain"' },
  relayhosts: { isWrong: isLostSender, right: 'the keys are "user@domain" and "@domain"' },
};

/** A key of a form that this kind of table is never asked for. */
export const mismatchedKey = tableRule(
  {
    id: 'table/mismatched-key',
    severity: 'warning',
    title: 'Key in the form of another table',
    why: 'Each table is asked for certain forms of a key only: transport(5) for "user@domain", "domain" and ".domain", tables of senders for "user@domain" and "@domain". Another form is never found.',
    bad: table('postfix/transport', '@example.com smtp:[smtp.example.com]\n'),
    ok: table('postfix/transport', 'example.com smtp:[smtp.example.com]\n.example.com :\njohn@example.com :\n'),
    references: [tableManual('transport'), tableManual('virtual'), tableManual('generic')],
    fix: 'unsafe',
  },
  function* ({ grammar, entries }, context) {
    const use = useOf(context);
    const form = use && FORMS[use];
    if (grammar !== 'indexed' || !form) return;
    for (const { key, keySpan } of entries) {
      if (!form.isWrong(key)) continue;
      const edits = [{ span: span(keySpan.start, keySpan.start), newText: '@' }];
      yield {
        at: keySpan,
        message: `no lookup in this table asks for ${quotedKey(key)}: ${form.right}`,
        fixes: use === 'relayhosts' && isDomain(key) ? [{ title: `Write "@" before ${quotedKey(key)}`, safety: 'unsafe', edits }] : [],
      };
    }
  },
);
