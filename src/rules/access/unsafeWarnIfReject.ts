import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postconf5 } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

/** A restriction that only logs what it would do. */
export const unsafeWarnIfReject = folderRule(
  {
    id: 'access/unsafe-warn-if-reject',
    severity: 'information',
    listens: ['smtpd_recipient_restrictions', 'smtpd_client_restrictions'],
    title: 'Restriction that only warns',
    why: 'After "warn_if_reject" smtpd logs a warning where the next restriction would turn the client away, and takes the mail all the same. It is meant for trying a restriction out.',
    bad: mainCf('smtpd_client_restrictions = warn_if_reject reject_unknown_client_hostname\n'),
    ok: mainCf('smtpd_client_restrictions = reject_unknown_client_hostname\n'),
    references: [postconf5('warn_if_reject')],
  },
  function* (context) {
    for (const { item } of itemsHere(context)) {
      if (item.isWarnOnly) yield { at: item.whole, message: `"${item.name}" only logs here, because of "warn_if_reject" before it` };
    }
  },
);
