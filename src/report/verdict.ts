import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { Cause, Owner, RelayPlan, StageEvent, StageName, TlsFacts, TlsVersionAnswer, TrustVerdict } from '../smtp/types.ts';
import { fitnessLines, mechanismsLine } from './fitness.ts';
import type { TestPlace } from './runRecord.ts';
import { stageTitle } from './transcript.ts';

export type Verdict = Extract<StageEvent, { type: 'verdict' }>;

/** The run that led to a verdict. */
export interface VerdictContext {
  readonly plan: RelayPlan;
  /** Every event of the run so far, in order. */
  readonly events: readonly StageEvent[];
  /** Where the test ran, where that is known. */
  readonly place?: TestPlace;
}

/** Who must act, in words. */
export const OWNER_WORDS: Readonly<Record<Owner, string>> = {
  you: 'you, in the configuration',
  network: 'your network or this machine',
  server: "the mail server's administrator",
  dns: 'whoever runs the DNS zone or your DNS resolver',
  provider: 'you, in your account at the mail provider',
};

/**
 * The closing block of a run as plain lines: the one root cause first, then what shows it, what it is not,
 * who must act and how; for a good run, what was agreed on with the server.
 */
export function verdictText(verdict: Verdict, context: VerdictContext): string[] {
  const [headline, ...sections] = blocks(verdict, context);
  const lines = [headline!.title];
  for (const { title, items } of sections) {
    const [only] = items;
    if (items.length === 1) lines.push(`  ${title}: ${only}`);
    else lines.push(`  ${title}:`, ...items.map((item) => `    - ${item}`));
  }
  return lines;
}

