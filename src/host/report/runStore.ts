import type * as vscode from 'vscode';
import type { RunRecord } from '../../report/runRecord.ts';
import type { Runs } from '../relayTest/runs.ts';

/** The runs that reports tell of. */
export interface RunStore {
  /** The kept runs of one relay, or of all without a key, newest first. */
  all(key?: string): Promise<readonly RunRecord[]>;
}

const MAX_RUNS = 100;

/** Keeps the runs of this session. Messages are left out: they tell too little of a relay to be compared. */
export function createRunStore(runs: Runs): RunStore & vscode.Disposable {
  const kept: RunRecord[] = [];
  const listening = runs.onDidFinish(({ record, isMessage }) => {
    if (isMessage) return;
    kept.unshift(record);
    kept.splice(MAX_RUNS);
  });
  return { all: (key) => Promise.resolve(kept.filter(({ relay }) => key === undefined || relay.key === key)), dispose: () => listening.dispose() };
}
