import { compareRuns, sinceItWorked } from '../compare.ts';
import { type History, previousRun } from '../history.ts';
import type { RunRecord } from '../runRecord.ts';
import type { Comparison } from './reportPage.ts';

/** What has changed since the relay last worked and since the run before; once where those are the same run, none without an earlier run. */
export function comparisonsOf(history: History, record: RunRecord): readonly Comparison[] {
  const good = sinceItWorked(history, record);
  const before = previousRun(history, record);
  return [
    ...(good ? [{ since: good.last.startedAt, isSinceGood: true, changes: good.changes }] : []),
    ...(before && before.id !== good?.last.id ? [{ since: before.startedAt, isSinceGood: false, changes: compareRuns(before, record) }] : []),
  ];
}
