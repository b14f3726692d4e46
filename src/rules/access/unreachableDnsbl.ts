import { deadDnsbl } from '../../data/deadDnsbls.ts';
import { dnsListsHere } from '../support/dnsLists.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postconf5 } from '../support/references.ts';

/** A DNS list that was closed. */
export const unreachableDnsbl = folderRule(
  {
    id: 'access/unreachable-dnsbl',
    severity: 'warning',
    listens: ['smtpd_recipient_restrictions', 'smtpd_client_restrictions', 'postscreen_dnsbl_sites'],
    title: 'DNS list that was closed',
    why: 'A closed list blocks nothing and costs a query for each client that ends in a time-out. Some came back to life later and answered "listed" for every address, so that all mail was turned away.',
    bad: mainCf('smtpd_client_restrictions = reject_rbl_client dnsbl.sorbs.net\n'),
    ok: mainCf('smtpd_client_restrictions = reject_rbl_client bl.spamcop.net\n'),
    references: [postconf5('reject_rbl_client')],
  },
  function* (context) {
    for (const { domain, span, asker } of dnsListsHere(context)) {
      const dead = deadDnsbl(domain);
      if (!dead) continue;
      // postscreen adds weights up, so that a silent list does little there.
      const severity = asker === 'postscreen_dnsbl_sites' ? 'information' : 'warning';
      yield { at: span, severity, message: `"${domain}" was closed in ${dead.since}. remove it` };
    }
  },
);
