import { providerById, providerOf } from '../data/providers.ts';
import type { CauseText } from './causeText.ts';
import { replyText } from './reply.ts';
import type { ProbeCode, RelayPlan, SmtpReply } from './types.ts';

/** What a known reply of a known provider adds to the general text. */
export interface ProviderAdvice {
  readonly provider: string;
  readonly code?: ProbeCode;
  readonly text: Pick<CauseText, 'owner' | 'nextStep'>;
  readonly evidence: string;
}

export interface ReplyCategory {
  readonly code?: ProbeCode;
  readonly meaning: string;
  readonly owner: CauseText['owner'];
  readonly nextStep: string;
}

/** The provider table's reply categories (see ProviderReply) in our own vocabulary. */
export const REPLY_CATEGORIES: Readonly<Record<string, ReplyCategory>> = {
  'auth.account-blocked': {
    code: 'auth/rejected',
    meaning: 'the account is blocked',
    owner: 'provider',
    nextStep: 'Sign in to the account at the provider and clear the block.',
  },
  'auth.app-password': {
    code: 'auth/credentials',
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
    code: 'auth/rejected',
    meaning: 'password sign-in is switched off',
    owner: 'provider',
    nextStep: 'Use OAuth 2.0, or a relay that allows passwords; no password will work here.',
  },
  'auth.disabled': {
    code: 'auth/rejected',
    meaning: 'SMTP sign-in is disabled for the account or the organisation',
    owner: 'provider',
    nextStep: 'Have an administrator enable SMTP AUTH for the mailbox.',
  },
  'auth.ip-not-authorised': {
    code: 'auth/rejected',
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
    code: 'auth/rejected',
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
    code: 'mail/rejected',
    meaning: 'the account may not send as this address',
    owner: 'you',
    nextStep: 'Send from the address of the account, or allow the other one in the account settings.',
  },
  'auth.throttled': {
    code: 'auth/temporary',
    meaning: 'there were too many sign-in attempts',
    owner: 'provider',
    nextStep: 'Stop every program that tries to sign in, wait, and make one clean attempt.',
  },
  'auth.web-login': {
    code: 'auth/rejected',
    meaning: 'it wants a sign-in in the browser first',
    owner: 'provider',
    nextStep: 'Sign in to the account in a browser, confirm the activity, then try again.',
  },
  'limit.account-blocked': {
    code: 'auth/rejected',
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
    code: 'limit/rate',
    meaning: 'the message has too many recipients',
    owner: 'you',
    nextStep: 'Send to fewer recipients per message.',
  },
  'limit.size': {
    code: 'message/rejected',
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
    code: 'mail/rejected',
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
};

/** Which codes a category may replace: the same words in another stage mean something else. */
const REPLACEABLE: Readonly<Record<string, RegExp>> = {
  auth: /^(auth|mail)\//,
  limit: /^(limit|auth|mail|rcpt|message)\//,
  relay: /^(rcpt|mail|auth)\//,
  sender: /^(mail|rcpt|message)\//,
};

/**
 * Why the user name can't be right at this provider, or undefined when it can. A refused sign-in is most often
 * a matter of its form, which no reply says.
 */
export function userNameProblem(plan: RelayPlan, host: string): string | undefined {
  const provider = providerFor(plan, host);
  const { user } = plan;
  if (!provider || user === undefined) return undefined;
  const { type, literal, pattern } = provider.username;
  const fits = pattern ? new RegExp(pattern).test(user) : type === 'literal' ? user === literal : type !== 'email' || user.includes('@');
  if (fits) return undefined;
  const wanted = literal ? `always "${literal}"` : type === 'email' ? 'a full mail address' : (provider.username.hint ?? 'of another form');
  return `the user name is "${plan.password?.shownUser(user) ?? user}", but at ${provider.name} it is ${wanted}`;
}

function providerFor(plan: RelayPlan, host: string) {
  return (plan.provider ? providerById(plan.provider) : undefined) ?? providerOf(host);
}

/** What the provider of this relay means by a reply, or undefined when we don't know it. */
export function providerAdvice(plan: RelayPlan, host: string, reply: SmtpReply, code: ProbeCode): ProviderAdvice | undefined {
  const provider = providerFor(plan, host);
  const text = replyText(reply);
  const known = provider?.replies?.find(({ match }) => new RegExp(match).test(text));
  const category = known && REPLY_CATEGORIES[known.category];
  if (!provider || !known || !category) return undefined;
  const fits = REPLACEABLE[known.category.split('.')[0] ?? '']?.test(code);
  return {
    provider: provider.name,
    ...(category.code && fits ? { code: category.code } : {}),
    text: { owner: category.owner, nextStep: category.nextStep },
    evidence: `from ${provider.name} this reply means: ${known.cause ?? category.meaning}`,
  };
}
