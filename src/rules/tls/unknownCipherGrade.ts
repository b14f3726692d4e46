import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { quotable } from '../support/postfixText.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { isTlsListInUse } from '../support/tlsUse.ts';

/** tls_misc.c; "low" and "export" mean medium since 3.8, "null" has no encryption: they are known and not offered. */
const OFFERED = ['high', 'medium'];
const KNOWN = new Set([...OFFERED, 'low', 'export', 'null']);

/** Words of other programs. */
const SYNONYMS: Readonly<Record<string, string>> = { strong: 'high', highest: 'high', normal: 'medium', default: 'medium', weak: 'medium' };

/** A cipher grade that Postfix does not know. */
export const unknownCipherGrade = folderRule(
  {
    id: 'tls/unknown-cipher-grade',
    severity: 'error',
    listens: ['smtp_tls_ciphers', 'smtp_tls_mandatory_ciphers', 'smtpd_tls_ciphers', 'smtpd_tls_mandatory_ciphers'],
    title: 'Unknown cipher grade',
    why: 'These parameters take a grade by its name, no list of ciphers as OpenSSL has them. At another word TLS ends with "invalid cipher grade" and mail is deferred.',
    bad: mainCf('smtp_tls_security_level = encrypt\nsmtp_tls_mandatory_ciphers = strong\n'),
    ok: mainCf('smtp_tls_security_level = encrypt\nsmtp_tls_mandatory_ciphers = High\n'),
    references: [postconf5('smtp_tls_mandatory_ciphers'), postfixReadme('TLS_README', 'client_cipher')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value, parameters } of scopedValues(context, (name) => /^(smtp|lmtp|smtpd)_tls_(mandatory_)?ciphers$/.test(name))) {
      const grade = value.trim().toLowerCase();
      if (grade === '' || KNOWN.has(grade)) continue;
      const meant = SYNONYMS[grade] ?? didYouMean(grade, OFFERED);
      yield {
        at: entry.valueSpan,
        severity: isTlsListInUse(entry.key, parameters) ? 'error' : 'warning',
        message: `"${quotable(value)}" is no cipher grade for "${entry.key}". expected ${oneOf(OFFERED)}`,
        fixes: meant ? [{ title: `Set ${entry.key} to ${meant}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: meant }] }] : [],
      };
    }
  },
);
