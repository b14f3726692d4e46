import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { Capabilities, TlsFacts } from '../smtp/types.ts';
import { type History, lastGoodRun } from './history.ts';
import { type RecordFacts, recordFacts } from './recordFacts.ts';
import type { RecordedRelay, RunRecord } from './runRecord.ts';
import { stageTitle } from './transcript.ts';

export type ChangeKind = 'verdict' | 'setting' | 'place' | 'stage' | 'certificate' | 'tls' | 'mechanism' | 'capability' | 'address' | 'banner' | 'timing';

/** One thing that is different between two runs. */
export interface Change {
  readonly kind: ChangeKind;
  /** One line. */
  readonly text: string;
}

/** Times vary by themselves: only more than this factor, and more than this many milliseconds, is a change. */
const SLOWER_FACTOR = 3;
const SLOWER_MS = 500;

/**
 * What is different in the later of two runs, the most telling first. What one of them did not get to is not
 * compared: not to have seen something does not mean that it is gone.
 */
export function compareRuns(before: RunRecord, after: RunRecord): readonly Change[] {
  const old = recordFacts(before);
  const now = recordFacts(after);
  return [
    ...changes('verdict', verdictChanges(before, after)),
    ...changes('setting', settingChanges(before.relay, after.relay)),
    ...changes('place', before.place.label === after.place.label ? [] : [`tested from ${after.place.label}, before from ${before.place.label}`]),
    ...changes('stage', stageChanges(before, now)),
    ...changes('certificate', old.tls && now.tls ? certificateChanges(old.tls, now.tls) : []),
    ...changes('tls', old.tls && now.tls ? tlsChanges(old.tls, now.tls) : []),
    ...changes('mechanism', capabilityPair(old, now, mechanismChanges)),
    ...changes('capability', capabilityPair(old, now, extensionChanges)),
    ...changes('address', addressChanges(old, now)),
    ...changes('banner', bannerChanges(old, now)),
    ...changes('timing', timingChanges(before, now)),
  ];
}

/** The last good run of the same relay and what has changed since; undefined when there is none, or when this one is good itself. */
export function sinceItWorked(history: History, record: RunRecord): { readonly last: RunRecord; readonly changes: readonly Change[] } | undefined {
  const last = record.verdict.ok ? undefined : lastGoodRun(history, record);
  return last && { last, changes: compareRuns(last, record) };
}

function changes(kind: ChangeKind, texts: readonly string[]): Change[] {
  return texts.map((text) => ({ kind, text }));
}

function verdictChanges({ verdict: before }: RunRecord, { verdict: after }: RunRecord): string[] {
  if (before.ok && after.ok) return [];
  if (after.ok) return [`it works now; before: ${before.summary}`];
  if (before.ok) return [`it worked before; now: ${after.summary}`];
  return before.cause?.code === after.cause?.code ? [] : [`it fails for another reason: ${after.summary}; before: ${before.summary}`];
}

function settingChanges(before: RecordedRelay, after: RecordedRelay): string[] {
  const fields: readonly (readonly [string, (relay: RecordedRelay) => string])[] = [
    ['host', ({ host }) => `"${host}"`],
    ['port', ({ port }) => String(port)],
    ['mode', ({ security }) => SECURITY_MODE_WORDS[security]],
    ['user name', ({ user }) => (user === undefined ? 'none' : `"${user}"`)],
    ['check of certificates', ({ verifyCertificate }) => (verifyCertificate ? 'on' : 'off')],
    ['sender', ({ mailFrom }) => `<${mailFrom}>`],
    ['recipient', ({ rcptTo }) => `<${rcptTo}>`],
    ['HELO name', ({ heloName }) => `"${heloName}"`],
  ];
  return fields.flatMap(([name, read]) => (read(before) === read(after) ? [] : [`${name}: ${read(after)}, was ${read(before)}`]));
}

const STATE_NOW = { passed: 'passes', failed: 'fails', absent: 'is not offered' } as const;
const STATE_BEFORE = { passed: 'passed', failed: 'failed', absent: 'was not offered' } as const;

function stageChanges({ stages }: RunRecord, now: RecordFacts): string[] {
  return stages.flatMap(({ stage, state }) => {
    const later = now.stage(stage)?.state;
    if (later === undefined || later === state || later === 'skipped' || state === 'skipped') return [];
    return [`${stageTitle(stage)} ${STATE_NOW[later]}, before it ${STATE_BEFORE[state]}`];
  });
}

