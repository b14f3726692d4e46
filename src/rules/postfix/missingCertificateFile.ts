import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

const FILE = /^(smtp|lmtp|smtpd|tlsproxy)_tls_((|d|ec)(cert|key)_file|CAfile)$/;

/** A certificate, key or list of authorities whose file is not there. */
export const missingCertificateFile = mainRule(
  {
    id: 'postfix/missing-certificate-file',
    severity: 'warning',
    listens: ['smtpd_tls_cert_file', 'smtpd_tls_key_file', 'smtp_tls_CAfile'],
    title: 'Certificate file that is not there',
    why: 'Without its certificate or key smtpd(8) does not offer TLS, so clients can neither encrypt nor sign in; smtp(8) sends without TLS, or defers where TLS is demanded.',
    bad: { ...mainCf('smtpd_tls_cert_file = /etc/ssl/mail.pem\n'), facts: { '/etc/ssl/mail.pem': null } },
    ok: {
      ...mainCf('smtpd_tls_cert_file = /etc/ssl/mail.pem\nsmtpd_tls_key_file = $smtpd_tls_cert_file\n'),
      facts: { '/etc/ssl/mail.pem': { modifiedMs: 1 } },
    },
    references: [postfixReadme('TLS_README', 'server_cert_key')],
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => FILE.test(name))) {
      if (value.startsWith('/') && context.folder?.view.stat(value) === null) {
        yield { at: entry.valueSpan, message: `"${value}" is not there, so TLS does not work where "${entry.key}" counts` };
      }
    }
  },
);
