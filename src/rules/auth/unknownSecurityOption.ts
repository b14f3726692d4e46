import { splitPostfixList } from '../../discover/postfixList.ts';
import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isYes } from '../support/postfixClient.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** xsasl_cyrus_security.c, xsasl_dovecot_server.c. */
const OPTIONS = ['noplaintext', 'noactive', 'nodictionary', 'noanonymous', 'forward_secrecy', 'mutual_auth'];

const NAMES = /^(smtp|lmtp|smtpd)_sasl_(tls_(verified_)?)?security_options$/;

/** A word in a list of SASL security options that no library knows. */
export const unknownSecurityOption = folderRule(
  {
    id: 'auth/unknown-security-option',
    severity: 'error',
    listens: ['smtp_sasl_security_options', 'smtp_sasl_tls_security_options', 'smtpd_sasl_security_options'],
    title: 'Unknown SASL security option',
    why: 'Postfix knows six words that keep kinds of SASL mechanisms out. At any other word the program that signs in stops with "unknown SASL security options value", for each connection anew, and mail waits.',
    bad: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd\nsmtp_sasl_security_options = noanonymus\n'),
    ok: mainCf(
      'smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd\nsmtp_sasl_security_options = noanonymous, noplaintext\n',
    ),
    references: [postconf5('smtp_sasl_security_options'), postfixReadme('SASL_README', 'client_sasl_policy')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => NAMES.test(name))) {
      const { entry, value, parameters } = judged;
      const program = entry.key.slice(0, entry.key.indexOf('_'));
      const isDovecot = program === 'smtpd' && parameters.get('smtpd_sasl_type').value !== 'cyrus';
      for (const item of splitPostfixList(value)) {
        const word = isDovecot ? item.text.toLowerCase() : item.text;
        if (OPTIONS.includes(word)) continue;
        const meant = didYouMean(word.toLowerCase(), OPTIONS, 3) ?? OPTIONS.find((option) => option === word.toLowerCase());
        const at = itemSpan(judged, item);
        yield {
          at,
          severity: isYes(parameters.get(`${program}_sasl_auth_enable`).value) ? 'error' : 'warning',
          message: `unknown SASL security option "${item.text}" in "${entry.key}". expected ${oneOf(OPTIONS)}`,
          fixes: meant && entry.value === value ? [{ title: `Replace it by ${meant}`, safety: 'unsafe', edits: [{ span: at, newText: meant }] }] : [],
        };
      }
    }
  },
);
