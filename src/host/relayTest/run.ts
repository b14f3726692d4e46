import * as vscode from 'vscode';
import { SECURITY_MODE_WORDS } from '../../data/securityModes.ts';
import { formatEvent, stageTitle } from '../../report/transcript.ts';
import { type Verdict, verdictText } from '../../report/verdict.ts';
import type { RelayPlan, StageEvent } from '../../smtp/types.ts';
import type { Panel } from '../panel.ts';
import { hostAndPort } from '../relayLabel.ts';

/** A finished test, or a message that was sent or not. */
export interface Run {
  readonly verdict: Verdict;
  readonly events: readonly StageEvent[];
}

export interface RunOptions {
  readonly plan: RelayPlan;
  /** Where the settings stand, for the first line in the panel. */
  readonly origin: string;
  readonly panel: Panel;
  readonly stop: AbortController;
}

/** Tests a relay; see `stream`. The engine and what it needs of Node are loaded with the first test. */
export async function runProbe(options: RunOptions): Promise<Run> {
  const [{ probe }, { createNodeTransport }] = await Promise.all([import('../../smtp/probe.ts'), import('../../smtp/nodeTransport.ts')]);
  return stream('Test SMTP Relay', options, probe(options.plan, createNodeTransport(), options.stop.signal));
}

/** Sends the test message that the user has just confirmed; see `stream`. */
export async function runMessage(options: RunOptions): Promise<Run> {
  const [{ sendTestMessage }, { createNodeTransport }] = await Promise.all([import('../../smtp/message.ts'), import('../../smtp/nodeTransport.ts')]);
  const { plan, stop } = options;
  return stream('Send a test message', options, sendTestMessage(plan, { confirmed: true, transport: createNodeTransport(), signal: stop.signal }));
}

/** Shows a run while it goes on: each event in the panel, the stage in a notification that can cancel it. */
async function stream(title: string, { plan, origin, panel, stop }: RunOptions, source: AsyncIterable<StageEvent>): Promise<Run> {
  writeHeader(title, plan, origin, panel);
  const options = { location: vscode.ProgressLocation.Notification, title: hostAndPort(plan.host, plan.port), cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => stop.abort());
    const events: StageEvent[] = [];
    for await (const event of source) {
      events.push(event);
      panel.lines(formatEvent(event));
      if (event.type === 'stage' && event.state === 'started') progress.report({ message: stageTitle(event.stage) });
      if (event.type !== 'verdict') continue;
      panel.lines(['', ...verdictText(event, { plan, events })]);
      return { verdict: event, events };
    }
    throw new Error('the run ended without a verdict');
  });
}

function writeHeader(title: string, plan: RelayPlan, origin: string, panel: Panel): void {
  panel.show();
  const signsIn = plan.user === undefined ? 'without signing in' : `as "${plan.user}"`;
  if (panel.text() !== '') panel.line('');
  panel.line(`# ${title}: ${hostAndPort(plan.host, plan.port)}, ${SECURITY_MODE_WORDS[plan.mode]}, ${signsIn} (${origin})`);
}
