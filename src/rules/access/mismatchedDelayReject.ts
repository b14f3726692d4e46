import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

const EARLY = new Set(['smtpd_client_restrictions', 'smtpd_helo_restrictions', 'smtpd_sender_restrictions']);
const NEEDS_RECIPIENT =
  /^(check_recipient_\w*access|reject_unauth_destination|reject_unknown_recipient_domain|reject_non_fqdn_recipient|reject_unlisted_recipient|reject_unverified_recipient|permit_auth_destination)$/;

/** Checks that come too early while smtpd(8) does not wait for RCPT TO. */
export const mismatchedDelayReject = folderRule(
  {
    id: 'access/mismatched-delay-reject',
    severity: 'warning',
    listens: ['smtpd_delay_reject', 'smtpd_client_restrictions', 'smtpd_helo_restrictions', 'smtpd_sender_restrictions'],
    title: 'Check before its time',
    why: 'With "smtpd_delay_reject = no" the lists for client, HELO and sender run when each is known, before the recipient. What asks for the recipient never matches there, and at the connection nobody has signed in yet.',
    bad: mainCf('smtpd_delay_reject = no\nsmtpd_client_restrictions = permit_sasl_authenticated, reject\n'),
    ok: mainCf('smtpd_delay_reject = no\nsmtpd_client_restrictions = permit_mynetworks, reject_rbl_client bl.spamcop.net\n'),
    references: [postfixReadme('SMTPD_ACCESS_README', 'timing')],
  },
  function* (context) {
    for (const { item, name, parameters } of itemsHere(context)) {
      const delay = parameters.get('smtpd_delay_reject');
      if (!EARLY.has(name) || !delay.isKnown || delay.value.toLowerCase() !== 'no') continue;
      const isTooEarly = NEEDS_RECIPIENT.test(item.name) || (item.name === 'permit_sasl_authenticated' && name === 'smtpd_client_restrictions');
      if (isTooEarly)
        yield { at: item.span, message: `"${item.name}" never matches in "${name}" while "smtpd_delay_reject" is no. move it to smtpd_recipient_restrictions` };
    }
  },
);
