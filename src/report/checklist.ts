import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { Capabilities, Cause, CertificateFacts, ProbeCode, StageName, TlsFacts } from '../smtp/types.ts';
import { fitnessLines } from './fitness.ts';
import { heloDoubt, senderDoubt, serverNames } from './identity.ts';
import { type RecordFacts, recordFacts } from './recordFacts.ts';
import type { RecordedRelay, RunRecord } from './runRecord.ts';
import { reasonText } from './transcript.ts';
import { daysLeft } from './verdict.ts';

export type StepId = 'connect' | 'tls' | 'sign-in' | 'envelope' | 'identity';

/** `not-tested`: the run did not get so far. `not-asked`: the configuration does not ask for it. */
export type StepState = 'ok' | 'warning' | 'failed' | 'not-tested' | 'not-asked';

export interface ChecklistStep {
  readonly id: StepId;
  readonly title: string;
  readonly state: StepState;
  /** One line. */
  readonly text: string;
  /** What it rests on, one line each. */
  readonly details: readonly string[];
}

export const STEP_TITLES: Readonly<Record<StepId, string>> = {
  connect: 'Connect',
  tls: 'TLS',
  'sign-in': 'Sign-in',
  envelope: 'Envelope and limits',
  identity: 'Identity',
};

/** A state in words. */
export const STATE_WORDS: Readonly<Record<StepState, string>> = {
  ok: 'OK',
  warning: 'warning',
  failed: 'failed',
  'not-tested': 'not tested',
  'not-asked': 'not asked for',
};

/** Renewals happen weeks before the end; what is left after that is a forgotten one. */
const SOON_DAYS = 14;
/** What servers with a delay on purpose take, and people take for a fault (RFC 5321 §4.5.3.2.1 allows minutes). */
const SLOW_GREETING_MS = 5_000;

type Judged = Omit<ChecklistStep, 'id' | 'title'>;

/** The five steps of a run in the order in which mail depends on them. At most one has failed: that of the root cause. */
export function checklistOf(record: RunRecord): readonly ChecklistStep[] {
  const facts = recordFacts(record);
  const { cause } = record.verdict;
  const failed = cause && stepOf(cause);
  return STEPS.map(([id, judge]) => {
    const judged = judge(record, facts);
    const title = STEP_TITLES[id];
    if (cause && failed === id) return { id, title, state: 'failed', text: cause.summary, details: [...new Set([...cause.evidence, ...judged.details])] };
    return { id, title, ...judged, ...(judged.state === 'not-tested' ? { text: whyNot(record, id, judged.text) } : {}) };
  });
}

/** Why a step is open: a run that ended in it for a reason that lies elsewhere, or a message, which is one step to us. */
function whyNot({ stages, verdict: { cause } }: RunRecord, id: StepId, otherwise: string): string {
  const failed = cause && stepOf(cause);
  if (failed && failed !== id && BY_STAGE[cause.stage] === id) return `see "${STEP_TITLES[failed]}"`;
  return stages.some(({ stage }) => stage === 'message') ? 'a test message tells nothing about this step by itself' : otherwise;
}

const BY_STAGE: Readonly<Record<StageName, StepId>> = {
  resolve: 'connect',
  connect: 'connect',
  greeting: 'connect',
  ehlo: 'connect',
  starttls: 'tls',
  tls: 'tls',
  'ehlo-tls': 'tls',
  auth: 'sign-in',
  'mail-from': 'envelope',
  'rcpt-to': 'envelope',
  message: 'envelope',
  quit: 'envelope',
  'tls-versions': 'tls',
};

/** Codes whose fault lies in another step than the one that it showed in. */
const BY_CODE: Partial<Record<ProbeCode, StepId>> = {
  'greeting/tls-expected': 'tls',
  'ehlo/rejected': 'identity',
  'auth/needs-tls': 'tls',
  'mail/needs-tls': 'tls',
  'tls/client-certificate': 'tls',
  'auth/required': 'sign-in',
  'limit/rate': 'envelope',
  'limit/temporary': 'envelope',
  'account/inactive': 'sign-in',
  'client/blocklisted': 'identity',
  'client/no-reverse-dns': 'identity',
  'message/domain-policy': 'identity',
};

