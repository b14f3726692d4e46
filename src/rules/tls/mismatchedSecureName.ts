import { isIpv4 } from '../../discover/postfixHostName.ts';
import { nextHops } from '../../discover/postfixNextHops.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { clientTls, hasValue } from '../support/postfixClient.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** A relay that is found through its MX records, and has to prove the name that was asked for. */
export const mismatchedSecureName = mainRule(
  {
    id: 'tls/mismatched-secure-name',
    severity: 'information',
    listens: ['smtp_tls_security_level', 'smtp_tls_secure_cert_match', 'relayhost'],
    title: 'Certificate of an MX host for the domain',
    why: 'At the level "secure" the certificate has to show the name in relayhost, or a name below it, and not that of the server an MX record leads to. Without brackets the two differ as a rule, and mail is deferred.',
    bad: mainCf('relayhost = example.com\nsmtp_tls_security_level = secure\nsmtp_tls_CApath = /etc/ssl/certs\n'),
    ok: mainCf('relayhost = [smtp.example.com]\nsmtp_tls_security_level = secure\nsmtp_tls_CApath = /etc/ssl/certs\n'),
    references: [postconf5('smtp_tls_secure_cert_match'), postfixReadme('TLS_README', 'client_tls_secure')],
  },
  function* (context) {
    const { postfix, folder } = context;
    if (!folder) return;
    const [scope] = scopesOf(context, 'smtp').filter(({ service }) => !service || service.fields.service.text === 'smtp');
    if (!scope || clientTls(scope.parameters)?.level !== 'secure') return;
    if (scope.parameters.get('smtp_tls_secure_cert_match').entry || hasValue(scope.parameters, 'smtp_tls_policy_maps')) return;
    const seen = new Set<number>();
    for (const { entry, row, span, destination } of nextHops(folder, postfix).hops) {
      const { host, isBracketed, problems } = destination;
      if (entry.key !== 'relayhost' || row || isBracketed || !host || host.isTemplated || problems.length > 0 || isIpv4(host.text) || seen.has(span.start))
        continue;
      seen.add(span.start);
      yield {
        at: span,
        message: `TLS level "secure" expects a certificate for "${host.text}" from the server that its MX record names. write the server in brackets, or set smtp_tls_secure_cert_match`,
      };
    }
  },
);
