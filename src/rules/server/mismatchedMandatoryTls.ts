import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isHere, oncePerEntry } from '../support/postfixScopes.ts';
import { postconf5, rfc } from '../support/references.ts';
import { isPort25, publicServers } from '../support/smtpServers.ts';

/** Mandatory TLS where servers from everywhere bring mail. */
export const mismatchedMandatoryTls = folderRule(
  {
    id: 'server/mismatched-mandatory-tls',
    severity: 'warning',
    listens: ['smtpd_tls_security_level', 'smtpd_enforce_tls'],
    title: 'Mandatory TLS on port 25',
    why: 'A server that the MX records of a domain name must not insist on TLS: senders that do not speak it can not deliver, and their mail is lost. Insist on TLS for the submission services only.',
    bad: mainCfAmong('mydestination = example.com\nsmtpd_tls_security_level = encrypt\nsmtpd_tls_chain_files = /etc/postfix/chain.pem\n', {
      'master.cf': 'smtp inet n - y - - smtpd\n',
    }),
    ok: mainCfAmong('mydestination = example.com\nsmtpd_tls_security_level = encrypt\nsmtpd_tls_chain_files = /etc/postfix/chain.pem\n', {
      'master.cf': 'smtp inet n - y - - smtpd -o smtpd_tls_security_level=may\n',
    }),
    references: [rfc(3207, '4'), postconf5('smtpd_tls_security_level')],
    fix: 'unsafe',
  },
  function* (context) {
    const found = publicServers(context).flatMap((scope) => {
      const { entry, value, isKnown } = scope.parameters.get('smtpd_tls_security_level');
      return isPort25(scope) && isKnown && value.toLowerCase() === 'encrypt' && isHere(context, entry) ? [{ entry }] : [];
    });
    for (const { entry } of oncePerEntry(found)) {
      yield {
        at: entry.valueSpan,
        message: `"${entry.key} = ${entry.value}" on port 25 refuses mail from servers without TLS. use "may" there, and "encrypt" for the submission services`,
        fixes: [{ title: `Set ${entry.key} to may`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: 'may' }] }],
      };
    }
  },
);
