import * as vscode from 'vscode';
import type { RecordedRelay, RunRecord } from '../../report/runRecord.ts';
import type { StageEvent } from '../../smtp/types.ts';
import type { RelayReference } from '../commands.ts';

/** A run that goes on. */
export interface StartedRun {
  readonly relay: RecordedRelay;
  /** The setting it tests; absent for a typed address. */
  readonly reference?: RelayReference;
}

/** One event of a run that goes on. */
export interface RunEvent extends StartedRun {
  readonly event: StageEvent;
  /** Milliseconds since the run began. */
  readonly atMs: number;
}

/** A run that has ended with a verdict. */
export interface FinishedRun extends StartedRun {
  readonly record: RunRecord;
  /** A message was sent, or should have been; a probe otherwise. */
  readonly isMessage: boolean;
}

/**
 * What goes on in relay tests and how they ended, for everyone who shows it: views, problems, the report panel,
 * the history. It runs nothing itself and knows nothing of the engine, so it may live from the start.
 */
export interface Runs extends vscode.Disposable {
  readonly onDidStart: vscode.Event<StartedRun>;
  readonly onDidTell: vscode.Event<RunEvent>;
  readonly onDidFinish: vscode.Event<FinishedRun>;
  /** Fires after every run, cancelled ones included, when `isRunning` has its new answer. */
  readonly onDidEnd: vscode.Event<RecordedRelay>;
  /** Whether the relay of this key is being tested; without a key, whether any is. */
  isRunning(key?: string): boolean;
  /** The setting that the last run of this key tested, and the other way round; undefined when none has in this session. */
  referenceOf(key: string): RelayReference | undefined;
  keyOf(reference: RelayReference): string | undefined;
  /** Somebody shows runs as long as `isVisible` says so. */
  addViewer(isVisible: () => boolean): vscode.Disposable;
  /** Whether people see how runs end, wherever that is. */
  isViewed(): boolean;
  started(run: StartedRun): void;
  told(event: RunEvent): void;
  /** The run of a relay is over; `run` is absent when it was cancelled or failed by a fault of ours. */
  ended(relay: RecordedRelay, run: FinishedRun | undefined): void;
}

export function createRuns(): Runs {
  const start = new vscode.EventEmitter<StartedRun>();
  const tell = new vscode.EventEmitter<RunEvent>();
  const finish = new vscode.EventEmitter<FinishedRun>();
  const end = new vscode.EventEmitter<RecordedRelay>();
  const running = new Map<string, number>();
  const references = new Map<string, RelayReference>();
  const viewers = new Set<() => boolean>();
  return {
    onDidStart: start.event,
    onDidTell: tell.event,
    onDidFinish: finish.event,
    onDidEnd: end.event,
    referenceOf: (key) => references.get(key),
    keyOf: ({ uri, id }) => [...references].find(([, one]) => one.uri === uri && one.id === id)?.[0],
    isRunning: (key) => (key === undefined ? [...running.values()].some((count) => count > 0) : (running.get(key) ?? 0) > 0),
    addViewer(isVisible) {
      viewers.add(isVisible);
      return new vscode.Disposable(() => viewers.delete(isVisible));
    },
    isViewed: () => [...viewers].some((isVisible) => isVisible()),
    started(run) {
      if (run.reference) references.set(run.relay.key, run.reference);
      running.set(run.relay.key, (running.get(run.relay.key) ?? 0) + 1);
      start.fire(run);
    },
    told: (event) => tell.fire(event),
    ended(relay, run) {
      running.set(relay.key, Math.max(0, (running.get(relay.key) ?? 0) - 1));
      if (run) finish.fire(run);
      end.fire(relay);
    },
    dispose: () => vscode.Disposable.from(start, tell, finish, end).dispose(),
  };
}
