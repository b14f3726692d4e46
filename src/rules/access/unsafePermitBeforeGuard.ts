import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { isPermission, itemsHere, rowsOf } from '../support/restrictions.ts';

/** Restrictions about what a client can say as it likes. */
const FORGEABLE = new Set(['check_sender_access', 'check_helo_access']);
const GUARDS = new Set(['reject_unauth_destination', 'defer_unauth_destination', 'reject', 'defer']);
const BAD = 'smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = check_sender_access hash:/etc/postfix/friends, reject_unauth_destination\n';

/** A table of forgeable names that permits before the only guard against relaying. */
export const unsafePermitBeforeGuard = folderRule(
  {
    id: 'access/unsafe-permit-before-guard',
    severity: 'error',
    listens: ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'],
    title: 'Forgeable name that opens the relay',
    why: 'A sender address or HELO name is whatever the client says. When a table answers OK for it before "reject_unauth_destination", anybody who knows such a name can send mail anywhere: an open relay.',
    bad: mainCfAmong(BAD, { friends: 'friend.example OK\n' }),
    ok: mainCfAmong(BAD, { friends: 'spammer.example REJECT\n' }),
    references: [postfixReadme('SMTPD_ACCESS_README', 'danger')],
  },
  function* (context) {
    for (const { name, item, index, list, parameters } of itemsHere(context)) {
      const isOnlyGuard =
        name === 'smtpd_relay_restrictions' || (name === 'smtpd_recipient_restrictions' && parameters.get('smtpd_relay_restrictions').entry?.value === '');
      if (!isOnlyGuard || !FORGEABLE.has(item.name) || !item.argument || item.isWarnOnly) continue;
      if (list.items.slice(0, index).some(({ name: earlier }) => GUARDS.has(earlier))) continue;
      const row = rowsOf(context, item.argument.text)?.find(isPermission);
      if (row)
        yield {
          at: item.whole,
          message: `"${row.key}" in "${item.argument.text}" permits before the guard against relaying: an open relay for all who claim that name. move the guard before it`,
        };
    }
  },
);
