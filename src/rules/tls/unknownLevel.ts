import { defineRule } from '../define.ts';
import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import type { JudgedValue } from '../support/judgeable.ts';
import { CLIENT_TLS_LEVELS } from '../support/postfixClient.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { quotable } from '../support/postfixText.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** Words of other programs and everyday language for a level. */
const SYNONYMS: Readonly<Record<string, string>> = {
  required: 'encrypt',
  require: 'encrypt',
  mandatory: 'encrypt',
  enforce: 'encrypt',
  encrypted: 'encrypt',
  starttls: 'encrypt',
  always: 'encrypt',
  opportunistic: 'may',
  optional: 'may',
  yes: 'may',
  on: 'may',
  no: 'none',
  off: 'none',
  never: 'none',
};

const SERVER_LEVELS = ['none', 'may', 'encrypt'];
/** smtpd(8) takes these with a warning and works at `encrypt`. */
const TAKEN_BY_SERVER = new Set(['fingerprint', 'verify', 'secure']);

/** The levels that a program takes: `halfdane` is the name of an inner state, and smtp(8) stops at it. */
function levelsOf(name: string): readonly string[] {
  return /^(smtp|lmtp|tlsproxy_client)_/.test(name) ? CLIENT_TLS_LEVELS : SERVER_LEVELS;
}

function isAccepted({ entry, value }: JudgedValue): boolean {
  const level = value.toLowerCase();
  const levels = levelsOf(entry.key);
  if (level === '' || levels.includes(level)) return true;
  return levels === SERVER_LEVELS && TAKEN_BY_SERVER.has(level) && entry.key === 'smtpd_tls_security_level';
}

/** A TLS level that Postfix does not know (tls_level_lookup in tls_level.c). */
export const unknownLevel = defineRule<JudgedValue>({
  meta: {
    id: 'tls/unknown-level',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['smtp_tls_security_level', 'smtpd_tls_security_level', 'lmtp_tls_security_level'],
    title: 'Unknown TLS level',
    why: 'Postfix takes a TLS level by its name only. At an unknown one each smtp(8) process stops with "invalid tls security level" and all outgoing mail waits; smtpd(8) accepts no connection.',
    bad: mainCf('smtp_tls_security_level = required\n'),
    ok: mainCf('smtp_tls_security_level = Encrypt\nsmtpd_tls_security_level =\n'),
    references: [postconf5('smtp_tls_security_level'), postfixReadme('TLS_README', 'client_tls_levels')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const judged of scopedValues(context, (name) => name.endsWith('_tls_security_level'))) {
      if (!isAccepted(judged)) yield judged;
    }
  },
  word: ({ entry }) => ({
    at: entry.valueSpan,
    message: `unknown TLS level "${quotable(entry.value)}" for "${entry.key}". expected ${oneOf(levelsOf(entry.key))}`,
  }),
  fixes({ entry, value }) {
    const levels = levelsOf(entry.key);
    const level = value.toLowerCase();
    const meant = SYNONYMS[level] ?? didYouMean(level, levels);
    if (!meant || entry.value !== value) return [];
    return [{ title: `Set ${entry.key} to ${meant}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: meant }] }];
  },
});
