import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { hasValue } from '../support/postfixClient.ts';
import { postconf5 } from '../support/references.ts';

const LEGACY = ['cert_file', 'key_file', 'eccert_file', 'eckey_file', 'dcert_file', 'dkey_file'];

/** Certificates in the old parameters, beside a list of chain files. */
export const unusedCertificateFiles = mainRule(
  {
    id: 'server/unused-certificate-files',
    severity: 'information',
    listens: ['smtpd_tls_chain_files', 'smtpd_tls_cert_file', 'smtp_tls_chain_files', 'smtp_tls_cert_file'],
    title: 'Certificate that is not loaded',
    why: 'When a list of chain files is set, Postfix loads keys and certificates from there and ignores the separate parameters. A renewed certificate in the wrong one of the two changes nothing.',
    bad: mainCf('smtpd_tls_chain_files = /etc/postfix/chain.pem\nsmtpd_tls_cert_file = /etc/postfix/cert.pem\n'),
    ok: mainCf('smtpd_tls_chain_files = /etc/postfix/chain.pem\nsmtp_tls_cert_file = /etc/postfix/cert.pem\n'),
    references: [postconf5('smtpd_tls_chain_files')],
  },
  function* ({ postfix }) {
    for (const program of ['smtpd', 'smtp', 'lmtp']) {
      if (!postfix.isSet(`${program}_tls_chain_files`) || !hasValue(postfix, `${program}_tls_chain_files`)) continue;
      for (const suffix of LEGACY) {
        const { entry, value } = postfix.get(`${program}_tls_${suffix}`);
        if (!entry || value === '') continue;
        yield { at: entry.keySpan, message: `"${entry.key}" is ignored, because ${program}_tls_chain_files is set. remove the line`, tag: 'unnecessary' };
      }
    }
  },
);
