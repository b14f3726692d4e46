import { listOf } from './decode.ts';
import { readRecord } from './readRecord.ts';
import type { RunRecord } from './runRecord.ts';

/** How many runs are kept. */
export interface HistoryLimits {
  /** Of one relay. */
  readonly perKey: number;
  readonly total: number;
}

export const HISTORY_LIMITS: HistoryLimits = { perKey: 20, total: 100 };

/** Runs, newest first. */
export type History = readonly RunRecord[];

/**
 * The history with one more run; one of the same id is replaced. What is over the limits goes, oldest first,
 * but the last good run of a relay stays as long as the relay has any: it is what a later failure is compared
 * with. A cancelled run tells nothing and is not kept.
 */
export function addRun(history: History, record: RunRecord, limits: HistoryLimits = HISTORY_LIMITS): History {
  if (record.verdict.cause?.code === 'cancelled') return history;
  const all = newestFirst([record, ...history.filter(({ id }) => id !== record.id)]);
  const good = new Map<string, RunRecord>();
  for (const run of all) if (run.verdict.ok && !good.has(run.relay.key)) good.set(run.relay.key, run);
  const isLastGood = (run: RunRecord) => good.get(run.relay.key) === run;
  const byKey = new Map<string, RunRecord[]>();
  for (const run of all) byKey.set(run.relay.key, [...(byKey.get(run.relay.key) ?? []), run]);
  const kept = new Set([...byKey.values()].flatMap((runs) => within(runs, limits.perKey, isLastGood)));
  // Over the total even a good run may go: a workspace with hundreds of relays would grow without end.
  return all.filter((run) => kept.has(run)).slice(0, limits.total);
}

/** The newest runs as far as there is room, with room made for the one that has to stay. */
function within(runs: readonly RunRecord[], limit: number, hasToStay: (run: RunRecord) => boolean): readonly RunRecord[] {
  const newest = runs.slice(0, limit);
  const old = runs.slice(limit).find(hasToStay);
  return old && limit > 0 ? [...newest.slice(0, limit - 1), old] : newest;
}

/** The runs of one relay, newest first. */
export function runsOf(history: History, key: string): History {
  return newestFirst(history.filter(({ relay }) => relay.key === key));
}

/** The run of the same relay before this one. */
export function previousRun(history: History, record: RunRecord): RunRecord | undefined {
  return earlier(history, record)[0];
}

/** The last run of the same relay before this one that went well. */
export function lastGoodRun(history: History, record: RunRecord): RunRecord | undefined {
  return earlier(history, record).find(({ verdict }) => verdict.ok);
}

/** The history without the runs of one relay. */
export function forgetRuns(history: History, key: string): History {
  return history.filter(({ relay }) => relay.key !== key);
}

/** Reads a stored history; what is no record of a run is left out. Never throws. */
export function readHistory(value: unknown): History {
  return newestFirst(listOf(readRecord)(value) ?? []);
}

function earlier(history: History, record: RunRecord): History {
  return runsOf(history, record.relay.key).filter(({ id, startedAt }) => id !== record.id && startedAt <= record.startedAt);
}

/** Times in ISO 8601 and UTC sort as texts; of equal times the order stays. */
function newestFirst(runs: readonly RunRecord[]): RunRecord[] {
  return [...runs].sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0));
}
