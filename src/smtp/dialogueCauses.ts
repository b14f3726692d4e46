import { KNOWN_MECHANISMS } from './auth.ts';
import { type CauseContext, type CauseTexts, where } from './causeText.ts';

const offers = ({ run }: CauseContext) => run.capabilities?.mechanisms.join(', ') || 'none';

/** What went wrong in the dialogue itself: sign-in, sender, recipient, limits, message. */
export const DIALOGUE_CAUSES = {
  'auth/not-offered': (c) => ({
    summary: `credentials are configured, but ${where(c)} offers no sign-in`,
    owner: 'you',
    nextStep: 'Use the submission port (587 or 465), or remove the credentials if this server takes mail by address.',
  }),
  'auth/no-common-mechanism': (c) => ({
    summary: `no sign-in method in common: the server offers ${offers(c)}`,
    owner: 'provider',
    evidence: [`this client knows ${KNOWN_MECHANISMS.join(', ')}`],
    nextStep:
      'A server that only offers XOAUTH2 or OAUTHBEARER wants OAuth 2.0 instead of a password; otherwise its administrator must enable PLAIN or LOGIN under TLS.',
  }),
  'auth/needs-tls': (c) => ({
    summary: `${where(c)} allows sign-in under TLS only`,
    owner: 'you',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  }),
  'auth/clear-text-refused': (c) => ({
    summary: `the password was not sent: the connection to ${where(c)} is not encrypted`,
    owner: 'you',
    evidence: [c.run.capabilities?.startTls ? 'the server offers STARTTLS, but the configuration does not use it' : 'the server offers no STARTTLS'],
    nextStep: 'Use STARTTLS or port 465; only allow sign-in in clear text in a network you trust.',
  }),
  'auth/credentials': (c) => ({
    summary: `${where(c)} does not accept user name and password: ${c.failure.detail}`,
    owner: 'provider',
    nextStep:
      'Check both; many providers want an app password or an SMTP key instead of the account password, and the full address as user name. Do not retry in a loop.',
  }),
  'auth/temporary': (c) => ({
    summary: `${where(c)} can't check the sign-in now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Wait before the next attempt; if it stays so, the administrator must look at the sign-in service behind the mail server.',
  }),
  'auth/required': (c) => ({
    summary: `${where(c)} wants a sign-in first: ${c.failure.detail}`,
    owner: 'you',
    nextStep:
      c.run.plan.user === undefined
        ? 'Set user name and password, and switch authentication on where the app has a switch for it.'
        : 'Check that the account may send over this server.',
  }),
  'auth/rejected': (c) => ({
    summary: `${where(c)} refuses the sign-in: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'The reply names the reason; often password sign-in must be allowed for the account, or replaced by OAuth 2.0.',
  }),
  'mail/rejected': (c) => ({
    summary: `${where(c)} does not accept <${c.run.plan.mailFrom}> as sender: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Use a sender address that belongs to the account, or a domain that is verified with the provider.',
  }),
  'mail/needs-tls': (c) => ({
    summary: `${where(c)} takes mail under TLS only: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  }),
  'rcpt/relay-denied': (c) => ({
    summary: `${where(c)} does not relay mail to <${c.run.plan.rcptTo}> for this client: ${c.failure.detail}`,
    owner: c.run.mechanism === undefined ? 'you' : 'server',
    nextStep:
      c.run.mechanism === undefined
        ? 'Sign in (usually on port 587 or 465), or have the address of this machine added to the networks the server relays for.'
        : 'The sign-in worked, so the server must allow this account to relay; ask its administrator.',
  }),
  'rcpt/rejected': (c) => ({
    summary: `${where(c)} does not accept <${c.run.plan.rcptTo}> as recipient: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Test with a recipient that exists; if this one should, ask the administrator of the recipient’s domain.',
  }),
  'limit/rate': (c) => ({
    summary: `${where(c)} says that a limit is reached: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Wait, send more slowly, or raise the limit of the account; the configuration is not at fault.',
  }),
  'limit/temporary': (c) => ({
    summary: `${where(c)} puts the mail off for now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Try again later: mail servers do so by themselves. Greylisting does this to every new sender.',
  }),
  'protocol/closed': (c) => ({
    summary: `${where(c)} closed the connection in the middle of the dialogue`,
    owner: 'server',
    nextStep: 'Look into the log of the server for the reason; a proxy in between can do this too.',
  }),
  'protocol/timeout': (c) => ({
    summary: `${where(c)} stopped answering (${c.failure.detail})`,
    owner: 'server',
    nextStep: 'Try again; if it stays so, the administrator must look at what the server waits for at this point.',
  }),
  'protocol/unexpected': (c) => ({
    summary: `${where(c)} answered something that does not fit: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Check that this is a mail server and that no proxy changes the dialogue.',
  }),
  'message/rejected': (c) => ({
    summary: `${where(c)} accepts sender and recipient, but not the message: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'The reply names the reason: often the From domain is not verified with the provider, or its SPF, DKIM and DMARC do not fit.',
  }),
  cancelled: (c) => ({
    summary: `the test of ${where(c)} was cancelled`,
    owner: 'you',
    nextStep: 'Start the test again when you like.',
  }),
  internal: (c) => ({
    summary: `the test itself failed: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'This is a fault of Relay Doctor: please report it with the transcript.',
  }),
} satisfies CauseTexts;
