import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';

/** A level of the SMTP client, for the server. */
export const mismatchedTlsLevel = folderRule(
  {
    id: 'server/mismatched-tls-level',
    severity: 'warning',
    listens: ['smtpd_tls_security_level'],
    title: 'Level of the client for the server',
    why: 'A server does not check the certificate of who connects by its level: "verify", "secure" and "fingerprint" are for smtp(8). smtpd(8) warns and works as at "encrypt".',
    bad: mainCf('smtpd_tls_security_level = verify\nsmtpd_tls_chain_files = /etc/postfix/chain.pem\n'),
    ok: mainCf('smtpd_tls_security_level = encrypt\nsmtp_tls_security_level = verify\nsmtp_tls_CApath = /etc/ssl/certs\n'),
    references: [postconf5('smtpd_tls_security_level'), postconf5('smtpd_tls_req_ccert')],
    fix: 'safe',
  },
  function* (context) {
    for (const { entry, value } of scopedValues(context, (name) => name === 'smtpd_tls_security_level')) {
      if (!/^(verify|secure|fingerprint)$/i.test(value)) continue;
      yield {
        at: entry.valueSpan,
        message: `TLS level "${value}" is for the client. smtpd(8) takes it for "encrypt"; client certificates are asked for by smtpd_tls_req_ccert`,
        fixes: [{ title: `Set ${entry.key} to encrypt`, safety: 'safe', edits: [{ span: entry.valueSpan, newText: 'encrypt' }] }],
      };
    }
  },
);
