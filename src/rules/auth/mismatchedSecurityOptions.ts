import { providerById } from '../../data/providers.ts';
import { splitPostfixList } from '../../discover/postfixList.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { clientSignsIn, clientTls, isMandatory, publicRelayhosts } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { CLIENT_SASL, CLIENT_TLS, isOverridden } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

interface State {
  readonly host: string;
  /** The setting that forbids plaintext; undefined when the default does. */
  readonly options: Entry | undefined;
  readonly optionsName: string;
  readonly auth: Entry;
  /** What we know of the relay's mechanisms: from its own pages, from hearsay, or nothing. */
  readonly offers: 'only-plaintext' | 'only-plaintext-unverified' | 'unknown';
}

const VERIFIED_OPTIONS = 'smtp_sasl_tls_verified_security_options';

/** Mechanisms that send the password itself, under TLS as a rule; XOAUTH2 needs a plug-in that Postfix does not come with. */
const PLAINTEXT = new Set(['PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER']);

/** "noplaintext" towards a relay that has no other mechanism. */
export const mismatchedSecurityOptions = defineRule<State>({
  meta: {
    id: 'auth/mismatched-security-options',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['smtp_sasl_security_options', 'smtp_sasl_tls_security_options', 'smtp_sasl_auth_enable'],
    title: 'Plaintext mechanisms forbidden',
    why: 'The default "noplaintext, noanonymous" also holds under TLS, because smtp_sasl_tls_security_options takes it over. Public relays offer PLAIN and LOGIN only: sign-in fails with "no mechanism available" and mail is deferred.',
    bad: mainCf(
      'relayhost = [smtp.sendgrid.net]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n',
    ),
    ok: mainCf(
      'relayhost = [smtp.sendgrid.net]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\nsmtp_sasl_tls_security_options = noanonymous\n',
    ),
    references: [postconf5('smtp_sasl_tls_security_options'), postfixReadme('SASL_README', 'client_sasl_policy')],
    fix: 'unsafe',
  },
  *run(context) {
    const { postfix } = context;
    const auth = postfix?.get('smtp_sasl_auth_enable').entry;
    if (!postfix || !auth || clientSignsIn(postfix) !== true || isOverridden(context, [...CLIENT_SASL, ...CLIENT_TLS])) return;
    const optionsName = optionsInUse(postfix);
    const options = postfix.get(optionsName);
    if (!options.isKnown || !splitPostfixList(options.value).some(({ text }) => text === 'noplaintext')) return;
    const [relay] = publicRelayhosts(context);
    if (!relay?.host) return;
    const provider = relay.provider === undefined ? undefined : providerById(relay.provider);
    if (provider?.mechanisms?.some((name) => !PLAINTEXT.has(name))) return;
    const isVerified = provider?.verified.includes('mechanisms');
    const offers = provider?.mechanisms ? (isVerified ? 'only-plaintext' : 'only-plaintext-unverified') : 'unknown';
    yield { host: relay.host.value, options: decidingEntry(postfix, optionsName), optionsName, auth, offers };
  },
  word: ({ host, options, optionsName, auth, offers }) => ({
    at: options ? options.valueSpan : auth.keySpan,
    severity: offers === 'only-plaintext' ? 'error' : 'warning',
    message: `"noplaintext" in ${optionsName}${options ? '' : ', set by default,'} forbids PLAIN and LOGIN, ${offers === 'unknown' ? `and "${host}" may offer nothing else` : `the only mechanisms of "${host}"`}`,
  }),
  fixes({ auth, options }, { file, postfix }) {
    const tls = clientTls(postfix!);
    if (!tls || !isMandatory(tls.level)) return [];
    // The list that is explicit is the one that counts; else the list for TLS, which the stricter ones take over.
    const name = options?.key === VERIFIED_OPTIONS ? VERIFIED_OPTIONS : 'smtp_sasl_tls_security_options';
    return [
      {
        title: `Allow plaintext mechanisms under TLS: ${name} = noanonymous`,
        safety: 'unsafe',
        edits: [setParameter(file, postfix!, name, 'noanonymous', options ?? auth)],
      },
    ];
  },
});

/** Which of the three lists of options counts: by whether TLS is used, and whether the certificate was checked (smtp_sasl_glue.c). */
function optionsInUse(main: PostfixMain): string {
  const level = clientTls(main)?.level;
  if (level === 'verify' || level === 'secure' || level === 'fingerprint' || level === 'dane-only') return VERIFIED_OPTIONS;
  return level === 'none' ? 'smtp_sasl_security_options' : 'smtp_sasl_tls_security_options';
}

/** The setting that the options come from: each list takes over the one before it. */
function decidingEntry(main: PostfixMain, name: string): Entry | undefined {
  const chain = [VERIFIED_OPTIONS, 'smtp_sasl_tls_security_options', 'smtp_sasl_security_options'];
  return chain.slice(chain.indexOf(name)).flatMap((link) => main.get(link).entry ?? [])[0];
}
