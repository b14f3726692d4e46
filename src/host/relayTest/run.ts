import * as vscode from 'vscode';
import { SECURITY_MODE_WORDS } from '../../data/securityModes.ts';
import { toldElsewhere } from '../../report/elsewhere.ts';
import type { Elsewhere } from '../../report/place.ts';
import { createRecorder } from '../../report/recorder.ts';
import type { RecordedRelay, RunRecord, TestPlace } from '../../report/runRecord.ts';
import { formatEvent, stageTitle } from '../../report/transcript.ts';
import { type Verdict, verdictText } from '../../report/verdict.ts';
import { createSlots } from '../../smtp/slots.ts';
import type { RelayPlan, StageEvent } from '../../smtp/types.ts';
import type { RelayReference } from '../commands.ts';
import type { Panel } from '../panel.ts';
import { hostAndPort } from '../relayLabel.ts';
import type { FinishedRun, Runs, StartedRun } from './runs.ts';
import { createTurns } from './turns.ts';

/** So many relays are tested side by side; more would look like an attack to a firewall in between. */
const SIDE_BY_SIDE = 8;

/** A finished test, or a message that was sent or not. */
export interface Run extends FinishedRun {
  readonly verdict: Verdict;
  readonly events: readonly StageEvent[];
}

export interface RunRequest {
  readonly kind: 'probe' | 'message';
  readonly plan: RelayPlan;
  readonly relay: RecordedRelay;
  readonly reference?: RelayReference;
  /** Where the settings stand, for the first line in the panel. */
  readonly origin: string;
  /** What the workspace shows about where the app runs, if that is not where the test does. */
  readonly elsewhere?: Elsewhere;
  /** A view shows the progress: the panel stays where it is and no notification comes. */
  readonly isQuiet?: boolean;
  readonly token?: vscode.CancellationToken;
}

export interface Runner extends vscode.Disposable {
  /**
   * Runs a test, or sends the message that the user has just confirmed, and shows it while it goes on: each event in
   * the panel, the stage in a notification that can cancel it. A run of the same relay is cancelled first.
   * The engine and what it needs of Node are loaded with the first one.
   */
  run(request: RunRequest): Promise<Run>;
  /** Cancels the run of this key, or all runs. */
  stop(key?: string): void;
}

export interface RunnerParts {
  readonly panel: Panel;
  readonly runs: Runs;
  readonly place: TestPlace;
}

export function createRunner({ panel, runs, place }: RunnerParts): Runner {
  const slots = createSlots(SIDE_BY_SIDE);
  const turns = createTurns(panel);
  let count = 0;

  async function go(request: RunRequest, stop: AbortController): Promise<Run> {
    const { kind, plan, relay, reference, isQuiet, elsewhere } = request;
    const started: StartedRun = { relay, ...(reference ? { reference } : {}) };
    const startedAt = Date.now();
    count += 1;
    const recorder = createRecorder({ id: `${startedAt.toString(36)}-${count}`, startedAt: new Date(startedAt).toISOString(), relay, place });
    const turn = turns.begin();
    let record: RunRecord | undefined;
    let finished: Run | undefined;
    runs.started(started);
    try {
      if (!isQuiet) panel.show();
      turn.lines(header(request, panel, place));
      const events = await eventsOf(kind, plan, stop.signal);
      const source = elsewhere ? toldElsewhere(events, elsewhere) : events;
      const since = performance.now();
      const verdict = await (isQuiet ? consume : withProgress)(plan, stop, source, (event, events) => {
        const atMs = Math.round(performance.now() - since);
        record = recorder.add(event, atMs) ?? record;
        runs.told({ ...started, event, atMs });
        turn.lines(event.type === 'verdict' ? ['', ...verdictText(event, { plan, events, place })] : formatEvent(event));
      });
      if (!record) throw new Error('the run ended without a record');
      const run: Run = { ...started, record, isMessage: kind === 'message', ...verdict };
      if (verdict.verdict.cause?.code !== 'cancelled') finished = run;
      return run;
    } finally {
      turn.end();
      runs.ended(relay, finished);
    }
  }

  return {
    run: (request) =>
      slots.run(request.relay.key, (stop) => {
        if (request.token?.isCancellationRequested) stop.abort();
        const listening = request.token?.onCancellationRequested(() => stop.abort());
        return go(request, stop).finally(() => listening?.dispose());
      }),
    stop: slots.cancel,
    dispose: slots.dispose,
  };
}

async function eventsOf(kind: RunRequest['kind'], plan: RelayPlan, signal: AbortSignal): Promise<AsyncIterable<StageEvent>> {
  const { createNodeTransport } = await import('../../smtp/nodeTransport.ts');
  const transport = createNodeTransport();
  if (kind === 'probe') return (await import('../../smtp/probe.ts')).probe(plan, transport, signal);
  return (await import('../../smtp/message.ts')).sendTestMessage(plan, { confirmed: true, transport, signal });
}

type Tell = (event: StageEvent, events: readonly StageEvent[]) => void;

async function consume(_plan: RelayPlan, _stop: AbortController, source: AsyncIterable<StageEvent>, tell: Tell): Promise<Pick<Run, 'verdict' | 'events'>> {
  const events: StageEvent[] = [];
  for await (const event of source) {
    events.push(event);
    tell(event, events);
    if (event.type === 'verdict') return { verdict: event, events };
  }
  throw new Error('the run ended without a verdict');
}

function withProgress(plan: RelayPlan, stop: AbortController, source: AsyncIterable<StageEvent>, tell: Tell): Promise<Pick<Run, 'verdict' | 'events'>> {
  const options = { location: vscode.ProgressLocation.Notification, title: hostAndPort(plan.host, plan.port), cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      return consume(plan, stop, source, (event, events) => {
        tell(event, events);
        if (event.type === 'stage' && event.state === 'started') progress.report({ message: stageTitle(event.stage) });
      });
    }),
  );
}

function header({ kind, plan, origin }: RunRequest, panel: Panel, place: TestPlace): string[] {
  const signsIn = plan.user === undefined ? 'without signing in' : `as "${plan.user}"`;
  const title = kind === 'probe' ? 'Test SMTP Relay' : 'Send a test message';
  const line = `# ${title}: ${hostAndPort(plan.host, plan.port)}, ${SECURITY_MODE_WORDS[plan.mode]}, ${signsIn} (${origin}, tested on ${place.label})`;
  return panel.text() === '' ? [line] : ['', line];
}
