import { type Provider, providerById, providerOf } from '../../data/providers.ts';
import { replyText } from '../reply.ts';
import type { Run } from '../run.ts';
import type { ProbeCode, RelayPlan, SmtpReply } from '../types.ts';
import type { CauseText } from './causeText.ts';
import { REPLY_CATEGORIES } from './replyCategories.ts';

/** What a known reply of a known provider adds to the general text, or says in its place. */
export interface ProviderAdvice {
  /** Name of the provider, for people. */
  readonly provider: string;
  readonly id: string;
  /** The code that the reply has at this provider, where another fits better than the general one. */
  readonly code?: ProbeCode;
  /** What it means there, a clause. */
  readonly meaning: string;
  readonly owner: CauseText['owner'];
  /** In order, never empty; the last may lead to the provider's own page. */
  readonly steps: readonly string[];
  /** `likely` where no page of the provider confirms what the reply means. */
  readonly confidence: 'certain' | 'likely';
  readonly evidence: string;
}

/** The stages in which a provider's words count; a banner has other ones. */
const REPLACEABLE = /^(auth|account|client|mail|rcpt|limit|message|ehlo)\//;

/**
 * The provider that a run talks to: the one that the plan names, or that the host, the name in the greeting or the
 * certificate belongs to. A name of one's own for somebody else's server is common, and its greeting tells.
 */
export function providerOfRun({ plan, host, greeting, tls }: Pick<Run, 'plan' | 'host' | 'greeting' | 'tls'>): Provider | undefined {
  const banner = /^[\w.-]+\.[a-z]{2,}/i.exec(greeting?.lines[0]?.trim() ?? '')?.[0];
  const names = [host, ...(banner ? [banner] : []), ...(tls?.trusted ? (tls.chain[0]?.names ?? []) : [])];
  return (plan.provider ? providerById(plan.provider) : undefined) ?? names.map((name) => providerOf(name)).find((provider) => provider !== undefined);
}

/**
 * Why the user name can't be right at this provider, or undefined when it can. A refused sign-in is most often
 * a matter of its form, which no reply says.
 */
export function userNameProblem(plan: RelayPlan, provider: Provider | undefined): string | undefined {
  const { user } = plan;
  if (!provider || user === undefined) return undefined;
  const { type, literal, pattern } = provider.username;
  const fits = pattern ? new RegExp(pattern).test(user) : type === 'literal' ? user === literal : type !== 'email' || user.includes('@');
  if (fits) return undefined;
  const wanted = literal ? `always "${literal}"` : type === 'email' ? 'a full mail address' : (provider.username.hint ?? 'of another form');
  return `the user name is "${plan.password?.shownUser(user) ?? user}", but at ${provider.name} it is ${wanted}`;
}

/** What the provider means by a reply, or undefined when we don't know it. `code` is what the reply is in general. */
export function providerAdvice(provider: Provider | undefined, reply: SmtpReply, code: ProbeCode): ProviderAdvice | undefined {
  const text = replyText(reply);
  const known = provider?.replies?.find(({ match }) => new RegExp(match, 'i').test(text));
  const category = known && REPLY_CATEGORIES[known.category];
  if (!provider || !known || !category) return undefined;
  const meaning = known.cause ?? category.meaning;
  const [page] = provider.docs;
  return {
    provider: provider.name,
    id: provider.id,
    ...(category.code && REPLACEABLE.test(code) ? { code: category.code } : {}),
    meaning,
    owner: category.owner,
    steps: [...(known.steps ?? [category.nextStep]), ...(page ? [`${provider.name} tells more: ${page}`] : [])],
    confidence: known.verified ? 'certain' : 'likely',
    evidence: `from ${provider.name} this reply means: ${meaning}`,
  };
}
