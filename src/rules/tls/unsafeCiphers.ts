import { postfixParameter } from '../../data/postfixParameters.ts';
import { mainCf } from '../support/examples.ts';
import type { Statement } from '../support/mainRule.ts';
import { folderRule } from '../support/masterRule.ts';
import type { ScopedValue } from '../support/postfixScopes.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

const GRADE = /^(smtp|lmtp|smtpd)_tls_(mandatory_)?ciphers$/;
const LIST = /^tls_(high|medium|low|export|null)_cipherlist$/;

/** Cipher settings that weaken TLS, or that keep it at the state of the day they were written. */
export const unsafeCiphers = folderRule(
  {
    id: 'tls/unsafe-ciphers',
    severity: 'warning',
    listens: ['smtp_tls_ciphers', 'smtp_tls_mandatory_ciphers', 'smtpd_tls_ciphers', 'tls_high_cipherlist', 'tls_medium_cipherlist'],
    title: 'Weak or hand-made ciphers',
    why: 'The grade "null" encrypts nothing; "low" and "export" allow what can be broken, and mean "medium" since Postfix 3.8. A cipher list made by hand replaces the one that Postfix and OpenSSL keep up to date, and ages.',
    bad: mainCf('smtp_tls_mandatory_ciphers = export\n'),
    ok: mainCf('smtp_tls_mandatory_ciphers = high\nsmtp_tls_ciphers = medium\n'),
    references: [postconf5('smtp_tls_mandatory_ciphers'), postconf5('tls_high_cipherlist'), postfixReadme('TLS_README', 'client_cipher')],
    fix: 'safe',
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => GRADE.test(name) || LIST.test(name))) {
      const statement = GRADE.test(judged.entry.key) ? judgeGrade(judged) : judgeList(judged);
      if (statement) yield statement;
    }
  },
);

function judgeGrade({ entry, value }: ScopedValue): Statement | undefined {
  const grade = value.trim().toLowerCase();
  if (grade !== 'null' && grade !== 'low' && grade !== 'export') return undefined;
  return {
    at: entry.valueSpan,
    severity: grade === 'null' ? 'warning' : 'information',
    message:
      grade === 'null'
        ? `"${entry.key} = ${value}" leaves mail unencrypted under TLS`
        : `grade "${value}" for "${entry.key}" allows weak ciphers before Postfix 3.8 and means "medium" from then on`,
    fixes: [{ title: `Set ${entry.key} to medium`, safety: 'safe', edits: [{ span: entry.valueSpan, newText: 'medium' }] }],
  };
}

function judgeList({ entry, value }: ScopedValue): Statement | undefined {
  // Written out as it is by default, in whichever release.
  if (postfixParameter(entry.key)?.defaults.some((known) => known.value === value.trim())) return undefined;
  return {
    at: entry.keySpan,
    severity: 'information',
    message: `"${entry.key}" replaces the list of ciphers that Postfix keeps up to date. leave it at its default`,
  };
}