/** The step that a root cause belongs to; undefined when it says nothing about the relay. */
export function stepOf({ code, stage }: Pick<Cause, 'code' | 'stage'>): StepId | undefined {
  return code === 'cancelled' || code === 'internal' ? undefined : (BY_CODE[code] ?? BY_STAGE[stage]);
}

const STEPS: readonly (readonly [StepId, (record: RunRecord, facts: RecordFacts) => Judged])[] = [
  ['connect', connectStep],
  ['tls', tlsStep],
  ['sign-in', signInStep],
  ['envelope', envelopeStep],
  ['identity', identityStep],
];

function connectStep({ relay }: RunRecord, { stage, address, greeting }: RecordFacts): Judged {
  const { addresses = [], exchange } = stage('resolve')?.facts ?? {};
  const attempts = stage('connect')?.facts?.attempts ?? [];
  const bad = attempts.filter(({ ok }) => !ok);
  const slowMs = stage('greeting')?.state === 'passed' ? (stage('greeting')?.ms ?? 0) : 0;
  const details = [
    ...(exchange ? [`the mail exchanger of ${relay.host} is ${exchange}`] : []),
    ...(addresses.length > 0 ? [`${exchange ?? relay.host} has ${addresses.length === 1 ? 'the address' : 'the addresses'} ${addresses.join(', ')}`] : []),
    ...attempts.map((one) => `${one.address}: ${one.ok ? 'connected' : (one.code ?? 'failed')} after ${one.ms} ms`),
    ...(greeting ? [`greeting: ${greeting.code} ${greeting.lines[0] ?? ''}`.trim()] : []),
  ];
  if (address === undefined) return notTested(stage('connect')?.reason, details);
  const doubts = [
    ...(bad.length > 0 ? [`${bad.map((one) => one.address).join(', ')} did not answer`] : []),
    ...(slowMs > SLOW_GREETING_MS ? [`the greeting took ${slowMs} ms`] : []),
  ];
  return judged(`${address} answers on port ${relay.port}`, doubts, details);
}

function tlsStep({ relay }: RunRecord, { stage, tls, capabilities }: RecordFacts): Judged {
  const tlsStage = stage('tls');
  if (tls && tlsStage?.state === 'passed') {
    const dropped = tlsStage.facts?.droppedBytes ?? 0;
    const doubts = [...tlsDoubts(tls), ...(dropped > 0 ? [`${dropped} bytes came in clear text before TLS and were dropped`] : [])];
    return judged(`${tls.protocol}${doubts.length > 0 ? '' : ', certificate valid'}`, doubts, tlsDetails(tls));
  }
  const details = tls ? tlsDetails(tls) : [];
  if (relay.security === 'none') {
    const offered = capabilities?.startTls ? ['the server offers STARTTLS, but the configuration does not use it'] : [];
    return { state: 'not-asked', text: 'no TLS: everything travels in clear text', details: offered };
  }
  if (stage('starttls')?.state === 'absent')
    return { state: 'warning', text: 'the server offers no STARTTLS, so everything travelled in clear text', details: [SECURITY_MODE_WORDS[relay.security]] };
  return notTested(tlsStage?.reason, details);
}

function tlsDoubts(tls: TlsFacts): string[] {
  const [leaf] = tls.chain;
  // A CA file that leads to the certificate is named because the other sets do not: that they don't is no doubt.
  const isByFile = tls.trust?.some(({ store, trusted }) => store === 'file' && trusted) ?? false;
  const others = isByFile ? [] : (tls.trust ?? []).filter(({ trusted }) => trusted === !tls.trusted);
  return [
    ...(tls.trusted ? [] : [`the certificate is not trusted${tls.problem ? ` (${tls.problem})` : ''}, but checking is off`]),
    ...(tls.nameMatches ? [] : ['the certificate is for another name']),
    ...(tls.trusted && leaf && leaf.daysLeft <= SOON_DAYS ? [`the certificate ends soon: ${daysLeft(leaf.daysLeft)}`] : []),
    ...others.map(({ store }) => `${STORE_WORDS[store]} ${tls.trusted ? 'do not trust it' : 'trust it'}`),
  ];
}

const STORE_WORDS = { node: "Node's own roots", system: "the operating system's roots", file: 'the roots of the configured CA file' } as const;

