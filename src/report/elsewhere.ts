import type { Cause, StageEvent } from '../smtp/types.ts';
import type { Elsewhere } from './place.ts';

/** Failures that another network would not have to have. */
const NETWORK_CODE = /^(dns|tcp)\//;
/** Of these the cause itself says that the app runs elsewhere. */
const SAID: ReadonlySet<Cause['code']> = new Set<Cause['code']>(['dns/local-name']);

/**
 * The events of a run together with what the workspace shows about where the app runs: as a line before anything is
 * tried, and in the verdict where it may be the cause. Ends when the run does, and ends the run when it is left.
 */
export async function* toldElsewhere(run: AsyncIterable<StageEvent>, elsewhere: Elsewhere): AsyncGenerator<StageEvent, void, undefined> {
  let isTold = false;
  for await (const event of run) {
    yield event.type === 'verdict' && event.cause ? { ...event, cause: withElsewhere(event.cause, elsewhere) } : event;
    if (isTold || event.type !== 'stage') continue;
    isTold = true;
    yield { type: 'line', stage: event.stage, line: { direction: 'info', encrypted: false, unexpected: false, text: elsewhere.sentence } };
  }
}

/**
 * A cause in the network or in a name, with what else may explain it: the app sees another network than the test. A name
 * that means nothing here proves no mistake in the setting. Other causes come back as they are.
 */
export function withElsewhere(cause: Cause, { sentence, isNameLocal }: Elsewhere): Cause {
  if (!NETWORK_CODE.test(cause.code)) return cause;
  const evidence = [...cause.evidence, sentence];
  if (SAID.has(cause.code)) return { ...cause, evidence };
  const there = isNameLocal
    ? 'Run the test where the app runs, such as in its container: the name is known there.'
    : 'Where this network is to blame, run the test where the app is deployed: its network may differ.';
  const nextSteps = isNameLocal ? [there, ...cause.nextSteps] : [...cause.nextSteps, there];
  return { ...cause, evidence, nextSteps, nextStep: nextSteps[0]!, confidence: isNameLocal ? 'likely' : cause.confidence };
}
