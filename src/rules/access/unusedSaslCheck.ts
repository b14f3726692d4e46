import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

const SIGN_IN_CHECK = /^(check_sasl_access|reject_(authenticated|known|unauthenticated)?_?sender_login_mismatch)$/;

/** A check of signed-in users where nobody can sign in. */
export const unusedSaslCheck = folderRule(
  {
    id: 'access/unused-sasl-check',
    severity: 'information',
    listens: ['smtpd_sasl_auth_enable'],
    title: 'Check of users without sign-in',
    why: 'These checks compare the sender with the user who signed in. While "smtpd_sasl_auth_enable" is no, nobody can, and smtpd ignores them with a warning in the log.',
    bad: mainCf('smtpd_sender_restrictions = reject_sender_login_mismatch\nsmtpd_sender_login_maps = hash:/etc/postfix/logins\n'),
    ok: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sender_restrictions = reject_sender_login_mismatch\nsmtpd_sender_login_maps = hash:/etc/postfix/logins\n'),
    references: [postfixReadme('SASL_README', 'server_sasl_authz')],
  },
  function* (context) {
    const isOff = ({ parameters }: { readonly parameters: { get(name: string): { value: string; isKnown: boolean } } }) => {
      const { value, isKnown } = parameters.get('smtpd_sasl_auth_enable');
      return isKnown && value.toLowerCase() === 'no';
    };
    for (const { item, parameters, service } of itemsHere(context)) {
      if (!SIGN_IN_CHECK.test(item.name) || !isOff({ parameters })) continue;
      // A service may switch sign-in on for itself.
      if (!service && !scopesOf(context, 'smtpd').every(isOff)) continue;
      yield { at: item.span, message: `"${item.name}" is ignored while "smtpd_sasl_auth_enable" is no` };
    }
  },
);
