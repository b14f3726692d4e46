import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';
import { readProtocols, TLS_PROTOCOLS } from '../support/tlsProtocols.ts';
import { isTlsListInUse } from '../support/tlsUse.ts';

/** A word in a list of TLS protocols that Postfix does not know (tls_proto_mask_lims in tls_misc.c). */
export const unknownProtocol = folderRule(
  {
    id: 'tls/unknown-protocol',
    severity: 'error',
    listens: ['smtp_tls_protocols', 'smtp_tls_mandatory_protocols', 'smtpd_tls_protocols', 'smtpd_tls_mandatory_protocols'],
    title: 'Unknown TLS protocol',
    why: 'Postfix reads the list at the first TLS connection, not when it starts. At a word it does not know it gives up with "Invalid TLS protocol list", and mail is deferred even where TLS is optional.',
    bad: mainCf('smtp_tls_security_level = may\nsmtp_tls_protocols = !SSLv2, !SSL3\n'),
    ok: mainCf('smtp_tls_security_level = may\nsmtp_tls_protocols = !sslv2 !SSLv3, >=0x0302\n'),
    references: [postconf5('smtp_tls_protocols'), postfixReadme('TLS_README', 'client_cipher')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => /_tls_(mandatory_)?protocols$/.test(name))) {
      const { entry, value, parameters } = judged;
      for (const { word, wordSpan, isUnknown } of readProtocols(value)) {
        if (!isUnknown) continue;
        const meant = nearestProtocol(word);
        const at = itemSpan(judged, wordSpan);
        yield {
          at,
          severity: isTlsListInUse(entry.key, parameters) ? 'error' : 'warning',
          message: `unknown TLS protocol "${word}" in "${entry.key}". expected ${oneOf(TLS_PROTOCOLS)}`,
          fixes: meant && entry.value === value ? [{ title: `Replace it by ${meant}`, safety: 'unsafe', edits: [{ span: at, newText: meant }] }] : [],
        };
      }
    }
  },
);

/** `SSL3`, `TLS1.2`, `TLS_v1_2` and `TLSv1.0` are read for what they say. */
function nearestProtocol(word: string): string | undefined {
  const [, family, version] = /^(ssl|tls)[-_ ]?v?[-_ ]?([0-9._]+)$/i.exec(word) ?? [];
  const name = family && `${family.toUpperCase()}v${version!.replaceAll('_', '.').replace(/\.0$/, '')}`;
  return TLS_PROTOCOLS.find((known) => known === name) ?? didYouMean(word, TLS_PROTOCOLS, 1);
}
