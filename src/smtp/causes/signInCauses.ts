import { knownMechanisms } from '../sasl/auth.ts';
import { type CauseContext, type CauseTexts, where } from './causeText.ts';

const offers = ({ run }: CauseContext) => run.capabilities?.mechanisms.join(', ') || 'none';

const NO_LOOP = 'Do not retry in a loop: servers lock accounts after a few failures.';

/** What went wrong with the sign-in, or with the account behind it. */
export const SIGN_IN_CAUSES = {
  'auth/not-offered': (c) => ({
    summary: `credentials are configured, but ${where(c)} offers no sign-in`,
    owner: 'you',
    part: 'port',
    nextStep: 'Use the submission port (587 or 465), or remove the credentials if this server takes mail by address.',
    moreSteps: ['If it should offer a sign-in, its administrator must enable it on this port; some servers only do so for hosts they know.'],
  }),
  'auth/no-common-mechanism': (c) => ({
    summary: c.failure.reply
      ? `${where(c)} does not take the sign-in method ${c.run.mechanism ?? ''}: ${c.failure.detail}`.replace(' : ', ': ')
      : `no sign-in method in common: the server offers ${offers(c)}`,
    owner: c.run.plan.mechanism ? 'you' : 'provider',
    part: 'mechanism',
    evidence: [
      c.run.plan.mechanism
        ? `the configuration names ${c.run.plan.mechanism} and no other`
        : `this client knows ${knownMechanisms(c.run.plan.secretKind).join(', ')}`,
    ],
    nextStep: c.run.plan.mechanism
      ? `Name a method that the server offers (${offers(c)}), or let the app choose.`
      : /\b(NTLM|GSSAPI|GSS-SPNEGO)\b/.test(offers(c))
        ? 'NTLM and GSSAPI belong to a Windows domain: have the administrator enable LOGIN or PLAIN under TLS for this port.'
        : 'Have the administrator enable PLAIN or LOGIN under TLS, or use an account and a program for one of the methods on offer.',
  }),
  'auth/oauth-only': (c) => ({
    summary: `${where(c)} takes OAuth 2.0 tokens only: it offers ${offers(c)}`,
    owner: 'provider',
    part: 'mechanism',
    nextStep: 'Configure OAuth 2.0 (XOAUTH2) in the app and get an access token for this account.',
    moreSteps: ['If the app can only use passwords, send through a relay that takes them.'],
  }),
  'auth/needs-tls': (c) => ({
    summary: `${where(c)} allows sign-in under TLS only`,
    owner: 'you',
    part: 'security',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  }),
  'auth/clear-text-refused': (c) => ({
    summary: `the password was not sent: the connection to ${where(c)} is not encrypted`,
    owner: 'you',
    part: 'security',
    evidence: [c.run.capabilities?.startTls ? 'the server offers STARTTLS, but the configuration does not use it' : 'the server offers no STARTTLS'],
    nextStep: 'Use STARTTLS or port 465; only allow sign-in in clear text in a network you trust.',
  }),
  'auth/credentials': (c) => ({
    summary: `${where(c)} does not accept user name and password: ${c.failure.detail}`,
    owner: 'provider',
    part: 'password',
    nextStep: 'Check that user name and password belong together and to this server, and are those for SMTP: often an app password or an SMTP key.',
    moreSteps: ['Check the form of the user name: most servers want the full address, some a fixed word.', NO_LOOP],
  }),
  'auth/secret-kind': (c) => ({
    summary: `${where(c)} wants a secret of another kind: ${c.failure.detail}`,
    owner: 'provider',
    part: 'password',
    nextStep: 'Create the password that the provider makes for SMTP (app password, SMTP key or authorization code) and use it instead.',
    moreSteps: [NO_LOOP],
  }),
  'auth/user-name': (c) => ({
    summary: `${where(c)} refuses the sign-in, and the user name can't be right: ${c.failure.detail}`,
    owner: 'you',
    part: 'user',
    nextStep: 'Correct the user name first, then try once more.',
  }),
  'auth/token': (c) => ({
    summary: `${where(c)} does not accept the access token: ${c.failure.detail}`,
    owner: 'provider',
    part: 'password',
    nextStep: 'Get a new access token: most live for an hour.',
    moreSteps: [
      'Check that it was asked for with the scope for SMTP and for this account (Google "https://mail.google.com/", Microsoft "https://outlook.office.com/SMTP.Send").',
      'Check that the user name is the address of the mailbox that gave its consent.',
    ],
  }),
  'auth/malformed': (c) => ({
    summary: `${where(c)} can't read the credentials: ${c.failure.detail}`,
    owner: 'you',
    part: 'password',
    nextStep: 'Look for quotes, blanks, line ends and characters outside ASCII that slipped into user name or password.',
    moreSteps: ['In a .env file put a password with "#", "$" or blanks into single quotes.', 'Set the password anew, typed and not pasted.'],
  }),
  'auth/extra-step': (c) => ({
    summary: `${where(c)} wants one more step before this account may sign in: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Sign in to the account in a browser and confirm what the provider asks for.',
    moreSteps: ['With two-step verification create an app password and use it instead of the account password.', NO_LOOP],
  }),
  'auth/disabled': (c) => ({
    summary: `sign-in with a password is switched off at ${where(c)} for this account: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Have an administrator enable SMTP sign-in for this mailbox.',
    moreSteps: ['Where passwords have been retired, use OAuth 2.0 or a relay connector; no password will work.'],
  }),
  'auth/throttled': (c) => ({
    summary: `${where(c)} takes no more sign-ins for now: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Stop every program that signs in with this account, wait, and make one clean attempt.',
    moreSteps: ['Let the app keep its connection instead of signing in for each message.'],
  }),
  'auth/locked-out': (c) => ({
    summary: `${where(c)} has locked the account after too many failed sign-ins: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Stop every program that signs in with this account: while it is locked even the right password fails.',
    moreSteps: ['Wait as long as the provider says, or unlock the account in a browser.', 'Then correct the password and make one clean attempt.'],
  }),
  'auth/server-proof': (c) => ({
    summary: `${where(c)} did not prove that it knows the password: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Do not send the password to this server in any other way: check that the name leads to the right machine.',
    moreSteps: ['Have its administrator check the stored SCRAM credentials.'],
  }),
  'auth/temporary': (c) => ({
    summary: `${where(c)} can't check the sign-in now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Wait before the next attempt.',
    moreSteps: ['If it stays so, the administrator must look at the sign-in service behind the mail server (Dovecot, saslauthd, LDAP).'],
  }),
  'auth/required': (c) => ({
    summary: `${where(c)} wants a sign-in first: ${c.failure.detail}`,
    owner: 'you',
    ...(c.run.plan.user === undefined ? { part: 'user' as const } : {}),
    nextStep:
      c.run.plan.user === undefined
        ? 'Set user name and password, and switch authentication on where the app has a switch for it.'
        : 'Check that the account may send over this server.',
    moreSteps:
      c.run.plan.user === undefined && c.run.capabilities?.mechanisms.length === 0 && c.run.capabilities.startTls && !c.run.tls
        ? ['Switch STARTTLS on: this server offers the sign-in only under TLS, and apps leave it out silently.']
        : [],
  }),
  'auth/rejected': (c) => ({
    summary: `${where(c)} refuses the sign-in: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'The reply names the reason; often password sign-in must be allowed for the account, or replaced by OAuth 2.0.',
  }),
  'account/inactive': (c) => ({
    summary: `the account at ${where(c)} may not send: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Look at the state of the account with the provider: activation, payment, complaints.',
    moreSteps: ['Write to its support when the page says nothing; the configuration is not at fault.'],
  }),
} satisfies CauseTexts;
