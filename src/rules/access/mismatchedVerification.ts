import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

const CHEAP = /^(reject_unauth_destination|defer_unauth_destination|reject_unlisted_recipient)$/;

/** A costly check before the cheap one that spares it. */
export const mismatchedVerification = folderRule(
  {
    id: 'access/mismatched-verification',
    severity: 'hint',
    listens: ['smtpd_recipient_restrictions'],
    title: 'Costly check before a cheap one',
    why: '"reject_unverified_recipient" asks another server about each new recipient. Before "reject_unauth_destination" it does so for mail that is turned away in any case, and strangers can make this server ask any other.',
    bad: mainCf('smtpd_recipient_restrictions = reject_unverified_recipient, reject_unauth_destination\n'),
    ok: mainCf('smtpd_recipient_restrictions = reject_unauth_destination, reject_unverified_recipient\n'),
    references: [postfixReadme('ADDRESS_VERIFICATION_README', 'caching')],
  },
  function* (context) {
    for (const { item, index, list } of itemsHere(context)) {
      if (item.name !== 'reject_unverified_recipient') continue;
      const later = list.items.slice(index + 1).find(({ name }) => CHEAP.test(name));
      if (later) yield { at: item.span, message: `"${item.name}" asks another server for each recipient. move it behind "${later.name}"` };
    }
  },
);
