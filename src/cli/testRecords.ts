import { testPlace } from '../report/place.ts';
import { createRecorder, type RelayOrigin, recordedRelay } from '../report/recorder.ts';
import type { RunRecord, TestPlace } from '../report/runRecord.ts';
import type { StageEvent } from '../smtp/types.ts';
import type { CliPorts } from './ports.ts';
import type { PlannedTarget } from './testOutput.ts';

/** The records of the runs of one command, each complete when its verdict has come. */
export interface Records {
  /** Where they ran. */
  readonly place: TestPlace;
  /** Returns what takes the events of the run. */
  begin(target: PlannedTarget): (event: StageEvent) => void;
  /** In the order in which the runs began. */
  all(): readonly RunRecord[];
  /** Of the last run of a target, a test message included. */
  of(target: PlannedTarget): RunRecord | undefined;
}

export function createRecords(env: CliPorts['env']): Records {
  const runs: { readonly target: PlannedTarget; record?: RunRecord }[] = [];
  const place = testPlace({ uiKind: 'terminal', env });
  return {
    place,
    begin(target) {
      const run: (typeof runs)[number] = { target };
      runs.push(run);
      const startedAt = Date.now();
      const id = `${startedAt.toString(36)}-${runs.length}`;
      const relay = recordedRelay(target.plan, originOf(target));
      const recorder = createRecorder({ id, startedAt: new Date(startedAt).toISOString(), relay, place });
      const since = performance.now();
      return (event) => {
        const record = recorder.add(event, performance.now() - since);
        if (record) run.record = record;
      };
    },
    all: () => runs.flatMap(({ record }) => record ?? []),
    of: (target) => runs.filter((run) => run.target === target).at(-1)?.record,
  };
}

/** The record of a run for another place that leads to the same relay. */
export function recordAt(record: RunRecord, target: PlannedTarget): RunRecord {
  return { ...record, relay: recordedRelay(target.plan, originOf(target)) };
}

function originOf({ id, file, line, plan }: PlannedTarget): RelayOrigin {
  if (file === null || id === null) return { host: plan.host, port: plan.port };
  return { file, settingId: id, ...(line === null ? {} : { line }) };
}
