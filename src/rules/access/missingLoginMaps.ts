import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

const MAPS = 'smtpd_sender_login_maps';

/** A check of who may use which sender address, without the table that says so. */
export const missingLoginMaps = folderRule(
  {
    id: 'access/missing-login-maps',
    severity: 'warning',
    listens: [MAPS],
    title: 'Sender check without its table',
    why: 'The table "smtpd_sender_login_maps" says which user owns which sender address. While it is empty no address has an owner, so the check turns either nobody away or all who sign in.',
    bad: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sender_restrictions = reject_sender_login_mismatch\n'),
    ok: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sender_restrictions = reject_sender_login_mismatch\nsmtpd_sender_login_maps = hash:/etc/postfix/logins\n'),
    references: [postconf5(MAPS)],
  },
  function* (context) {
    for (const { item, parameters, service } of itemsHere(context)) {
      if (!/^reject_(\w+_)?sender_login_mismatch$/.test(item.name)) continue;
      const lacks = (main: typeof parameters) => main.get(MAPS).isKnown && main.get(MAPS).value === '';
      if (!lacks(parameters) || (!service && !scopesOf(context, 'smtpd').every((scope) => lacks(scope.parameters)))) continue;
      yield { at: item.span, message: `"${item.name}" needs "${MAPS}", which is empty` };
    }
  },
);
