import { toldElsewhere } from '../report/elsewhere.ts';
import { eventToJson } from '../report/json.ts';
import { runsElsewhere } from '../report/place.ts';
import { formatEvent } from '../report/transcript.ts';
import { type Verdict, type VerdictContext, verdictText } from '../report/verdict.ts';
import type { Consent } from '../smtp/plan.ts';
import type { RelayPlan, StageEvent } from '../smtp/types.ts';
import type { TextSink } from './ports.ts';
import { type Paint, printable } from './style.ts';
import type { Target } from './testOptions.ts';
import type { Records } from './testRecords.ts';

/** A target with everything that was missing filled in. */
export interface PlannedTarget extends Pick<Target, 'origin' | 'id' | 'file' | 'line' | 'signs'> {
  readonly plan: RelayPlan;
  readonly consent: Consent;
}

export type TestFormat = 'text' | 'ndjson' | 'json';

/** Which of several relays an event belongs to. */
export interface RelayTag {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}

/** Where and how a test is printed. */
export interface TestOutput {
  readonly out: TextSink;
  readonly format: TestFormat;
  readonly paint: Paint;
  readonly records: Records;
  /** Stands in every event where relays are tested side by side. */
  readonly relay?: RelayTag;
  /** All places of the same relay, likewise. */
  readonly places?: readonly RelayTag[];
}

/** Tells host, port and mode before anything connects. */
export function printPlan({ origin, file, line, plan, consent }: PlannedTarget, { out, format, paint, relay, places }: TestOutput): void {
  const { host, port, mode, credentials, sentence } = consent;
  if (format === 'ndjson') {
    const tags = { ...(relay && { relay }), ...(places && { places }) };
    out.write(`${JSON.stringify({ type: 'plan', file, line, host, port, security: mode, credentials, from: plan.mailFrom, rcpt: plan.rcptTo, ...tags })}\n`);
  } else if (format === 'text') {
    const others = (places ?? []).slice(1).map((place) => `${paint('dim', `  also ${printable(`${place.file}:${place.line}`)}`)}\n`);
    out.write(`${paint('bold', printable(origin))}\n${others.join('')}${paint('dim', `=== ${printable(sentence)}`)}\n`);
  }
}

/** Prints a run as it goes on, its verdict last. Returns the verdict. @throws Error when there is none, which is a mistake of ours. */
export async function printRun(run: AsyncIterable<StageEvent>, planned: PlannedTarget, output: TestOutput): Promise<Verdict> {
  const { plan, signs } = planned;
  const { place } = output.records;
  const elsewhere = signs && runsElsewhere({ host: plan.host, ...signs }, place);
  const events: StageEvent[] = [];
  const record = output.records.begin(planned);
  let verdict: Verdict | undefined;
  for await (const event of elsewhere ? toldElsewhere(run, elsewhere) : run) {
    events.push(event);
    record(event);
    if (event.type === 'verdict') verdict = event;
    const text = shown(event, { plan, events, place }, output);
    if (text !== '') output.out.write(text);
  }
  if (!verdict) throw new Error('the run ended without a verdict');
  return verdict;
}

function shown(event: StageEvent, context: VerdictContext, { format, paint, relay }: TestOutput): string {
  if (format === 'json') return '';
  return format === 'ndjson' ? `${eventToJson(event, relay)}\n` : eventText(event, context, paint);
}

function eventText(event: StageEvent, context: VerdictContext, paint: Paint): string {
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