function certificateChanges(before: TlsFacts, after: TlsFacts): string[] {
  const [old] = before.chain;
  const [now] = after.chain;
  const isOther = old !== undefined && now !== undefined && old.fingerprint256 !== now.fingerprint256;
  return [
    ...(before.trusted === after.trusted
      ? []
      : [after.trusted ? 'the certificate is trusted now' : `the certificate is no longer trusted${after.problem ? ` (${after.problem})` : ''}`]),
    ...(before.nameMatches === after.nameMatches ? [] : [after.nameMatches ? 'the certificate fits the name now' : 'the certificate no longer fits the name']),
    ...(isOther ? [`another certificate: until ${now.validTo.slice(0, 10)}, was until ${old.validTo.slice(0, 10)}`] : []),
    ...(isOther && old.issuer !== now.issuer ? [`issued by ${now.issuer}, was by ${old.issuer}`] : []),
    ...(isOther ? listChanges('names in the certificate', old.names, now.names) : []),
  ];
}

function tlsChanges(before: TlsFacts, after: TlsFacts): string[] {
  return [
    ...(before.protocol === after.protocol ? [] : [`${after.protocol}, was ${before.protocol}`]),
    ...(before.cipher === after.cipher ? [] : [`cipher ${after.cipher}, was ${before.cipher}`]),
  ];
}

/** Compares like with like: what is offered under TLS, or else what is offered in clear text. */
function capabilityPair(old: RecordFacts, now: RecordFacts, compare: (before: Capabilities, after: Capabilities) => string[]): string[] {
  if (old.tlsCapabilities && now.tlsCapabilities) return compare(old.tlsCapabilities, now.tlsCapabilities);
  return old.clearCapabilities && now.clearCapabilities ? compare(old.clearCapabilities, now.clearCapabilities) : [];
}

function mechanismChanges(before: Capabilities, after: Capabilities): string[] {
  return listChanges('sign-in methods', before.mechanisms, after.mechanisms);
}

function extensionChanges(before: Capabilities, after: Capabilities): string[] {
  const named = ({ extensions }: Capabilities) => Object.keys(extensions).filter((name) => name !== 'AUTH');
  const both = named(before).filter((name) => Object.hasOwn(after.extensions, name));
  const args = (capabilities: Capabilities, name: string) => capabilities.extensions[name]?.join(' ') ?? '';
  return [
    ...listChanges('capabilities', named(before), named(after)),
    ...both.flatMap((name) =>
      args(before, name) === args(after, name) ? [] : [`${name}: ${args(after, name) || 'no value'}, was ${args(before, name) || 'no value'}`],
    ),
  ];
}

function addressChanges(old: RecordFacts, now: RecordFacts): string[] {
  const addresses = (facts: RecordFacts) => facts.stage('resolve')?.facts?.addresses;
  const before = addresses(old);
  const after = addresses(now);
  const listed = before && after ? listChanges('addresses', before, after) : [];
  // Which of several equal addresses answered first is chance.
  return listed.length === 0 && old.address && now.address && old.address.includes(':') !== now.address.includes(':')
    ? [`reached at ${now.address}, was at ${old.address}`]
    : listed;
}

function bannerChanges(old: RecordFacts, now: RecordFacts): string[] {
  const before = old.greeting?.lines[0];
  const after = now.greeting?.lines[0];
  if (before === undefined || after === undefined || lasting(before) === lasting(after)) return [];
  return [`greeting: "${after}", was "${before}"`];
}

/** A greeting without what is different each time: dates, session ids, numbers of a farm's machines. */
function lasting(banner: string): string {
  const words = banner.split(/[\s,;()<>[\]]+/).filter((word) => !/\d/.test(word) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(word));
  return words
    .filter((word) => !/^(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gmt|utc)$/i.test(word))
    .map((word) => word.replace(/\d+/g, '#').toLowerCase())
    .join(' ');
}

/** Of the stages that have become much slower the one that costs most. */
function timingChanges({ stages }: RunRecord, now: RecordFacts): string[] {
  const slower = stages.flatMap(({ stage, state, ms = 0 }) => {
    const later = now.stage(stage);
    const nowMs = later?.ms ?? 0;
    return later?.state === state && nowMs > ms * SLOWER_FACTOR && nowMs - ms > SLOWER_MS ? [{ stage, ms, nowMs }] : [];
  });
  const [worst] = slower.sort((a, b) => b.nowMs - b.ms - (a.nowMs - a.ms));
  return worst ? [`${stageTitle(worst.stage)} took ${worst.nowMs} ms, before ${worst.ms} ms`] : [];
}

function listChanges(what: string, before: readonly string[], after: readonly string[]): string[] {
  const gone = before.filter((one) => !after.includes(one));
  const come = after.filter((one) => !before.includes(one));
  return [...(gone.length > 0 ? [`${what} no longer there: ${gone.join(', ')}`] : []), ...(come.length > 0 ? [`new ${what}: ${come.join(', ')}`] : [])];
}
