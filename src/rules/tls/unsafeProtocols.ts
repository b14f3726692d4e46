import { compareVersions } from '../../data/versions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5, rfc } from '../support/references.ts';
import { enabledProtocols, readProtocols, TLS_PROTOCOLS } from '../support/tlsProtocols.ts';

/** The first release that takes bounds such as `>=TLSv1.2`. */
const BOUNDS_SINCE = '3.6';

/** A list that shuts out the protocols of today, or lets those from the last century in. */
export const unsafeProtocols = folderRule(
  {
    id: 'tls/unsafe-protocols',
    severity: 'warning',
    listens: ['smtp_tls_protocols', 'smtp_tls_mandatory_protocols', 'smtpd_tls_protocols', 'smtpd_tls_mandatory_protocols'],
    title: 'Outdated TLS protocols',
    why: 'A protocol that is named without an exclamation mark shuts out all that are not named: "TLSv1" alone leaves no TLS 1.2 and 1.3, which most servers insist on. SSL 2 and 3 are broken and forbidden, TLS 1.0 and 1.1 are retired.',
    bad: mainCf('smtp_tls_mandatory_protocols = SSLv3, TLSv1\n'),
    ok: mainCf('smtp_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1\n'),
    references: [postconf5('smtp_tls_mandatory_protocols'), rfc(8996, '2'), rfc(7568, '3')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value } of scopedValues(context, (name) => /_tls_(mandatory_)?protocols$/.test(name))) {
      const items = readProtocols(value);
      const enabled = items.length === 0 ? undefined : enabledProtocols(items);
      if (!enabled) continue;
      const isModern = enabled.some((name) => name === 'TLSv1.2' || name === 'TLSv1.3');
      const isAsked = items.some(({ sign, protocol }) => sign !== '!' && sign !== '<=' && protocol?.startsWith('SSL'));
      if (isModern && !isAsked) continue;
      const hasBounds = compareVersions(context.folder?.version ?? BOUNDS_SINCE, BOUNDS_SINCE) >= 0;
      const safe = hasBounds ? `>=${entry.key.includes('_mandatory_') ? 'TLSv1.2' : 'TLSv1'}` : '!SSLv2,!SSLv3';
      const rest = TLS_PROTOCOLS.filter((name) => enabled.includes(name)).join(', ');
      yield {
        at: entry.valueSpan,
        message: isModern
          ? `"${entry.key}" asks for SSL 2 or 3, which are broken (it allows ${rest})`
          : `"${entry.key}" leaves ${rest || 'no protocol at all'}: TLS 1.2 and 1.3, which servers expect today, are shut out`,
        fixes: [
          {
            title: hasBounds ? `Set ${entry.key} to ${safe}` : 'Leave out SSLv2 and SSLv3 only',
            safety: 'unsafe',
            edits: [{ span: entry.valueSpan, newText: safe }],
          },
        ],
      };
    }
  },
);
