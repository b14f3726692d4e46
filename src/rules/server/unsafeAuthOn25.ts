import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, rfc } from '../support/references.ts';
import { isPort25, portOf, publicServers, switchOf } from '../support/smtpServers.ts';

const SERVICES = 'smtp inet n - y - - smtpd\nsubmission inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes\n';

/** Sign-in at the port where servers bring mail, beside one for people. */
export const unsafeAuthOn25 = mainRule(
  {
    id: 'server/unsafe-auth-on-25',
    severity: 'information',
    listens: ['smtpd_sasl_auth_enable'],
    title: 'Sign-in on port 25',
    why: 'In main.cf smtpd_sasl_auth_enable counts for every service. On port 25, where other servers bring mail and nobody has to sign in, it only gives strangers one more place to try passwords.',
    bad: mainCfAmong('smtpd_sasl_auth_enable = yes\n', { 'master.cf': SERVICES }),
    ok: mainCfAmong('smtpd_sasl_auth_enable = yes\n', { 'master.cf': SERVICES.replace('smtpd\n', 'smtpd -o smtpd_sasl_auth_enable=no\n') }),
    references: [postconf5('smtpd_sasl_auth_enable'), rfc(6409, '3.1')],
  },
  function* (context) {
    const { entry } = context.postfix.get('smtpd_sasl_auth_enable');
    const servers = publicServers(context);
    const isElsewhere = servers.some(({ service }) => service && (portOf(service) === 587 || portOf(service) === 465));
    const isOpen = servers.some(
      (scope) => isPort25(scope) && scope.parameters.get('smtpd_sasl_auth_enable').entry === entry && switchOf(scope.parameters, 'smtpd_sasl_auth_enable'),
    );
    if (!entry || !isElsewhere || !isOpen) return;
    yield {
      at: entry.keySpan,
      message: `"${entry.key}" in main.cf also offers sign-in on port 25. set it in master.cf for the submission services, or to "no" for "smtp"`,
    };
  },
);
