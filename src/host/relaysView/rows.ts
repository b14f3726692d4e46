import type { ProviderKind } from '../../data/provider.types.ts';
import { providerById } from '../../data/providers.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { RunRecord } from '../../report/runRecord.ts';
import { relayDetail, relayLabel, relayShortDetail } from '../relayLabel.ts';

/** What is known of a relay besides its setting. */
export interface RowState {
  /** The stage that a test is in, for people; absent when none goes on. */
  readonly stage?: string;
  readonly last?: RunRecord;
  /** Why it was left out when all were tested. */
  readonly note?: string;
  /** Further places where the same relay stands. */
  readonly alsoIn: readonly string[];
}

/** A relay as a row of the view: plain words, and codicons by name. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** Id of a codicon. */
  readonly icon: string;
  readonly mark?: 'passed' | 'failed' | 'untested';
  /** Words that menus ask for: `relay`, `tested`, `running`. */
  readonly context: string;
  /** What a screen reader says. */
  readonly spoken: string;
}

const KIND_ICONS: Readonly<Record<ProviderKind, string>> = {
  mailbox: 'mail',
  'mailbox-relay': 'mail',
  'mailbox-mx': 'inbox',
  esp: 'megaphone',
  'cloud-relay': 'cloud',
  hosting: 'server-environment',
  'dev-sink': 'beaker',
  'local-bridge': 'plug',
  'self-hosted': 'server',
  other: 'server',
};

export function rowOf(setting: RelaySetting, state: RowState): Row {
  const { stage, last, note, alsoIn } = state;
  const label = relayLabel(setting);
  const detail = relayDetail(setting);
  const files = alsoIn.length > 0 ? [`in ${alsoIn.length + 1} files`] : [];
  const mark = last ? (last.verdict.ok ? 'passed' : 'failed') : note === undefined ? undefined : 'untested';
  return {
    label,
    description: stage === undefined ? [relayShortDetail(setting), ...files].join(' · ') : `${stage}…`,
    icon: stage === undefined ? iconOf(setting) : 'loading~spin',
    ...(mark && stage === undefined ? { mark } : {}),
    context: ['relay', ...(last ? ['tested'] : []), stage === undefined ? 'idle' : 'running'].join(' '),
    spoken: [label, detail, ...files, stage === undefined ? outcome(last, note) : `being tested: ${stage}`].join(', '),
  };
}

function iconOf({ enabled, isLocal, provider }: RelaySetting): string {
  if (!enabled) return 'circle-slash';
  const kind = provider === undefined ? undefined : providerById(provider)?.kind;
  if (kind) return KIND_ICONS[kind];
  return isLocal ? 'device-desktop' : 'server';
}

function outcome(last: RunRecord | undefined, note: string | undefined): string {
  if (last) return last.verdict.ok ? 'last test passed' : `last test failed: ${last.verdict.summary}`;
  return note === undefined ? 'not tested yet' : `not tested: ${note}`;
}

/** The tooltip's paragraphs: the relay, who runs it, how the last test ended and how long that is ago, where else it stands. */
export function tooltipOf(setting: RelaySetting, { last, note, alsoIn }: RowState, nowMs: number): readonly string[] {
  const provider = setting.provider === undefined ? undefined : providerById(setting.provider)?.name;
  const next = last?.verdict.cause?.nextStep;
  return [
    `${relayLabel(setting)} · ${relayDetail(setting)}`,
    ...(provider ? [`Provider: ${provider}`] : []),
    ...(last ? [`${last.verdict.ok ? 'Passed' : 'Failed'} ${timeAgo(nowMs - Date.parse(last.startedAt))}: ${last.verdict.summary}`] : []),
    ...(next ? [`Next step: ${next}`] : []),
    ...(note === undefined ? [] : [`Not tested with the others: ${note}`]),
    ...(alsoIn.length > 0 ? [`Also in ${alsoIn.join(', ')}`] : []),
  ];
}

const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A span of time in the past, in words. */
export function timeAgo(ms: number): string {
  for (const [name, size] of UNITS) {
    const count = Math.floor(ms / size);
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
