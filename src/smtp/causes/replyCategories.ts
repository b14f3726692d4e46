import type { Owner, ProbeCode } from '../types.ts';

/** What a kind of reply means, at whichever provider. */
export interface ReplyCategory {
  readonly code?: ProbeCode;
  readonly meaning: string;
  readonly owner: Owner;
  readonly nextStep: string;
}

/** The provider table's reply categories (see ProviderReply) in our own vocabulary. */
export const REPLY_CATEGORIES: Readonly<Record<string, ReplyCategory>> = {
  'auth.account-blocked': {
    code: 'account/inactive',
    meaning: 'the account is blocked',
    owner: 'provider',
    nextStep: 'Sign in to the account at the provider and clear the block.',
  },
  'auth.app-password': {
    code: 'auth/secret-kind',
    meaning: 'it wants an app password',
    owner: 'provider',
    nextStep: 'Create an app password in the account settings and use it instead of the account password.',
  },
  'auth.bad-credentials': {
    code: 'auth/credentials',
    meaning: 'user name or password is wrong',
    owner: 'provider',
    nextStep: 'Check the form of the user name and the kind of secret this provider wants. Do not retry in a loop.',
  },
  'auth.basic-disabled': {
    code: 'auth/disabled',
    meaning: 'password sign-in is switched off',
    owner: 'provider',
    nextStep: 'Use OAuth 2.0, or a relay that allows passwords; no password will work here.',
  },
  'auth.disabled': {
    code: 'auth/disabled',
    meaning: 'SMTP sign-in is disabled for the account or the organisation',
    owner: 'provider',
    nextStep: 'Have an administrator enable SMTP AUTH for the mailbox.',
  },
  'auth.ip-not-authorised': {
    code: 'client/not-allowed',
    meaning: 'this address is not on the allow-list of the account',
    owner: 'provider',
    nextStep: 'Add the public address of this machine to the allowed addresses of the account.',
  },
  'auth.mechanism': {
    code: 'auth/no-common-mechanism',
    meaning: 'it wants another sign-in method',
    owner: 'provider',
    nextStep: 'Configure the sign-in method that the provider documents.',
  },
  'auth.policy': {
    code: 'auth/disabled',
    meaning: 'a sign-in policy of the organisation forbids it',
    owner: 'provider',
    nextStep: 'Have an administrator look at security defaults and conditional access for this account.',
  },
  'auth.required': {
    code: 'auth/required',
    meaning: 'a sign-in is needed first',
    owner: 'you',
    nextStep: 'Set user name and password, and switch authentication on.',
  },
  'auth.send-as': {
    code: 'mail/sender-not-allowed',
    meaning: 'the account may not send as this address',
    owner: 'you',
    nextStep: 'Send from the address of the account, or allow the other one in the account settings.',
  },
  'auth.throttled': {
    code: 'auth/throttled',
    meaning: 'there were too many sign-in attempts',
    owner: 'provider',
    nextStep: 'Stop every program that tries to sign in, wait, and make one clean attempt.',
  },
  'auth.web-login': {
    code: 'auth/extra-step',
    meaning: 'it wants a sign-in in the browser first',
    owner: 'provider',
    nextStep: 'Sign in to the account in a browser, confirm the activity, then try again.',
  },
  'limit.account-blocked': {
    code: 'account/inactive',
    meaning: 'the account is blocked for sending too much',
    owner: 'provider',
    nextStep: 'Find out what sent so much, stop it, and have the account unblocked by the provider.',
  },
  'limit.connections': {
    code: 'limit/rate',
    meaning: 'too many connections at a time',
    owner: 'provider',
    nextStep: 'Send over fewer connections, and wait before the next attempt.',
  },
  'limit.daily': {
    code: 'limit/rate',
    meaning: 'the daily limit is used up',
    owner: 'provider',
    nextStep: 'Wait until the limit resets, or choose a plan with a higher one.',
  },
  'limit.rate': { code: 'limit/rate', meaning: 'mail comes too fast', owner: 'provider', nextStep: 'Send more slowly, or raise the limit of the account.' },
  'limit.recipients': {
    code: 'limit/recipients',
    meaning: 'the message has too many recipients',
    owner: 'you',
    nextStep: 'Send to fewer recipients per message.',
  },
  'limit.size': {
    code: 'limit/size',
    meaning: 'the message is too big',
    owner: 'you',
    nextStep: 'Send a smaller message; the SIZE in the reply to EHLO is the limit.',
  },
  'relay.direct-send-blocked': {
    code: 'rcpt/relay-denied',
    meaning: 'the organisation has switched sending without sign-in off',
    owner: 'provider',
    nextStep: 'Sign in on the submission host, or have a connector set up for this machine.',
  },
  'relay.denied': {
    code: 'rcpt/relay-denied',
    meaning: 'it does not relay for this client',
    owner: 'provider',
    nextStep: 'Sign in, or register this sender or address for relaying with the provider.',
  },
  'reputation.ip': {
    code: 'client/blocklisted',
    meaning: 'the address of this machine has a bad name',
    owner: 'network',
    nextStep: 'Send through an authenticated relay instead of from this address, or have the address delisted.',
  },
  'sender.rejected': {
    code: 'mail/rejected',
    meaning: 'the sender is not accepted',
    owner: 'you',
    nextStep: 'Use a sender address that belongs to the account.',
  },
  'sender.unverified': {
    code: 'mail/sender-not-allowed',
    meaning: 'the sender or its domain is not verified',
    owner: 'provider',
    nextStep: 'Verify the sender address or its domain with the provider.',
  },
  'tls.cert': {
    meaning: 'TLS or a certificate is missing on the side of the client',
    owner: 'you',
    nextStep: 'Use TLS as the provider documents it, with a client certificate where it asks for one.',
  },
  'tls.required': {
    meaning: 'it takes mail under TLS only',
    owner: 'you',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  },
  'auth.locked-out': {
    code: 'auth/locked-out',
    meaning: 'the account is locked for a while after failed sign-ins',
    owner: 'provider',
    nextStep: 'Stop every program that signs in with this account, wait, and make one clean attempt.',
  },
  'auth.malformed': {
    code: 'auth/malformed',
    meaning: 'the credentials were not readable',
    owner: 'you',
    nextStep: 'Look for quotes, blanks, line ends and characters outside ASCII in user name and password.',
  },
  'auth.temporary': {
    code: 'auth/temporary',
    meaning: 'the sign-in can not be checked now',
    owner: 'provider',
    nextStep: 'Wait before the next attempt.',
  },
  'policy.content': {
    code: 'message/content',
    meaning: 'the message itself is refused',
    owner: 'you',
    nextStep: 'Look at what the reply names and send another message.',
  },
  'policy.domain': {
    code: 'message/domain-policy',
    meaning: 'SPF, DKIM and DMARC of the sender domain do not stand behind the message',
    owner: 'dns',
    nextStep: 'Add the relay to the SPF record of the sender domain, and have it sign with DKIM for that same domain.',
  },
  'policy.local': {
    meaning: 'a policy of the provider forbids it',
    owner: 'provider',
    nextStep: 'Look at the page that the reply names.',
  },
  'policy.ptr': {
    code: 'client/no-reverse-dns',
    meaning: 'the sending address has no proper host name',
    owner: 'dns',
    nextStep: 'Send through a relay that you sign in to, or have a PTR record set whose name leads back to the address.',
  },
  'policy.virus': { code: 'message/content', meaning: 'a virus was found', owner: 'you', nextStep: 'Clean the message and the machine it comes from.' },
  'protocol.helo': {
    code: 'ehlo/rejected',
    meaning: 'the name in EHLO is not accepted',
    owner: 'you',
    nextStep: 'Set the name that the app says in EHLO to a fully qualified host name.',
  },
  'recipient.restricted': {
    code: 'limit/sandbox',
    meaning: 'the account may only write to certain recipients',
    owner: 'provider',
    nextStep: 'Test with a recipient that the account allows, or verify a domain of your own.',
  },
  'recipient.suppressed': {
    meaning: 'the recipient is on the suppression list: the message is accepted and never sent',
    owner: 'provider',
    nextStep: 'Take the recipient off the suppression list of the account.',
  },
  'recipient.syntax': {
    code: 'rcpt/rejected',
    meaning: 'an address is malformed',
    owner: 'you',
    nextStep: 'Correct sender and recipient.',
  },
  'recipient.unknown': {
    code: 'rcpt/unknown-user',
    meaning: 'there is no such recipient',
    owner: 'you',
    nextStep: 'Test with a recipient that exists.',
  },
  'reputation.tenant': {
    code: 'account/inactive',
    meaning: 'sending is paused for the whole account',
    owner: 'provider',
    nextStep: 'Look at bounces and complaints in the account, and ask the provider to go on.',
  },
  'system.temporary': {
    code: 'limit/temporary',
    meaning: 'the service has trouble of its own',
    owner: 'provider',
    nextStep: 'Try again later.',
  },
};
