import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { clientTls, hasValue } from '../support/postfixClient.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** The level that compares fingerprints, and none to compare with. */
export const missingFingerprint = folderRule(
  {
    id: 'tls/missing-fingerprint',
    severity: 'error',
    listens: ['smtp_tls_security_level', 'smtp_tls_fingerprint_cert_match'],
    title: 'Fingerprint level without fingerprints',
    why: 'At the level "fingerprint" a server is trusted by the digest of its certificate or key alone. With nothing in smtp_tls_fingerprint_cert_match Postfix logs "no fingerprints to match" and defers all mail.',
    bad: mainCf('smtp_tls_security_level = fingerprint\n'),
    ok: mainCf('smtp_tls_security_level = fingerprint\nsmtp_tls_fingerprint_cert_match = 51:e9:af:2e:1e:40:1f:de:64:0a:30:35:2d:09:16:31\n'),
    references: [postconf5('smtp_tls_fingerprint_cert_match'), postfixReadme('TLS_README', 'client_tls_fprint')],
  },
  function* (context) {
    const found = scopesOf(context, 'smtp').flatMap(({ parameters }) => {
      const tls = clientTls(parameters);
      const entry = tls?.by[0];
      if (tls?.level !== 'fingerprint' || !isHere(context, entry) || hasValue(parameters, 'smtp_tls_fingerprint_cert_match')) return [];
      return [{ entry, hasPolicy: hasValue(parameters, 'smtp_tls_policy_maps') }];
    });
    for (const { entry, hasPolicy } of oncePerEntry(found)) {
      const where = hasPolicy ? 'servers without a line of their own in smtp_tls_policy_maps get no mail' : 'all mail is deferred';
      yield {
        at: entry.valueSpan,
        severity: hasPolicy ? 'warning' : 'error',
        message: `TLS level "fingerprint" has nothing to compare with: ${where}. list the servers' fingerprints in smtp_tls_fingerprint_cert_match`,
      };
    }
  },
);
