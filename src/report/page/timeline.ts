import type { ProbeFailure, StageName } from '../../smtp/types.ts';
import { reasonText, stageTitle } from '../transcript.ts';
import { h, type PageChild, type PageNode, part, table } from './node.ts';

/** A stage of a run that has ended or still goes on. */
export interface TimelineStage {
  readonly stage: StageName;
  readonly state: 'running' | 'passed' | 'absent' | 'failed' | 'skipped';
  readonly atMs?: number;
  readonly ms?: number;
  readonly failure?: ProbeFailure;
  readonly reason?: string;
}

/** Where a bar begins and how long it is, in thousandths of the whole. */
export interface Bar {
  readonly x: number;
  readonly width: number;
}

const WHOLE = 1000;
/** Shorter ones could not be seen. */
const SHORTEST = 6;

/** The bars of the stages to one scale; none for those that took no time because they did not take place. */
export function timelineBars(stages: readonly TimelineStage[]): readonly (Bar | undefined)[] {
  const whole = wholeMs(stages);
  return stages.map(({ atMs, ms = 0 }) => {
    if (atMs === undefined) return undefined;
    const width = Math.min(WHOLE, Math.max(SHORTEST, whole === 0 ? 0 : Math.round((ms / whole) * WHOLE)));
    const x = whole === 0 ? 0 : Math.round((atMs / whole) * WHOLE);
    return { x: Math.max(0, Math.min(x, WHOLE - width)), width };
  });
}

/** From the beginning of the run to the end of its last stage, in milliseconds. */
export function wholeMs(stages: readonly TimelineStage[]): number {
  return Math.max(0, ...stages.map(({ atMs = 0, ms = 0 }) => atMs + ms));
}

/** The stages in their order, each with what came of it, when it began, how long it took, and both to scale. */
export function timelinePart(stages: readonly TimelineStage[]): PageNode {
  const bars = timelineBars(stages);
  const rows = stages.map((stage, index): PageChild[] => {
    const { atMs, ms } = stage;
    return [
      stageTitle(stage.stage),
      result(stage),
      atMs === undefined ? '' : h('span', { class: 'number' }, `${atMs} ms`),
      ms === undefined ? '' : h('span', { class: 'number' }, `${ms} ms`),
      drawn(bars[index], stage.state),
    ];
  });
  return part('timeline', 'Timeline', table(`Timeline, ${wholeMs(stages)} ms in all`, ['Stage', 'Result', 'From', 'Took', `0 to ${wholeMs(stages)} ms`], rows));
}

const WORDS: Readonly<Record<TimelineStage['state'], string>> = {
  running: 'running',
  passed: 'passed',
  absent: 'not offered',
  failed: 'failed',
  skipped: 'not tested',
};

function result({ state, failure, reason }: TimelineStage): PageNode {
  const why = reason === undefined ? '' : reasonText(reason);
  return h(
    'span',
    { class: `result ${state}` },
    state === 'failed' ? h('strong', {}, WORDS[state]) : WORDS[state],
    why !== '' && `: ${why}`,
    failure && ': ',
    failure && h('code', {}, failure.code),
  );
}

/** Columns say the same in numbers, so those who can't see it miss nothing. */
function drawn(bar: Bar | undefined, state: TimelineStage['state']): PageChild {
  if (!bar) return '';
  const box = { class: 'bars', viewBox: `0 0 ${WHOLE} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' } as const;
  return h('svg', box, h('rect', { class: `bar ${state}`, x: String(bar.x), y: '0', width: String(bar.width), height: '10' }));
}
