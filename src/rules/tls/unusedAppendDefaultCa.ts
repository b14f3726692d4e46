import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { hasValue, isYes } from '../support/postfixClient.ts';
import { postconf5 } from '../support/references.ts';

const AUTHORITIES = ['smtp', 'smtpd', 'lmtp', 'tlsproxy', 'tlsproxy_client'].flatMap((program) => [`${program}_tls_CAfile`, `${program}_tls_CApath`]);

/** The system's authorities are to be added to a list that does not exist. */
export const unusedAppendDefaultCa = mainRule(
  {
    id: 'tls/unused-append-default-ca',
    severity: 'information',
    listens: ['tls_append_default_CA', 'smtp_tls_CAfile', 'smtp_tls_CApath', 'smtpd_tls_CAfile'],
    title: 'Default authorities added to nothing',
    why: 'tls_append_default_CA adds the authorities that OpenSSL was built with to those of a CAfile or CApath. Where neither is set nothing is loaded at all, so that the switch changes nothing and no certificate is trusted.',
    bad: mainCf('tls_append_default_CA = yes\n'),
    ok: mainCf('tls_append_default_CA = yes\nsmtp_tls_CApath = /etc/ssl/certs\n'),
    references: [postconf5('tls_append_default_CA'), postconf5('smtp_tls_CAfile')],
  },
  function* ({ postfix, folder }) {
    const { entry, isKnown, value } = postfix.get('tls_append_default_CA');
    if (!entry || !isKnown || !isYes(value) || AUTHORITIES.some((name) => hasValue(postfix, name))) return;
    if (folder?.master?.entries.some(({ key }) => AUTHORITIES.includes(key))) return;
    yield { at: entry.keySpan, message: `"${entry.key}" has no effect while no CAfile or CApath is set. set smtp_tls_CAfile to the system's bundle` };
  },
);
