import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postconf5 } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

const EARLY = /^smtpd_(client|helo|sender|recipient|relay)_restrictions$/;

/** `reject_unauth_pipelining` where clients may send ahead. */
export const mismatchedPipeliningCheck = folderRule(
  {
    id: 'access/mismatched-pipelining-check',
    severity: 'information',
    listens: ['smtpd_data_restrictions', 'smtpd_forbid_unauth_pipelining'],
    title: 'Pipelining check in the wrong list',
    why: 'A client that says EHLO may send its commands up to DATA in one go, so before DATA "reject_unauth_pipelining" misses it. Its place is smtpd_data_restrictions; since Postfix 3.9 "smtpd_forbid_unauth_pipelining" does the same everywhere.',
    bad: mainCf('smtpd_recipient_restrictions = reject_unauth_destination, reject_unauth_pipelining\n'),
    ok: mainCf('smtpd_data_restrictions = reject_unauth_pipelining\n'),
    references: [postconf5('reject_unauth_pipelining')],
  },
  function* (context) {
    for (const { item, name } of itemsHere(context)) {
      if (item.name !== 'reject_unauth_pipelining' || !EARLY.test(name)) continue;
      yield { at: item.span, message: `"${item.name}" in "${name}" misses all clients that say EHLO. its place is "smtpd_data_restrictions"` };
    }
  },
);
