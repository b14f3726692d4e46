import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { clientSignsIn, hasValue } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** Sign-in is on and no table holds a password: smtp(8) stops (smtp_sasl_glue.c). */
export const missingPasswordMaps = defineRule<Entry>({
  meta: {
    id: 'auth/missing-password-maps',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['smtp_sasl_auth_enable', 'smtp_sasl_password_maps'],
    title: 'Sign-in without a password table',
    why: 'With smtp_sasl_auth_enable every smtp(8) process needs smtp_sasl_password_maps. Without it the process stops with "specify a password table", and all outgoing mail waits in the queue, whatever its destination.',
    bad: mainCf('relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_tls_security_level = encrypt\n'),
    ok: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = $default_database_type:/etc/postfix/sasl_passwd\n'),
    references: [postfixReadme('SASL_README', 'client_sasl_enable'), postconf5('smtp_sasl_password_maps')],
    fix: 'unsafe',
  },
  *run(context) {
    const found = scopesOf(context, 'smtp').flatMap(({ parameters }) => {
      const { entry } = parameters.get('smtp_sasl_auth_enable');
      const isWithout = parameters.get('smtp_sasl_password_maps').isKnown && !hasValue(parameters, 'smtp_sasl_password_maps');
      return isHere(context, entry) && isWithout && clientSignsIn(parameters) === true ? [{ entry }] : [];
    });
    for (const { entry } of oncePerEntry(found)) yield entry;
  },
  word: ({ key, keySpan }) => ({
    at: keySpan,
    message: `"${key}" is on, but smtp_sasl_password_maps names no table with user and password: Postfix sends nothing`,
  }),
  fixes: (enable, { file, postfix }) =>
    postfix
      ? [
          {
            title: 'Set smtp_sasl_password_maps to hash:/etc/postfix/sasl_passwd',
            safety: 'unsafe',
            edits: [setParameter(file, postfix, 'smtp_sasl_password_maps', 'hash:/etc/postfix/sasl_passwd', enable)],
          },
        ]
      : [],
});