function tlsDetails(tls: TlsFacts): string[] {
  return [
    tls.cipher,
    ...tls.chain.map(certificateText),
    ...(tls.trust ?? []).map(({ store, trusted, problem }) => {
      const words = trusted === undefined ? 'can not be asked here' : trusted ? 'trust it' : 'do not trust it';
      return `${STORE_WORDS[store]} ${words}${problem ? ` (${problem})` : ''}`;
    }),
  ];
}

function certificateText({ subject, names, issuer, validTo, daysLeft: days }: CertificateFacts): string {
  return `certificate of ${names[0] ?? subject}, issued by ${issuer}, until ${validTo.slice(0, 10)} (${daysLeft(days)})`;
}

function signInStep({ relay }: RunRecord, { stage, tls, mechanism, capabilities }: RecordFacts): Judged {
  const auth = stage('auth');
  const details = capabilities ? [`offered: ${capabilities.mechanisms.join(', ') || 'no sign-in'}`] : [];
  if (auth?.state === 'passed')
    return judged(
      `signed in${relay.user === undefined ? '' : ` as "${relay.user}"`}${mechanism ? ` with ${mechanism}` : ''}`,
      tls ? [] : ['the connection was not encrypted'],
      details,
    );
  if (relay.user === undefined) return { state: 'not-asked', text: 'no credentials are configured', details };
  return notTested(auth?.reason, details);
}

function envelopeStep({ relay }: RunRecord, { stage, capabilities }: RecordFacts): Judged {
  const accepted = (['mail-from', 'rcpt-to'] as const).filter((name) => stage(name)?.state === 'passed');
  const words = { 'mail-from': `sender <${relay.mailFrom}> accepted`, 'rcpt-to': `recipient <${relay.rcptTo}> accepted` };
  const details = [...accepted.map((name) => words[name]), ...(capabilities ? limitsOf(capabilities) : [])];
  if (stage('message')?.state === 'passed') return { state: 'ok', text: `the server took a test message for <${relay.rcptTo}>`, details };
  if (accepted.length === 2) return { state: 'ok', text: `<${relay.mailFrom}> may send to <${relay.rcptTo}>; no message was sent`, details };
  return notTested(stage('rcpt-to')?.reason ?? stage('message')?.reason, details);
}

/** What the server says about how much it takes: SIZE (RFC 1870) and LIMITS (RFC 9422). */
function limitsOf(capabilities: Capabilities): string[] {
  const { extensions } = capabilities;
  const limits = new Map((extensions.LIMITS ?? []).map((limit) => limit.toUpperCase().split('=') as [string, string | undefined]));
  const limit = (name: string, words: (count: string) => string) => (limits.get(name) ? [words(limits.get(name)!)] : []);
  return [
    ...fitnessLines(capabilities),
    ...limit('RCPTMAX', (count) => `up to ${count} recipients per message`),
    ...limit('MAILMAX', (count) => `up to ${count} messages per connection`),
  ];
}

/** DNS records say more about who may send as whom; a run does not ask for them, so nothing is said about them. */
function identityStep({ relay, stages }: RunRecord, facts: RecordFacts): Judged {
  const details = [...identityDetails(relay), ...serverNames(facts)];
  const hello = stages.find(({ stage }) => stage === 'ehlo');
  if (hello?.state !== 'passed') return notTested(hello?.reason, details);
  const doubts = [heloDoubt(relay), senderDoubt(relay)].flatMap((doubt) => doubt ?? []);
  return judged(`the server takes "${relay.heloName}" as name of this client`, doubts, details);
}

function identityDetails({ heloName, mailFrom }: RecordedRelay): string[] {
  const sender = mailFrom === '' ? 'the null sender <>, as notifications have' : `sender <${mailFrom}>`;
  return [`HELO name ${heloName}`, mailFrom === `postmaster@${heloName}` ? `${sender}, as the setting names none` : sender];
}

function judged(text: string, doubts: readonly string[], details: readonly string[]): Judged {
  return doubts.length > 0 ? { state: 'warning', text: `${text}; but ${doubts.join(', and ')}`, details } : { state: 'ok', text, details };
}

function notTested(reason: string | undefined, details: readonly string[]): Judged {
  return { state: 'not-tested', text: reason === undefined ? 'the run did not get so far' : reasonText(reason), details };
}
