import { hasGuard, restrictionList } from '../../discover/postfixRestrictions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postconf5 } from '../support/references.ts';
import { listsHere } from '../support/restrictions.ts';

/** An empty relay list, where only the recipient list keeps strangers out. */
export const missingRelayRestrictions = folderRule(
  {
    id: 'access/missing-relay-restrictions',
    severity: 'information',
    listens: ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'],
    title: 'Relay list that is empty',
    why: 'smtpd_relay_restrictions is there so that a mistake in the spam rules of smtpd_recipient_restrictions makes no open relay. Empty, it leaves the guard to that other list.',
    bad: mainCf('smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n'),
    ok: mainCf('smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\nsmtpd_recipient_restrictions =\n'),
    references: [postconf5('smtpd_relay_restrictions')],
  },
  function* (context) {
    for (const { name, list, parameters, service } of listsHere(context)) {
      if (name !== 'smtpd_relay_restrictions' || list.items.length > 0) continue;
      const recipient = restrictionList(parameters, 'smtpd_recipient_restrictions');
      // On a submission service one list for all is usual.
      if (service || !recipient || hasGuard(recipient, parameters) !== true) continue;
      yield { at: list.entry.keySpan, message: 'the guard against relaying is left to "smtpd_recipient_restrictions". remove this line for the safe default' };
    }
  },
);
