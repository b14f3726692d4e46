import { splitPostfixList } from '../../discover/postfixList.ts';
import type { Span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isYes } from '../support/postfixClient.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

const NAMES = /^(smtp|lmtp|smtpd)_sasl_(tls_)?security_options$/;

/** Options that let a session count as signed in although nobody has said who it is. */
export const unsafeAnonymous = folderRule(
  {
    id: 'auth/unsafe-anonymous',
    severity: 'warning',
    listens: ['smtpd_sasl_security_options', 'smtpd_sasl_tls_security_options', 'smtp_sasl_security_options', 'smtp_sasl_tls_security_options'],
    title: 'Anonymous sign-in allowed',
    why: 'The list replaces the default, in which "noanonymous" stands. Without it a server may accept the mechanism ANONYMOUS, after which permit_sasl_authenticated lets anybody relay; a client may choose it and is refused later.',
    bad: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_security_options = noplaintext\n'),
    ok: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_security_options = noanonymous, noplaintext\n'),
    references: [postconf5('smtpd_sasl_security_options'), postfixReadme('SASL_README', 'smtpd_sasl_security_options')],
    fix: 'safe',
  },
  function* (context) {
    for (const { entry, value, parameters } of scopedValues(context, (name) => NAMES.test(name))) {
      const program = entry.key.slice(0, entry.key.indexOf('_'));
      const words = splitPostfixList(value).map(({ text }) => text.toLowerCase());
      if (words.includes('noanonymous') || !isYes(parameters.get(`${program}_sasl_auth_enable`).value)) continue;
      yield {
        at: value === '' ? entry.keySpan : entry.valueSpan,
        severity: program === 'smtpd' ? 'warning' : 'information',
        message: `"${entry.key}" without "noanonymous" allows ${program === 'smtpd' ? 'anybody to sign in by the mechanism ANONYMOUS' : 'the mechanism ANONYMOUS in place of user and password'}`,
        fixes:
          value === '' || entry.segments
            ? []
            : [{ title: 'Add noanonymous', safety: 'safe', edits: [{ span: endOf(entry.valueSpan), newText: ',noanonymous' }] }],
      };
    }
  },
);

const endOf = ({ end }: Span): Span => ({ start: end, end });
