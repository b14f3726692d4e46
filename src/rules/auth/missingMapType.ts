import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';

/** A password table without its type: smtp(8) stops with "expecting type:name form" (maps(3), dict_open(3)). */
export const missingMapType = defineRule<Entry>({
  meta: {
    id: 'auth/missing-map-type',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['smtp_sasl_password_maps', 'lmtp_sasl_password_maps'],
    title: 'Password table without a type',
    why: 'A lookup table is "type:name". A bare path has no type, so each smtp(8) process stops, or newer ones defer every message, and no mail leaves.',
    bad: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = /etc/postfix/sasl_passwd\n'),
    ok: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = lmdb:/etc/postfix/sasl_passwd\n'),
    references: [postfixReadme('DATABASE_README', 'types'), postfixReadme('SASL_README', 'client_sasl_enable')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const { entry, value } of scopedValues(context, (name) => /^(smtp|lmtp)_sasl_password_maps$/.test(name))) {
      if (/^[\w./-]+$/.test(value)) yield entry;
    }
  },
  word: ({ key, value, valueSpan }) => ({
    at: valueSpan,
    message: `"${value}" in "${key}" has no table type, so Postfix stops. expected "type:name", for example "hash:${value}"`,
  }),
  fixes: ({ valueSpan: { start } }) =>
    ['hash', 'lmdb'].map((type) => ({
      title: `Read it as a ${type}: table`,
      safety: 'unsafe',
      isPreferred: type === 'hash',
      edits: [{ span: span(start, start), newText: `${type}:` }],
    })),
});
