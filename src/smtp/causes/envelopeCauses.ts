import { type CauseContext, type CauseTexts, where } from './causeText.ts';

/** A server that is only the first of two and has lost the second (RFC 3463 §3.5, X.4.1; Dovecot says it in words). */
const NEXT_SERVER_DOWN = /^4\d\d[ -]4\.4\.1\b|\bconnect to relay server\b/i;

const size = ({ run }: CauseContext) => run.capabilities?.size;

/** Why a server does not take sender, recipient or message, though the dialogue works. */
export const ENVELOPE_CAUSES = {
  'mail/rejected': (c) => ({
    summary: `${where(c)} does not accept <${c.run.plan.mailFrom}> as sender: ${c.failure.detail}`,
    owner: 'you',
    part: 'from',
    nextStep: 'Use a sender address that belongs to the account, or a domain that is verified with the provider.',
  }),
  'mail/sender-not-allowed': (c) => ({
    summary: `${where(c)} does not let this client send as <${c.run.plan.mailFrom}>: ${c.failure.detail}`,
    owner: 'you',
    part: 'from',
    nextStep: 'Send from the address of the account that signs in, or from a domain that is verified with the provider.',
    moreSteps: ['If it has to be this address, verify it or its domain with the provider, or have it allowed for the account.'],
  }),
  'mail/needs-tls': (c) => ({
    summary: `${where(c)} takes mail under TLS only: ${c.failure.detail}`,
    owner: 'you',
    part: 'security',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  }),
  'mail/needs-smtputf8': (c) => ({
    summary: `${where(c)} takes no addresses outside ASCII: ${c.failure.detail}`,
    owner: 'you',
    part: 'from',
    nextStep: 'Use an address in ASCII: the domain in its xn-- form, and an alias for the part before the "@".',
    moreSteps: ['Or use a server that announces SMTPUTF8.'],
  }),
  'rcpt/relay-denied': (c) => ({
    summary: `${where(c)} does not relay mail to <${c.run.plan.rcptTo}> for this client: ${c.failure.detail}`,
    owner: c.run.mechanism === undefined ? 'you' : 'server',
    ...(c.run.mechanism === undefined ? { part: 'user' as const } : {}),
    nextStep:
      c.run.mechanism === undefined
        ? 'Sign in (usually on port 587 or 465), or have the address of this machine added to the networks the server relays for.'
        : 'The sign-in worked, so the server must allow this account to relay; ask its administrator.',
    moreSteps:
      c.run.mechanism === undefined
        ? ['Check that the host is the outgoing server of your account and not the MX of a domain: an MX takes mail for its own only.']
        : [],
  }),
  'rcpt/rejected': (c) => ({
    summary: `${where(c)} does not accept <${c.run.plan.rcptTo}> as recipient: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Test with a recipient that exists; if this one should, ask the administrator of the recipient’s domain.',
    moreSteps:
      c.run.mechanism === undefined ? ['Sign in: some servers, OpenSMTPD for one, say this also of every recipient that they would not relay to.'] : [],
  }),
  'rcpt/unknown-user': (c) => ({
    summary: `there is no mailbox <${c.run.plan.rcptTo}>, says ${where(c)}: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Test with a recipient that exists; the relay itself works as far as this.',
  }),
  'rcpt/bad-domain': (c) => ({
    summary: `the domain of <${c.run.plan.rcptTo}> takes no mail, says ${where(c)}: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Correct the domain of the recipient, or test with another one; the relay itself works as far as this.',
    moreSteps: ['If the domain is right, whoever runs its DNS must publish an MX record.'],
  }),
  'client/not-allowed': (c) => ({
    summary: `the account does not allow sending from the address of this machine: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Add the public address of the machine that sends to the list of allowed ones in the account, or switch the list off.',
    moreSteps: ['Where that address changes, as with most cloud platforms, only switching it off helps.'],
  }),
  'client/blocklisted': (c) => ({
    summary: `${where(c)} takes no mail from the address of this machine: ${c.failure.detail}`,
    owner: 'network',
    nextStep: 'Send through a relay that you sign in to (port 587 or 465) instead of from this address.',
    moreSteps: ['If this machine should deliver itself, look the address up at the list that the reply names and ask for its removal.'],
  }),
  'client/no-reverse-dns': (c) => ({
    summary: `${where(c)} finds no proper host name for the address of this machine: ${c.failure.detail}`,
    owner: 'dns',
    nextStep: 'Send through a relay that you sign in to, or have the provider of the address set a PTR record whose name leads back to it.',
  }),
  'limit/rate': (c) => ({
    summary: `${where(c)} says that a limit is reached: ${c.failure.detail}`,
    owner: 'provider',
    evidence: c.failure.reply && c.failure.reply.code >= 500 ? [`the code ${c.failure.reply.code} says for ever, the words say for now`] : [],
    nextStep: 'Wait, send more slowly, or raise the limit of the account; the configuration is not at fault.',
  }),
  'limit/temporary': (c) =>
    NEXT_SERVER_DOWN.test(c.failure.detail)
      ? {
          summary: `${where(c)} can't reach the server behind it: ${c.failure.detail}`,
          owner: 'server',
          nextStep: 'The administrator must start the server that this one hands mail on to, or correct its address (Dovecot: submission_relay_host).',
          moreSteps: ['The configuration tested here is not at fault; mail can be sent again once that server is back.'],
        }
      : {
          summary: `${where(c)} puts the mail off for now: ${c.failure.detail}`,
          owner: 'server',
          nextStep: 'Try again later: mail servers do so by themselves. Greylisting does this to every new sender.',
        },
  'limit/greylisted': (c) => ({
    summary: `${where(c)} puts mail from new senders off for some minutes: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Nothing is wrong: try again in some minutes. A mail server does so by itself; an app that sends directly may not.',
  }),
  'limit/recipients': (c) => ({
    summary: `${where(c)} takes fewer recipients at a time: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Send to fewer recipients per message.',
  }),
  'limit/size': (c) => ({
    summary: `the message is bigger than ${where(c)} takes: ${c.failure.detail}`,
    owner: 'you',
    evidence: size(c) ? [`its limit is ${size(c)} bytes, by the reply to EHLO`] : [],
    nextStep: 'Send a smaller message, or a link in place of the attachment: encoding makes attachments a third bigger.',
  }),
  'limit/sandbox': (c) => ({
    summary: `the account at ${where(c)} is only for trying out: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Test with a recipient that the account allows, or verify a domain of your own and leave the sandbox.',
    moreSteps: ['At such providers an accepted recipient does not yet mean that mail can be sent: they check after the message.'],
  }),
} satisfies CauseTexts;
