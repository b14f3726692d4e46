import * as vscode from 'vscode';
import type { RecordedStage, RunRecord } from '../report/runRecord.ts';
import { formatEvent, reasonText, stageTitle } from '../report/transcript.ts';
import type { Cause } from '../smtp/types.ts';
import type { Analyses } from './analyses.ts';
import { relayLabel, relayShortDetail } from './relayLabel.ts';
import { locationOf } from './relaysView/model.ts';
import { keyOf } from './relayTest/choose.ts';
import type { Outcome } from './relayTest/many.ts';
import type { RelayIndex } from './relayTest/relayIndex.ts';
import type { Runs } from './relayTest/runs.ts';
import type { RelayTester } from './relayTest/tester.ts';
import { locate } from './relayTest/verdicts.ts';
import type { FoundRelay } from './relayTest/workspaceRelays.ts';

/** Files, their relays, and after a run the stages of each. */
export interface TestExplorer extends vscode.Disposable {
  /** Looks for relays, and from then on follows the files. */
  discover(): Promise<void>;
  refresh(): Promise<void>;
  run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void>;
}

export interface ExplorerParts {
  readonly index: RelayIndex;
  readonly analyses: Analyses;
  readonly runs: Runs;
  tester(): Promise<RelayTester>;
}

export function createTestExplorer(controller: vscode.TestController, { index, analyses, runs, tester }: ExplorerParts): TestExplorer {
  const relays = new Map<vscode.TestItem, FoundRelay>();
  let hasDiscovered = false;
  const following = index.onDidChange(() => hasDiscovered && void discover());

  async function discover(): Promise<void> {
    if (!hasDiscovered) index.addViewer(() => true);
    hasDiscovered = true;
    const byFile = new Map<string, { uri: vscode.Uri; found: FoundRelay[] }>();
    for (const found of await index.relays()) {
      const file = byFile.get(found.uri.toString()) ?? { uri: found.uri, found: [] };
      file.found.push(found);
      byFile.set(found.uri.toString(), file);
    }
    relays.clear();
    controller.items.replace(
      [...byFile].map(([id, { uri, found }]) => {
        const item = controller.items.get(id) ?? controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
        item.children.replace(found.map((relay) => relayItem(item, relay)));
        return item;
      }),
    );
  }

  /** An item that is there already keeps its stages. */
  function relayItem(file: vscode.TestItem, found: FoundRelay): vscode.TestItem {
    const id = keyOf(found);
    const { uri, range } = locationOf(found);
    const before = file.children.get(id);
    const isSameFile = before?.uri?.toString() === uri.toString();
    const item = before && isSameFile ? before : controller.createTestItem(id, relayLabel(found.setting), uri);
    item.label = relayLabel(found.setting);
    item.description = relayShortDetail(found.setting);
    item.range = range;
    relays.set(item, found);
    return item;
  }

  /** The relays that a request asks for: a file stands for all of its, a stage for its relay. */
  function wantedBy({ include, exclude = [] }: vscode.TestRunRequest): Map<FoundRelay, vscode.TestItem> {
    const lineage = (item: vscode.TestItem | undefined): vscode.TestItem[] => (item ? [item, ...lineage(item.parent)] : []);
    const isIncluded = (item: vscode.TestItem) => !include || include.some((one) => lineage(item).includes(one) || lineage(one).includes(item));
    const isExcluded = (item: vscode.TestItem) => exclude.some((one) => lineage(item).includes(one));
    return new Map([...relays].flatMap(([item, found]) => (isIncluded(item) && !isExcluded(item) ? [[found, item] as const] : [])));
  }

  async function tell(run: vscode.TestRun, item: vscode.TestItem, found: FoundRelay, outcome: Outcome): Promise<void> {
    const place = locationOf(found);
    const say = (lines: readonly string[]) => run.appendOutput(lines.map((line) => `${line}\r\n`).join(''), undefined, item);
    switch (outcome.kind) {
      case 'cancelled':
        run.skipped(item);
        return;
      case 'off':
        item.description = `${relayShortDetail(found.setting)} · ${outcome.reason}`;
        say([`${item.label}: not tested, ${outcome.reason}`]);
        run.skipped(item);
        return;
      case 'untested': {
        say([`${item.label}: not tested, ${outcome.reason}`]);
        run.errored(item, messageAt(outcome.reason, place));
        return;
      }
      case 'tested': {
        const { record, events, verdict } = outcome.run;
        say([`# ${item.label} (${item.uri ? vscode.workspace.asRelativePath(item.uri) : ''})`, ...events.flatMap(formatEvent)]);
        say([`${verdict.ok ? 'OK' : 'FAILED'}: ${verdict.summary}`, '']);
        showStages(controller, run, item, record);
        const { cause } = record.verdict;
        if (!cause) return run.passed(item, totalMs(record));
        const reference = { uri: found.uri.toString(), id: found.setting.id };
        const at = await locate(analyses, keyOf(found), reference, cause);
        return run.failed(item, messageAt(messageOf(cause), at ? new vscode.Location(at.uri, at.range) : place), totalMs(record));
      }
    }
  }

  return {
    discover,
    async refresh() {
      index.refresh();
      await discover();
    },
    async run(request, token) {
      if (!hasDiscovered) await discover();
      const run = controller.createTestRun(request);
      const wanted = wantedBy(request);
      const byKey = new Map([...wanted].map(([found, item]) => [keyOf(found), item]));
      const telling: Promise<void>[] = [];
      // The Test Explorer shows what goes on; so nobody needs to be told otherwise.
      const listening = vscode.Disposable.from(
        runs.addViewer(() => true),
        runs.onDidStart(({ relay: { key } }) => {
          const item = byKey.get(key);
          if (item) run.started(item);
        }),
      );
      for (const item of wanted.values()) run.enqueued(item);
      try {
        const testing = await tester();
        await testing.testMany([...wanted.keys()], (found, outcome) => void telling.push(tell(run, wanted.get(found)!, found, outcome)), token);
        await Promise.all(telling);
      } finally {
        listening.dispose();
        run.end();
      }
    },
    dispose: () => following.dispose(),
  };
}

function showStages(controller: vscode.TestController, run: vscode.TestRun, item: vscode.TestItem, { stages }: RunRecord): void {
  const children = stages.map((stage, position) => stageItem(controller, item, stage, position));
  item.children.replace(children);
  for (const [position, stage] of stages.entries()) {
    const child = children[position]!;
    if (stage.state === 'passed') run.passed(child, stage.ms);
    else if (stage.state === 'failed') run.failed(child, new vscode.TestMessage(stage.failure?.detail ?? 'failed'), stage.ms);
    else run.skipped(child);
  }
}

function stageItem(controller: vscode.TestController, parent: vscode.TestItem, { stage, reason }: RecordedStage, position: number): vscode.TestItem {
  const item = controller.createTestItem(`${parent.id} ${stage}`, stageTitle(stage));
  item.sortText = String(position).padStart(2, '0');
  if (reason !== undefined) item.description = reasonText(reason);
  return item;
}

function totalMs({ stages }: RunRecord): number {
  return Math.max(0, ...stages.map(({ atMs = 0, ms = 0 }) => atMs + ms));
}

function messageAt(text: string, location: vscode.Location): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  message.location = location;
  return message;
}

/** The cause, what shows it, and what to do, as plain lines. */
function messageOf({ summary, evidence, nextStep, nextSteps }: Cause): string {
  const steps = nextSteps.length > 0 ? nextSteps : [nextStep];
  return [summary, ...evidence.map((line) => `  ${line}`), `Next step: ${steps.join('; then ')}`].join('\n');
}
