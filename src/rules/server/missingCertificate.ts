import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { CLIENT_TLS_LEVELS, hasValue } from '../support/postfixClient.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { insistsOnTls, serverTlsLevel } from '../support/smtpServers.ts';

const CERTIFICATES = ['smtpd_tls_chain_files', 'smtpd_tls_cert_file', 'smtpd_tls_eccert_file', 'smtpd_tls_dcert_file'];
const DECIDING = ['smtpd_tls_security_level', 'smtpd_enforce_tls', 'smtpd_use_tls'];

/** TLS is to be offered, and there is no certificate to offer it with. */
export const missingCertificate = folderRule(
  {
    id: 'server/missing-certificate',
    severity: 'warning',
    listens: ['smtpd_tls_security_level', 'smtpd_tls_cert_file', 'smtpd_tls_chain_files'],
    title: 'TLS without a certificate',
    why: 'Without a certificate smtpd(8) logs "No server certs available. TLS won\'t be enabled" and does not offer STARTTLS. Where it insists on TLS nobody can deliver: every sender is refused with 530.',
    bad: mainCf('smtpd_tls_security_level = may\n'),
    ok: mainCf('smtpd_tls_security_level = may\nsmtpd_tls_cert_file = none\n'),
    references: [postconf5('smtpd_tls_chain_files'), postconf5('smtpd_tls_cert_file'), postfixReadme('TLS_README', 'server_cert_key')],
  },
  function* (context) {
    const found = scopesOf(context, 'smtpd').flatMap(({ parameters, service }) => {
      const level = serverTlsLevel(parameters);
      const decided = DECIDING.map((name) => parameters.get(name)).find(({ entry, value }) => entry && value !== '' && !/^no$/i.test(value));
      // An unknown level is a mistake of its own.
      if (!level || level === 'none' || !CLIENT_TLS_LEVELS.some((known) => known === level) || !isHere(context, decided?.entry)) return [];
      // Where main.cf can't be seen the certificate may stand there.
      const isWithout = CERTIFICATES.every((name) => parameters.get(name).isKnown && !hasValue(parameters, name));
      return isWithout ? [{ entry: decided.entry, isHard: insistsOnTls(level), service }] : [];
    });
    for (const { entry, isHard, service } of oncePerEntry(found)) {
      const where = service ? ` by service "${service.fields.service.text}"` : '';
      const effect = isHard ? `all mail is refused${where}` : `TLS is not offered${where}`;
      yield {
        at: entry.keySpan,
        message: `"${entry.key} = ${entry.value}" without a certificate: ${effect}. name key and certificate in smtpd_tls_chain_files`,
      };
    }
  },
);
