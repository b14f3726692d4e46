import { formatEvent } from '../../src/report/transcript.ts';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import { type PlanOptions, planForTarget } from '../../src/smtp/plan.ts';
import { probe } from '../../src/smtp/probe.ts';
import type { Transport } from '../../src/smtp/transport.ts';
import type { RelayPlan, StageEvent, StageName } from '../../src/smtp/types.ts';

export type StageEnd = Extract<StageEvent, { type: 'stage' }>;
export type Verdict = Extract<StageEvent, { type: 'verdict' }>;

/** A finished run, ready to be asked about. */
export interface FinishedRun {
  readonly plan: RelayPlan;
  readonly events: readonly StageEvent[];
  readonly verdict: Verdict;
  /** The whole transcript, line by line. */
  readonly transcript: readonly string[];
  /** How a stage ended; undefined when it did not occur. */
  stage(name: StageName): StageEnd | undefined;
}

/** The plan for a server on 127.0.0.1; throws when something is missing. */
export function planTo(port: number, options: PlanOptions & { scheme?: 'smtp' | 'smtps'; host?: string } = {}): RelayPlan {
  const { scheme = 'smtp', host = '127.0.0.1', ...rest } = options;
  const result = planForTarget(`${scheme}://${host}:${port}`, rest);
  if (!result?.ok) throw new Error(JSON.stringify(result));
  return result.plan;
}

/** Runs a probe to its end. */
export async function runProbe(plan: RelayPlan, transport: Transport = createNodeTransport(), signal?: AbortSignal): Promise<FinishedRun> {
  const events: StageEvent[] = [];
  for await (const event of probe(plan, transport, signal)) events.push(event);
  return finishedRun(plan, events);
}

export function finishedRun(plan: RelayPlan, events: readonly StageEvent[]): FinishedRun {
  const verdicts = events.filter((event) => event.type === 'verdict');
  if (verdicts.length !== 1 || events.at(-1) !== verdicts[0])
    throw new Error(`expected one verdict at the end, got ${JSON.stringify(events.map(({ type }) => type))}`);
  return {
    plan,
    events,
    verdict: verdicts[0]!,
    transcript: events.flatMap(formatEvent),
    stage: (name) => events.find((event): event is StageEnd => event.type === 'stage' && event.stage === name && event.state !== 'started'),
  };
}
