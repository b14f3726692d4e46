import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { clientTls } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** A DANE level without the DNSSEC answers that it is built on. */
export const missingDnssec = folderRule(
  {
    id: 'tls/missing-dnssec',
    severity: 'warning',
    listens: ['smtp_tls_security_level', 'smtp_dns_support_level', 'smtp_host_lookup'],
    title: 'DANE without DNSSEC',
    why: 'DANE trusts what DNS says of a certificate, so the answers have to be signed, and Postfix asks for that only with "smtp_dns_support_level = dnssec". Else it logs "dane configured with dnssec lookups disabled" and works at the level "may"; with "dane-only" mail is deferred.',
    bad: mainCf('smtp_tls_security_level = dane\n'),
    ok: mainCf('smtp_tls_security_level = dane\nsmtp_dns_support_level = dnssec\n'),
    references: [postconf5('smtp_dns_support_level'), postfixReadme('TLS_README', 'client_tls_dane')],
    fix: 'unsafe',
  },
  function* (context) {
    const found = scopesOf(context, 'smtp').flatMap(({ parameters }) => {
      const tls = clientTls(parameters);
      const entry = tls?.by[0];
      if (!tls?.level.startsWith('dane') || !isHere(context, entry)) return [];
      const support = parameters.get('smtp_dns_support_level');
      const lookup = parameters.get('smtp_host_lookup');
      const isUnsigned = support.isKnown && support.value.toLowerCase() !== 'dnssec';
      const isWithoutDns = lookup.isKnown && lookup.value !== '' && !splitPostfixList(lookup.value).some(({ text }) => text === 'dns');
      return isUnsigned || isWithoutDns ? [{ entry, level: tls.level, isUnsigned, support }] : [];
    });
    const { file, postfix } = context;
    for (const { entry, level, isUnsigned, support } of oncePerEntry(found)) {
      const effect = level === 'dane' ? 'Postfix works at "may" instead' : 'mail is deferred';
      const canFix = postfix && isUnsigned && (!support.entry || isHere(context, support.entry));
      yield {
        at: entry.valueSpan,
        message: isUnsigned
          ? `TLS level "${level}" needs "smtp_dns_support_level = dnssec", else ${effect}`
          : `TLS level "${level}" needs "dns" in smtp_host_lookup, else ${effect}`,
        fixes: canFix
          ? [
              {
                title: 'Set smtp_dns_support_level to dnssec',
                safety: 'unsafe',
                edits: [setParameter(file, postfix, 'smtp_dns_support_level', 'dnssec', entry)],
              },
            ]
          : [],
      };
    }
  },
);
