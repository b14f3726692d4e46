import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isYes } from '../support/postfixClient.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { quotable } from '../support/postfixText.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** xsasl_client.c, xsasl_server.c: Dovecot's protocol has a server's side only. */
const CLIENT_TYPES = ['cyrus'];
const SERVER_TYPES = ['cyrus', 'dovecot'];

/** A SASL library that Postfix does not have. */
export const unknownSaslType = folderRule(
  {
    id: 'auth/unknown-sasl-type',
    severity: 'error',
    listens: ['smtp_sasl_type', 'smtpd_sasl_type', 'lmtp_sasl_type'],
    title: 'Unknown SASL type',
    why: 'The server signs people in with "cyrus" or "dovecot", the client signs in with "cyrus" only. At another word the program stops with "SASL per-process initialization failed": smtpd(8) drops every connection, smtp(8) sends nothing.',
    bad: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovcot\nsmtpd_sasl_path = private/auth\n'),
    ok: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\nsmtp_sasl_type = cyrus\n'),
    references: [postconf5('smtpd_sasl_type'), postconf5('smtp_sasl_type'), postfixReadme('SASL_README')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value, parameters } of scopedValues(context, (name) => /^(smtp|lmtp|smtpd)_sasl_type$/.test(name))) {
      const program = entry.key.slice(0, entry.key.indexOf('_'));
      const types = program === 'smtpd' ? SERVER_TYPES : CLIENT_TYPES;
      if (types.includes(value)) continue;
      const meant = program === 'smtpd' ? (didYouMean(value.toLowerCase(), types) ?? types.find((type) => type === value.toLowerCase())) : 'cyrus';
      yield {
        at: entry.valueSpan,
        severity: isYes(parameters.get(`${program}_sasl_auth_enable`).value) ? 'error' : 'warning',
        message: `"${quotable(value)}" is no SASL type for "${entry.key}". expected ${oneOf(types)}`,
        fixes: meant ? [{ title: `Set ${entry.key} to ${meant}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: meant }] }] : [],
      };
    }
  },
);
