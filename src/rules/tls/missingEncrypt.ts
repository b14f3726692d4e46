import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { CLIENT_TLS_LEVELS, clientSignsIn, clientTls, hasValue, isMandatory, publicRelayhosts, relayhosts } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { CLIENT_SASL, CLIENT_TLS, isOverridden } from '../support/postfixScopes.ts';
import { postfixReadme, rfc } from '../support/references.ts';

interface State {
  readonly level: string;
  /** The setting that decides the level, else the one that switches sign-in on. */
  readonly entry: Entry;
  readonly isDefault: boolean;
  readonly auth: Entry;
  /** All outgoing mail goes to relays that the file names, so that no other server is concerned. */
  readonly hasRelay: boolean;
}

/** Postfix signs in at the relay, but may do so without TLS. */
export const missingEncrypt = defineRule<State>({
  meta: {
    id: 'tls/missing-encrypt',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['smtp_sasl_auth_enable', 'smtp_tls_security_level'],
    title: 'Sign-in without mandatory TLS',
    why: 'Without TLS most relays offer no sign-in at all: Postfix then sends unauthenticated, logs nothing about it, and is refused with 530 or "relay access denied". At the level "may" an attacker on the way can strip STARTTLS, and with it the protection of the password.',
    bad: mainCf('relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n'),
    ok: mainCf(
      'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n',
    ),
    references: [postfixReadme('TLS_README', 'client_tls_encrypt'), rfc(8314, '4.1'), rfc(4954, '4')],
    fix: 'unsafe',
  },
  *run(context) {
    const { postfix } = context;
    const auth = postfix?.get('smtp_sasl_auth_enable').entry;
    if (!postfix || !auth || clientSignsIn(postfix) !== true || hasValue(postfix, 'smtp_tls_policy_maps')) return;
    if (isOverridden(context, [...CLIENT_SASL, ...CLIENT_TLS, 'smtp_tls_policy_maps'])) return;
    // Wrapper mode insists on a level of its own; that mistake has its own finding.
    if (hasValue(postfix, 'smtp_tls_wrappermode') && /^yes$/i.test(postfix.get('smtp_tls_wrappermode').value)) return;
    const tls = clientTls(postfix);
    const isWeak = tls && (CLIENT_TLS_LEVELS as readonly string[]).includes(tls.level) && !isMandatory(tls.level);
    const hasRelay = relayhosts(context).length > 0;
    if (!isWeak || (hasRelay && publicRelayhosts(context).length === 0)) return;
    yield { level: tls.level, entry: tls.by[0] ?? auth, isDefault: tls.by.length === 0, auth, hasRelay };
  },
  word: ({ level, entry, isDefault, auth, hasRelay }) => ({
    at: isDefault ? auth.keySpan : entry.valueSpan.start === entry.valueSpan.end ? entry.keySpan : entry.valueSpan,
    severity: level === 'none' && hasRelay ? 'error' : 'warning',
    message:
      level === 'none'
        ? `${isDefault ? 'smtp_tls_security_level is not set' : `"${entry.key}" switches TLS off`}, but Postfix is to sign in: relays offer that under TLS only`
        : `"${entry.key} = ${entry.value}" lets Postfix go on without TLS, also when it signs in. use "encrypt" or stronger`,
    related: isDefault || entry === auth ? [] : [{ span: auth.keySpan, message: 'sign-in is switched on here' }],
  }),
  fixes: ({ entry, hasRelay, auth }, { file, postfix }) => [
    {
      title: 'Set smtp_tls_security_level to encrypt',
      safety: hasRelay ? 'safe' : 'unsafe',
      edits: [setParameter(file, postfix!, 'smtp_tls_security_level', 'encrypt', entry === auth ? auth : entry)],
    },
  ],
});
