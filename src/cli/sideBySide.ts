import { createNodeTransport } from '../smtp/nodeTransport.ts';
import { probe } from '../smtp/probe.ts';
import { createSlots } from '../smtp/slots.ts';
import type { TextSink } from './ports.ts';
import { type PlannedTarget, printPlan, printRun, type TestOutput } from './testOutput.ts';
import { chainsOf, isPlanned, type PlannedTrial, type Trial } from './trials.ts';

/** How a trial ended. */
export interface Outcome {
  readonly trial: Trial;
  readonly state: 'passed' | 'failed' | 'not-tested';
  /** One line: the verdict, or why there is none. */
  readonly summary: string;
  /** The cause of a failure. */
  readonly code?: string;
}

const INTERRUPTED = 'interrupted';

export interface SideBySideOptions {
  /** How many run at a time. */
  readonly jobs: number;
  readonly output: TestOutput;
  readonly interrupt: AbortSignal;
  /** Prints that a trial was left out. */
  readonly leaveOut: (outcome: Outcome, output: TestOutput) => void;
}

/**
 * Runs the tests side by side, a slow one delaying no other. Text comes relay by relay, whole and in the order of the trials,
 * whichever ended first; events come as they happen. Returns the outcomes in the order of the trials.
 */
export async function runSideBySide(trials: readonly Trial[], { jobs, output, interrupt, leaveOut }: SideBySideOptions): Promise<readonly Outcome[]> {
  const outcomes = new Map<Trial, Outcome>();
  const blocks = createBlocks(trials, output.out);
  const outputOf = (trial: Trial): TestOutput => ({
    ...output,
    relay: trial.places[0],
    places: trial.places,
    ...(output.format === 'text' ? { out: blocks.sinkOf(trial) } : {}),
  });
  const settle = (outcome: Outcome) => {
    const { trial } = outcome;
    outcomes.set(trial, outcome);
    if (outcome.state === 'not-tested') leaveOut(outcome, outputOf(trial));
    blocks.end(trial);
  };
  const notTested = (trial: Trial, summary: string): Outcome => ({ trial, state: 'not-tested', summary });

  async function runChain(chain: readonly PlannedTrial[], signal: AbortSignal): Promise<void> {
    let refused: PlannedTarget | undefined;
    for (const trial of chain) {
      if (signal.aborted) settle(notTested(trial, INTERRUPTED));
      else if (refused) settle(notTested(trial, `the same user name and password were refused at ${refused.origin}`));
      else {
        const outcome = await runTrial(trial, outputOf(trial), signal);
        settle(outcome);
        if (outcome.code === 'auth/credentials') refused = trial.planning.planned;
      }
    }
  }

  for (const trial of trials) if (!isPlanned(trial) && 'missing' in trial.planning) settle(notTested(trial, trial.planning.missing.join('; ')));
  const slots = createSlots(jobs);
  const onInterrupt = () => slots.dispose();
  const runs = chainsOf(trials.filter(isPlanned)).map((chain, index) => slots.run(String(index), ({ signal }) => runChain(chain, signal)));
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  if (interrupt.aborted) onInterrupt();
  try {
    await Promise.all(runs);
  } finally {
    interrupt.removeEventListener('abort', onInterrupt);
  }
  return trials.map((trial) => outcomes.get(trial)!);
}

async function runTrial(trial: PlannedTrial, output: TestOutput, signal: AbortSignal): Promise<Outcome> {
  const { planned } = trial.planning;
  printPlan(planned, output);
  const { ok, summary, cause } = await printRun(probe(planned.plan, createNodeTransport(), signal), planned, output);
  if (cause?.code === 'cancelled') return { trial, state: 'not-tested', summary: INTERRUPTED };
  return { trial, state: ok ? 'passed' : 'failed', summary, ...(cause ? { code: cause.code } : {}) };
}

/** Keeps the text of each trial until it is whole and those before it have been printed; a blank line follows each. */
function createBlocks(trials: readonly Trial[], out: TextSink) {
  const texts = new Map<Trial, string>();
  const ended = new Set<Trial>();
  let next = 0;
  return {
    sinkOf: (trial: Trial): TextSink => ({ isTty: out.isTty, write: (text) => void texts.set(trial, (texts.get(trial) ?? '') + String(text)) }),
    end(trial: Trial): void {
      ended.add(trial);
      for (let first = trials[next]; first && ended.has(first); first = trials[next]) {
        const text = texts.get(first);
        if (text !== undefined) out.write(`${text}\n`);
        texts.delete(first);
        next += 1;
      }
    },
  };
}
