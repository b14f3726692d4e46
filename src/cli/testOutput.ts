import { eventToJson } from '../report/json.ts';
import { formatEvent } from '../report/transcript.ts';
import { type Verdict, verdictText } from '../report/verdict.ts';
import type { Consent } from '../smtp/plan.ts';
import type { RelayPlan, StageEvent } from '../smtp/types.ts';
import type { TextSink } from './ports.ts';
import { type Paint, printable } from './style.ts';
import type { Target } from './testOptions.ts';

/** A target with everything that was missing filled in. */
export interface PlannedTarget extends Pick<Target, 'origin' | 'file' | 'line'> {
  readonly plan: RelayPlan;
  readonly consent: Consent;
}

/** Where and how a test is printed. */
export interface TestOutput {
  readonly out: TextSink;
  readonly isJson: boolean;
  readonly paint: Paint;
}

/** Tells host, port and mode before anything connects. */
export function printPlan({ origin, file, line, plan, consent }: PlannedTarget, { out, isJson, paint }: TestOutput): void {
  const { host, port, mode, credentials, sentence } = consent;
  if (isJson) {
    out.write(`${JSON.stringify({ type: 'plan', file, line, host, port, security: mode, credentials, from: plan.mailFrom, rcpt: plan.rcptTo })}\n`);
  } else {
    out.write(`${paint('bold', printable(origin))}\n${paint('dim', `=== ${printable(sentence)}`)}\n`);
  }
}

/** Prints a run as it goes on, its verdict last. Returns the verdict. @throws Error when there is none, which is a mistake of ours. */
export async function printRun(run: AsyncIterable<StageEvent>, plan: RelayPlan, output: TestOutput): Promise<Verdict> {
  const events: StageEvent[] = [];
  let verdict: Verdict | undefined;
  for await (const event of run) {
    events.push(event);
    if (event.type === 'verdict') verdict = event;
    output.out.write(output.isJson ? `${eventToJson(event)}\n` : eventText(event, { plan, events }, output.paint));
  }
  if (!verdict) throw new Error('the run ended without a verdict');
  return verdict;
}

function eventText(event: StageEvent, context: { readonly plan: RelayPlan; readonly events: readonly StageEvent[] }, paint: Paint): string {
  if (event.type !== 'verdict') {
    return formatEvent(event)
      .map((line) => `${colour(printable(line), paint)}\n`)
      .join('');
  }
  const [headline = '', ...details] = verdictText(event, context).map(printable);
  return `\n${[paint(event.ok ? 'green' : 'red', headline), ...details].join('\n')}\n`;
}

/** Errors and replies that were not called for stand out, our own remarks step back. */
function colour(line: string, paint: Paint): string {
  if (/^(\*\*\*|<\*\*|<~\*)/.test(line)) return paint('red', line);
  return line.startsWith('===') ? paint('dim', line) : line;
}
