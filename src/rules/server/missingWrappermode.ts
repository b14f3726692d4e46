import { serviceParameters, servicesRunning } from '../../discover/postfixService.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { postconf5, postfixReadme, rfc } from '../support/references.ts';
import { portOf, switchOf } from '../support/smtpServers.ts';

/** A service on the port for TLS from the first byte, which begins in clear text. */
export const missingWrappermode = masterRule(
  {
    id: 'server/missing-wrappermode',
    severity: 'error',
    listens: ['smtpd_tls_wrappermode'],
    title: 'Port 465 without wrapper mode',
    why: 'Mail programs begin with a TLS handshake on port 465. smtpd(8) greets in clear text there unless smtpd_tls_wrappermode is on for the service: every session ends with "wrong version number".',
    bad: masterCf('submissions inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes\n', { 'main.cf': 'compatibility_level = 3.6\n' }),
    ok: masterCf('submissions inet n - y - - smtpd -o smtpd_tls_wrappermode=yes\n', { 'main.cf': 'compatibility_level = 3.6\n' }),
    references: [postconf5('smtpd_tls_wrappermode'), postfixReadme('TLS_README', 'server_enable'), rfc(8314, '3.3')],
  },
  function* (_master, { folder }) {
    for (const service of folder ? servicesRunning(folder, 'smtpd') : []) {
      if (portOf(service) !== 465 || switchOf(serviceParameters(folder!, service), 'smtpd_tls_wrappermode') !== false) continue;
      const { text, span } = service.fields.service;
      yield { at: span, message: `service "${text}" is on port 465, where clients begin with TLS. add "-o smtpd_tls_wrappermode=yes"` };
    }
  },
);
