import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';
import { insistsOnTls, serverTlsLevel, switchOf } from '../support/smtpServers.ts';

/** Client certificates are required where TLS is not. */
export const mismatchedClientCertificates = folderRule(
  {
    id: 'server/mismatched-client-certificates',
    severity: 'warning',
    listens: ['smtpd_tls_req_ccert', 'smtpd_tls_ask_ccert', 'smtpd_tls_security_level'],
    title: 'Client certificates without mandatory TLS',
    why: 'smtpd(8) can require a certificate only where it requires TLS. At a weaker level it warns, ignores smtpd_tls_req_ccert and lets everybody in; without any TLS it asks nobody.',
    bad: mainCf('smtpd_tls_security_level = may\nsmtpd_tls_chain_files = /etc/postfix/chain.pem\nsmtpd_tls_req_ccert = yes\n'),
    ok: mainCf('smtpd_tls_security_level = may\nsmtpd_tls_chain_files = /etc/postfix/chain.pem\nsmtpd_tls_ask_ccert = yes\n'),
    references: [postconf5('smtpd_tls_req_ccert'), postconf5('smtpd_tls_ask_ccert')],
  },
  function* (context) {
    const scopes = scopesOf(context, 'smtpd');
    for (const name of ['smtpd_tls_req_ccert', 'smtpd_tls_ask_ccert']) {
      const enough = (level: string) => (name === 'smtpd_tls_req_ccert' ? insistsOnTls(level) : level !== '' && level !== 'none');
      const levels = (entry: unknown) =>
        scopes
          .filter(({ parameters }) => parameters.get(name).entry === entry && switchOf(parameters, name))
          .map(({ parameters }) => serverTlsLevel(parameters));
      const entries = scopes.flatMap(({ parameters }) => {
        const { entry } = parameters.get(name);
        return isHere(context, entry) && switchOf(parameters, name) ? [{ entry }] : [];
      });
      for (const { entry } of oncePerEntry(entries)) {
        // In main.cf it may be meant for the one service that insists on TLS.
        if (levels(entry).some((level) => level === undefined || enough(level))) continue;
        const need = name === 'smtpd_tls_req_ccert' ? 'smtpd_tls_security_level "encrypt"' : 'a TLS level of smtpd(8)';
        yield { at: entry.keySpan, message: `"${entry.key} = ${entry.value}" is ignored without ${need}: nobody has to show a certificate` };
      }
    }
  },
);
