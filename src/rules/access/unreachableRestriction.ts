import { span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { listsHere } from '../support/restrictions.ts';

const FINAL = new Set(['permit', 'reject', 'defer']);

/** What follows an unconditional answer. */
export const unreachableRestriction = folderRule(
  {
    id: 'access/unreachable-restriction',
    severity: 'warning',
    listens: ['smtpd_recipient_restrictions', 'smtpd_relay_restrictions', 'smtpd_client_restrictions'],
    title: 'Restriction that is never reached',
    why: 'A plain "permit", "reject" or "defer" answers every request, so smtpd never comes to what follows it in the list. It logs a warning that the rest is ignored.',
    bad: mainCf('smtpd_client_restrictions = permit_mynetworks, reject, reject_rbl_client zen.spamhaus.org\n'),
    ok: mainCf('smtpd_client_restrictions = warn_if_reject reject, permit_mynetworks\nsmtpd_helo_restrictions = permit_mynetworks, reject\n'),
    references: [postfixReadme('SMTPD_ACCESS_README', 'lists')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { list } of listsHere(context)) {
      const { items } = list;
      const at = items.findIndex(({ name, isWarnOnly }) => FINAL.has(name) && !isWarnOnly);
      const last = items.at(-1)!;
      const final = items[at];
      const next = items[at + 1];
      if (!final || !next?.isWritten || !last.isWritten || !final.isWritten) continue;
      yield {
        at: span(next.whole.start, last.whole.end),
        tag: 'unnecessary',
        message: `smtpd never reaches what follows "${final.text}". remove it, or move "${final.text}" to the end`,
        fixes: [{ title: `Remove what follows "${final.text}"`, safety: 'unsafe', edits: [{ span: span(final.span.end, last.whole.end), newText: '' }] }],
      };
    }
  },
);