/** The same block as CommonMark, safe to paste into an issue. */
export function verdictMarkdown(verdict: Verdict, context: VerdictContext): string {
  const [headline, ...sections] = blocks(verdict, context);
  const parts = [`**${escapeMarkdown(headline!.title)}**`];
  for (const { title, items } of sections) {
    const [only] = items;
    parts.push(items.length === 1 ? `${title}: ${escapeMarkdown(only!)}` : [`${title}:`, '', ...items.map((item) => `- ${escapeMarkdown(item)}`)].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

interface Block {
  readonly title: string;
  readonly items: readonly string[];
}

function blocks(verdict: Verdict, context: VerdictContext): Block[] {
  const headline = { title: `${verdict.ok ? 'OK' : 'FAILED'}: ${verdict.summary}`, items: [] };
  const sections = verdict.cause ? causeBlocks(verdict.cause) : runBlocks(context);
  return [
    headline,
    ...sections,
    ...versionBlocks(context),
    ...placeBlocks(context),
    ...(verdict.notTested.length > 0 ? [{ title: 'Not tested', items: groupReasons(verdict) }] : []),
  ];
}

function causeBlocks(cause: Cause): Block[] {
  const sure = cause.confidence === 'likely' ? ' (likely)' : '';
  return [
    { title: 'Cause', items: [`${cause.code} at the stage ${stageTitle(cause.stage)}${sure}`] },
    ...(cause.evidence.length > 0 ? [{ title: 'Evidence', items: cause.evidence }] : []),
    ...(cause.ruledOut.length > 0 ? [{ title: 'Ruled out', items: cause.ruledOut }] : []),
    { title: 'Who must act', items: [OWNER_WORDS[cause.owner]] },
    { title: cause.nextSteps.length > 1 ? 'Next steps' : 'Next step', items: cause.nextSteps },
    ...(cause.proven ? [{ title: 'Seen to work', items: [cause.proven.evidence] }] : []),
    ...(cause.rule ? [{ title: 'Rule', items: [cause.rule] }] : []),
  ];
}

function runBlocks({ plan, events }: VerdictContext): Block[] {
  const connection = { title: 'Connection', items: [`${plan.host} port ${plan.port}, ${SECURITY_MODE_WORDS[plan.mode]}`] };
  const total = events.reduce((sum, event) => sum + (event.type === 'stage' && 'ms' in event ? event.ms : 0), 0);
  const time = { title: 'Time', items: [`${total} ms`] };
  const isMessage = events.some((event) => event.type === 'stage' && event.stage === 'message');
  if (isMessage) return [connection, { title: 'Next step', items: [`look for it in the mailbox of <${plan.rcptTo}>, the spam folder included`] }, time];
  const facts = events.flatMap((event) => (event.type === 'stage' && 'facts' in event ? [event.facts] : [])).reverse();
  const tls = facts.find((fact) => fact.tls)?.tls;
  const capabilities = facts.find((fact) => fact.capabilities)?.capabilities;
  const mechanism = facts.find((fact) => fact.mechanism)?.mechanism;
  const heard = (stage: StageName) =>
    events.flatMap((event) => (event.type === 'stage' && event.stage === stage && 'facts' in event ? [event.facts.capabilities] : []))[0];
  const methods = mechanismsLine(heard('ehlo'), heard('ehlo-tls'));
  return [
    connection,
    { title: 'Encryption', items: tls ? tlsItems(tls) : ['none, everything travelled in clear text'] },
    { title: 'Sign-in', items: [mechanism ? `${mechanism}${signedInAs(plan)}` : 'none'] },
    { title: 'Envelope', items: [`<${plan.mailFrom}> to <${plan.rcptTo}> accepted; no message was sent`] },
    ...(methods === undefined ? [] : [{ title: 'Sign-in methods offered', items: [methods] }]),
    ...(capabilities ? [{ title: 'Server takes', items: fitnessLines(capabilities) }] : []),
    time,
  ];
}

/** Another place has another network, resolver and clock. */
function placeBlocks({ place }: VerdictContext): Block[] {
  return place ? [{ title: 'Tested on', items: [place.label] }] : [];
}

/** Which TLS versions the server accepts, where the person asked for that. */
function versionBlocks({ events }: VerdictContext): Block[] {
  const answers = events.flatMap((event) => (event.type === 'stage' && 'facts' in event ? (event.facts.tlsVersions ?? []) : []));
  return answers.length > 0 ? [{ title: 'TLS versions', items: answers.map(versionText) }] : [];
}

/** What a server made of one TLS version, in a line. */
export function versionText({ version, offered, cipher, detail }: TlsVersionAnswer): string {
  const isOld = version === 'TLSv1' || version === 'TLSv1.1';
  if (offered) return `${version}: accepted${cipher ? ` (${cipher})` : ''}${isOld ? ', though it is out of date (RFC 8996)' : ''}`;
  return offered === undefined ? `${version}: not known (${detail ?? 'no answer'})` : `${version}: refused${detail ? ` (${detail})` : ''}`;
}

const STORE_WORDS = { node: 'Node.js', system: 'the operating system', file: 'the configured CA file' } as const;

/** What each set of roots says of the certificate, in a line. */
function trustText(trust: readonly TrustVerdict[]): string {
  const words = trust.map(({ store, trusted }) => `${STORE_WORDS[store]} ${trusted === undefined ? 'is not known' : trusted ? 'yes' : 'no'}`);
  return `trusted by: ${words.join(', ')}`;
}

function signedInAs({ user, password }: RelayPlan): string {
  return user === undefined ? '' : ` as "${password?.shownUser(user) ?? user}"`;
}

function tlsItems(tls: TlsFacts): string[] {
  const leaf = tls.chain[0];
  const trust = tls.trusted && tls.nameMatches ? 'trusted' : `not trusted (${tls.problem ?? 'the name does not match'}), accepted because checking is off`;
  return [
    `${tls.protocol}, ${tls.cipher}`,
    ...(leaf ? [`certificate of ${leaf.names[0] ?? leaf.subject}, ${trust}, ${daysLeft(leaf.daysLeft)}`] : []),
    ...(tls.trust?.length ? [trustText(tls.trust)] : []),
  ];
}

/** Days until a certificate ends, in words. */
export function daysLeft(days: number): string {
  if (days < 0) return `expired ${-days} ${-days === 1 ? 'day' : 'days'} ago`;
  return `${days} ${days === 1 ? 'day' : 'days'} left`;
}

/** Stages that were left out for the same reason share a line. */
function groupReasons(verdict: Verdict): string[] {
  const byReason = new Map<string, string[]>();
  for (const { stage, reason } of verdict.notTested) byReason.set(reason, [...(byReason.get(reason) ?? []), stageTitle(stage)]);
  return [...byReason].map(([reason, stages]) => `${stages.join(', ')} (${reason})`);
}

/** Server text must not become a link, an image or HTML in somebody's issue (CommonMark §2.4). */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
}
