import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { clientSignsIn, clientTls, hasValue, isMandatory } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** A password table that nothing uses, because sign-in is off by default. */
export const unusedPasswordMaps = defineRule<Entry>({
  meta: {
    id: 'auth/unused-password-maps',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['smtp_sasl_password_maps', 'smtp_sasl_auth_enable'],
    title: 'Password table that is never used',
    why: 'smtp_sasl_auth_enable is "no" unless it is set. Without it Postfix never signs in and never looks into the password table; the relay answers "authentication required" or "relay access denied".',
    bad: mainCf('relayhost = [smtp.example.com]:587\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n'),
    ok: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n'),
    references: [postfixReadme('SASL_README', 'client_sasl_enable'), postconf5('smtp_sasl_auth_enable')],
    fix: 'unsafe',
  },
  *run({ postfix, folder }) {
    // A service of master.cf may sign in where the others do not.
    if (folder?.master?.entries.some(({ key }) => key === 'smtp_sasl_auth_enable')) return;
    const maps = postfix?.get('smtp_sasl_password_maps').entry;
    if (postfix && maps && hasValue(postfix, 'smtp_sasl_password_maps') && clientSignsIn(postfix) === false) yield maps;
  },
  word: ({ key, keySpan }, { postfix }) => ({
    at: keySpan,
    message: `"${key}" has no effect: smtp_sasl_auth_enable is "no"${postfix!.isSet('smtp_sasl_auth_enable') ? '' : ' by default'}`,
  }),
  fixes(maps, { file, postfix }) {
    const enable = setParameter(file, postfix!, 'smtp_sasl_auth_enable', 'yes', maps);
    const level = clientTls(postfix!)?.level;
    // Signing in without TLS would be the next mistake.
    const isProtected = level === undefined || isMandatory(level) || hasValue(postfix!, 'smtp_tls_policy_maps');
    if (isProtected) return [{ title: 'Set smtp_sasl_auth_enable to yes', safety: 'unsafe', edits: [enable] }];
    const tls = setParameter(file, postfix!, 'smtp_tls_security_level', 'encrypt', maps);
    const isOnePlace = tls.span.start === enable.span.start;
    const edits = isOnePlace ? [{ span: enable.span, newText: enable.newText + tls.newText }] : [enable, tls];
    return [{ title: 'Set smtp_sasl_auth_enable to yes and smtp_tls_security_level to encrypt', safety: 'unsafe', edits }];
  },
});
