import { dnsListsHere } from '../support/dnsLists.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postconf5 } from '../support/references.ts';

/** Spamhaus' error codes, told to those who ask through a public resolver, look like listings to a query without a filter. */
export const unsafeDnsblReply = folderRule(
  {
    id: 'access/unsafe-dnsbl-reply',
    severity: 'information',
    listens: ['smtpd_recipient_restrictions', 'smtpd_client_restrictions', 'postscreen_dnsbl_sites'],
    title: 'DNS list without a filter on its answers',
    why: 'Spamhaus answers 127.255.255.252 to .255 when it is asked through a public resolver or too often. Without a filter Postfix takes that for "listed" and turns every client away.',
    bad: mainCf('smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org\n'),
    ok: mainCf('smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org=127.0.0.[2..11], reject_rhsbl_sender dbl.spamhaus.org=127.0.1.[2..99]\n'),
    references: [postconf5('reject_rbl_client'), { title: 'Spamhaus: DNSBL return codes', url: 'https://www.spamhaus.org/faqs/dnsbl-usage/' }],
    fix: 'safe',
  },
  function* (context) {
    for (const { domain, filter, span } of dnsListsHere(context)) {
      if (filter !== undefined || !/^(zen|sbl|xbl|pbl)\.spamhaus\.org$/i.test(domain)) continue;
      const at = span.start + domain.length;
      yield {
        at: span,
        message: `"${domain}" answers 127.255.255.x to public resolvers, which counts as listed here. add "=127.0.0.[2..11]"`,
        fixes: [{ title: 'Take only 127.0.0.[2..11] for listed', safety: 'safe', edits: [{ span: { start: at, end: at }, newText: '=127.0.0.[2..11]' }] }],
      };
    }
  },
);
