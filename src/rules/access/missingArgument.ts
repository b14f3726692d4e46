import { postfixRestriction, type RestrictionArgument } from '../../data/postfixRestrictions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

/** What each argument looks like, for people. */
const EXPECTED: Readonly<Partial<Record<RestrictionArgument, string>>> = {
  table: '"type:table"',
  'dns-list': 'a domain',
  'policy-server': '"inet:host:port" or "unix:path"',
  seconds: 'a number of seconds',
};

/** A restriction without what it works on, which takes the next word for it. */
export const missingArgument = folderRule(
  {
    id: 'access/missing-argument',
    severity: 'error',
    listens: ['smtpd_recipient_restrictions', 'smtpd_client_restrictions'],
    title: 'Restriction without its argument',
    why: 'Some restrictions take the next word as their table, domain, server or number. When it is left out they swallow the restriction that follows: smtpd answers "451 4.3.5 Server configuration error", or skips a DNS list with a warning.',
    bad: mainCf('smtpd_recipient_restrictions = check_sender_access, reject_unauth_destination\n'),
    ok: mainCf('smtpd_recipient_restrictions = check_sender_access hash:/etc/postfix/access, sleep 1, reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]\n'),
    references: [postfixReadme('SMTPD_ACCESS_README')],
  },
  function* (context) {
    for (const { item, list } of itemsHere(context)) {
      const expected = item.restriction && EXPECTED[item.restriction.argument];
      if (!expected || !item.restriction) continue;
      const { argument, restriction } = item;
      const text = argument?.text;
      const isWord = text !== undefined && postfixRestriction(text) !== undefined;
      const isOdd =
        argument?.isWritten &&
        ((restriction.argument === 'table' && !argument.text.includes(':')) || (restriction.argument === 'seconds' && !/^\d+$/.test(argument.text)));
      if (text !== undefined && !isWord && !isOdd) continue;
      // A macro at the end may hold the argument.
      if (text === undefined && !list.isKnown) continue;
      yield {
        at: item.span,
        severity: restriction.argument === 'dns-list' ? 'warning' : 'error',
        message: `"${item.name}" needs ${expected} after it${text === undefined ? '' : `, not "${text}"`}`,
      };
    }
  },
);
