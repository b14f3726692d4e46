import type { StageEvent } from '../../smtp/types.ts';
import type { RecordedRelay } from '../runRecord.ts';
import type { TimelineStage } from './timeline.ts';

/** A run that goes on, as far as it has come. */
export interface LiveRun {
  readonly relay: RecordedRelay;
  readonly stages: readonly TimelineStage[];
}

/** The run with one more event. Lines of the dialogue change nothing that is shown while it goes on. */
export function addToLive(live: LiveRun, event: StageEvent, atMs: number): LiveRun {
  if (event.type !== 'stage') return live;
  const { stage, state } = event;
  const began = live.stages.find((one) => one.stage === stage && one.state === 'running');
  const others = live.stages.filter((one) => one !== began);
  if (state === 'started') return { ...live, stages: [...others, { stage, state: 'running', atMs }] };
  if (state === 'skipped') return { ...live, stages: [...others, { stage, state, reason: event.reason }] };
  const ended: TimelineStage = {
    stage,
    state,
    atMs: Math.max(0, Math.min(began?.atMs ?? atMs, atMs - event.ms)),
    ms: event.ms,
    ...(event.state === 'failed' ? { failure: event.failure } : {}),
    ...(event.state === 'absent' ? { reason: event.reason } : {}),
  };
  return { ...live, stages: [...others, ended] };
}
