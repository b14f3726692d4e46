import { IMPLICIT_TLS_PORT, SUBMISSION_PORT } from '../../data/ports.ts';
import { providerById } from '../../data/providers.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { clientSignsIn, hasValue, publicRelayhosts } from '../support/postfixClient.ts';
import { insertLines } from '../support/postfixEdit.ts';
import { CLIENT_SASL, isOverridden } from '../support/postfixScopes.ts';
import { postfixReadme, rfc } from '../support/references.ts';

/** What sign-in at a submission server takes, in the order of SASL_README. */
const NEEDED: readonly (readonly [string, string])[] = [
  ['smtp_sasl_auth_enable', 'yes'],
  ['smtp_sasl_password_maps', 'hash:/etc/postfix/sasl_passwd'],
  ['smtp_sasl_tls_security_options', 'noanonymous'],
  ['smtp_tls_security_level', 'encrypt'],
];

/** Ways to be known to a relay without a password: a client certificate, whose parameters these are. */
const CLIENT_CERTIFICATE = ['smtp_tls_chain_files', 'smtp_tls_cert_file', 'smtp_tls_eccert_file', 'smtp_tls_dcert_file'];

/** A submission server as relay, and Postfix does not sign in. */
export const missingSasl = defineRule<RelaySetting>({
  meta: {
    id: 'auth/missing-sasl',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['relayhost', 'smtp_sasl_auth_enable'],
    title: 'Submission relay without sign-in',
    why: 'Ports 587 and 465 are for submission, where a server takes mail from those who sign in. smtp_sasl_auth_enable is "no" by default: the relay answers "authentication required" or "relay access denied".',
    bad: mainCf('relayhost = [smtp.example.com]:587\nsmtp_tls_security_level = encrypt\n'),
    ok: mainCf('relayhost = [smtp-relay.gmail.com]:587\nsmtp_tls_security_level = encrypt\n'),
    references: [rfc(6409, '4.3'), postfixReadme('SASL_README', 'client_sasl_enable')],
    fix: 'unsafe',
  },
  *run(context) {
    const { postfix } = context;
    // A password table without the switch is another rule's finding.
    if (!postfix || clientSignsIn(postfix) !== false || hasValue(postfix, 'smtp_sasl_password_maps') || isOverridden(context, CLIENT_SASL)) return;
    if (CLIENT_CERTIFICATE.some((name) => hasValue(postfix, name))) return;
    for (const relay of publicRelayhosts(context)) {
      const isSubmission = relay.port?.value === SUBMISSION_PORT || relay.port?.value === IMPLICIT_TLS_PORT;
      if (isSubmission && !knowsByAddress(relay)) yield relay;
    }
  },
  word: ({ host, port }, { postfix }) => ({
    at: host!.span,
    message: `"${host!.value}" on port ${port!.value} expects a sign-in, but smtp_sasl_auth_enable is "no"${postfix!.isSet('smtp_sasl_auth_enable') ? '' : ' by default'}`,
  }),
  fixes: ({ host }, { file, postfix }) => [
    {
      title: 'Add sign-in with /etc/postfix/sasl_passwd',
      safety: 'unsafe',
      edits: [...changedLines(postfix!), insertLines(file, host!.entry, missingLines(postfix!))],
    },
  ],
});

/** Relays that know their customers by address, so that no sign-in is due. */
function knowsByAddress({ provider }: RelaySetting): boolean {
  const type = provider === undefined ? undefined : providerById(provider)?.username.type;
  return type === 'none' || type === 'optional-email';
}

function missingLines(main: PostfixMain): string[] {
  return NEEDED.filter(([name]) => !main.isSet(name)).map(([name, value]) => `${name} = ${value}`);
}

function changedLines(main: PostfixMain) {
  const { entry } = main.get('smtp_sasl_auth_enable');
  return entry ? [{ span: entry.valueSpan, newText: 'yes' }] : [];
}
