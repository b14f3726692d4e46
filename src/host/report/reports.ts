import * as vscode from 'vscode';
import { providerById } from '../../data/providers.ts';
import { reportMarkdown } from '../../report/markdown.ts';
import { comparisonsOf } from '../../report/page/comparisons.ts';
import { addToLive, type LiveRun } from '../../report/page/live.ts';
import { type ActionName, readPageState } from '../../report/page/messages.ts';
import { type ReportView, relayName, reportPage, reportStatus } from '../../report/page/reportPage.ts';
import type { RunRecord } from '../../report/runRecord.ts';
import type { Analyses } from '../analyses.ts';
import { COMMANDS } from '../commands.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import type { RunStore } from '../relayTest/historyStore.ts';
import type { Runs } from '../relayTest/runs.ts';
import { chooseRun } from './chooseRun.ts';
import { createExplanations } from './explanations.ts';
import { placeOfSetting } from './place.ts';
import { provenFixOf } from './provenFix.ts';
import { keyOf, referenceOf, targetOf } from './reference.ts';
import { createReportPanel, type ReportPanel } from './reportPanel.ts';

export interface ReportParts {
  readonly analyses: Analyses;
  readonly panel: Panel;
  readonly runs: Runs;
  /** The kept runs. */
  readonly store: RunStore;
  readonly extensionUri: vscode.Uri;
}

/** The report panel and the commands around it. Each takes a `RelayReference` or `{ key }`, and asks without one. */
export interface Reports extends vscode.Disposable {
  show(argument?: unknown): Promise<void>;
  /** Copies the report as Markdown, names in mail addresses masked. */
  copy(argument?: unknown): Promise<void>;
  /** Shows the report with what has changed since earlier runs. */
  compare(argument?: unknown): Promise<void>;
  /** Explains the text that is given, or that the person chooses. */
  explainError(argument?: unknown): Promise<void>;
  /** Fills a tab that the editor has kept over a reload of the window. */
  restore(tab: vscode.WebviewPanel, state: unknown): Promise<void>;
}

/** What the tab tells of now. */
interface Subject {
  readonly key?: string;
  readonly record?: RunRecord;
  readonly running?: LiveRun;
  readonly isCompared?: boolean;
  readonly notice?: string;
}

export function createReports({ analyses, panel, runs, store, extensionUri }: ReportParts): Reports {
  let tab: ReportPanel | undefined;
  /** Undefined while the tab shows an explanation. */
  let subject: Subject | undefined;
  /** Counts what was shown: a slower answer must not take the place of a later one. */
  let turn = 0;
  const explanations = createExplanations();

  function open(kept?: vscode.WebviewPanel): ReportPanel {
    if (tab && !kept) {
      tab.reveal();
      return tab;
    }
    tab?.dispose();
    const created = createReportPanel(extensionUri, (action) => void act(action), kept);
    created.onDidDispose(() => {
      if (tab !== created) return;
      tab = undefined;
      subject = undefined;
    });
    tab = created;
    return created;
  }

  async function render(next: Subject, focus?: string): Promise<void> {
    subject = next;
    turn += 1;
    const mine = turn;
    const { record, running } = next;
    const view = await viewOf(next);
    if (mine !== turn || !tab) return;
    const relay = running?.relay ?? record?.relay;
    tab.show(relay ? `Test of ${relayName(relay)}` : 'SMTP Test Report', {
      type: 'show',
      page: reportPage(view),
      status: reportStatus(view),
      state: next.key === undefined ? {} : { key: next.key },
      ...(focus === undefined ? {} : { focus }),
    });
  }

  async function viewOf({ record, running, isCompared, notice }: Subject): Promise<ReportView> {
    const fix = record && !running ? await provenFixOf(analyses, runs, record) : undefined;
    const comparisons = record && isCompared ? comparisonsOf(await store.all(record.relay.key), record) : undefined;
    const provider = record?.verdict.cause?.provider ?? undefined;
    const name = provider === undefined ? undefined : providerById(provider)?.name;
    return {
      ...(record ? { record } : {}),
      ...(running ? { running } : {}),
      ...(notice === undefined ? {} : { notice }),
      ...(comparisons ? { comparisons } : {}),
      ...(name === undefined ? {} : { provider: name }),
      ...(fix ? { fixTitle: fix.title } : {}),
      actions: record ? actionsOf(record) : ['test'],
    };
  }

  async function subjectOf(key: string | undefined): Promise<Subject> {
    const [record] = key === undefined ? [] : await store.all(key);
    return { ...(key === undefined ? {} : { key }), ...(record ? { record } : {}) };
  }

  const act = guarded(panel, 'report', async (action: ActionName) => {
    if (action === 'explain-again') return explain();
    if (!subject) return explanations.act(action);
    const { record, key } = subject;
    if (action === 'stop') await vscode.commands.executeCommand(COMMANDS.stopTests, { key });
    else if (action === 'test') await vscode.commands.executeCommand(COMMANDS.testRelay, ...(record ? [targetOf(runs, record.relay)] : []));
    else if (record) await actOn(record, action);
  });

  async function actOn(record: RunRecord, action: ActionName): Promise<void> {
    const { rule } = record.verdict.cause ?? {};
    if (action === 'copy') await copy(record);
    else if (action === 'compare') await render({ ...subject, record, isCompared: true }, 'compare-title');
    else if (action === 'open-setting') await openSetting(record);
    else if (action === 'apply-fix') await applyFix(record);
    else if (action === 'explain-rule' && rule) await vscode.commands.executeCommand(COMMANDS.explainRule, rule);
  }

  async function copy(record: RunRecord): Promise<void> {
    await vscode.env.clipboard.writeText(reportMarkdown(record, { maskAddresses: true }));
    const notice = 'Report copied as Markdown. Names in mail addresses are masked.';
    if (tab && subject?.record?.id === record.id) await render({ ...subject, notice });
    else vscode.window.setStatusBarMessage(notice, 5000);
  }

  async function openSetting({ relay }: RunRecord): Promise<void> {
    const reference = referenceOf(runs, relay);
    const place = reference && (await placeOfSetting(analyses, reference, relay));
    if (place) await showDocument(place.document, place.range);
    else await render({ ...subject, notice: `"${relay.file ?? ''}" can't be opened: it may have been moved.` });
  }

  async function applyFix(record: RunRecord): Promise<void> {
    const fix = await provenFixOf(analyses, runs, record);
    const isDone = fix !== undefined && (await vscode.workspace.applyEdit(fix.edit));
    if (isDone) await showDocument(fix.document);
    const notice = isDone ? 'Written, not yet saved. Test again to see it work.' : 'The files have changed since, so nothing was written. Test again.';
    await render({ ...subject, record, notice }, 'headline');
  }

  /** Beside the report, or where the file is to be seen already. */
  async function showDocument(document: vscode.TextDocument, selection?: vscode.Range): Promise<void> {
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
    const other = tab?.column === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { viewColumn: shown ?? other, ...(selection ? { selection } : {}) });
  }

  async function explain(text?: string): Promise<void> {
    const message = await explanations.explain(text);
    if (!message) return;
    const shown = open();
    subject = undefined;
    turn += 1;
    shown.show('Mail Error', message);
  }

  /** The run that a command is about; undefined when none is kept. */
  async function recordOf(argument: unknown, title: string): Promise<RunRecord | undefined> {
    const key = keyOf(runs, argument) ?? (await chooseRun(store, title));
    return key === undefined ? undefined : (await store.all(key))[0];
  }

  async function showRun(argument: unknown, title: string, isCompared: boolean): Promise<void> {
    const key = keyOf(runs, argument) ?? (await chooseRun(store, title));
    if (key === undefined && (await store.all()).length > 0) return;
    open();
    await render({ ...(await subjectOf(key)), isCompared }, isCompared ? 'compare-title' : 'headline');
  }

  const listening = vscode.Disposable.from(
    runs.addViewer(() => tab?.isVisible() === true && subject?.key !== undefined),
    runs.onDidStart(({ relay }) => {
      if (!tab || !subject || (subject.key !== undefined && subject.key !== relay.key)) return;
      const { record } = subject;
      void render({ key: relay.key, ...(record ? { record } : {}), running: { relay, stages: [] } }, 'headline');
    }),
    runs.onDidTell(({ relay, event, atMs }) => {
      if (event.type !== 'stage' || !subject?.running || subject.key !== relay.key) return;
      void render({ ...subject, running: addToLive(subject.running, event, atMs) });
    }),
    runs.onDidFinish(({ relay, record }) => {
      if (subject?.key === relay.key) void render({ key: relay.key, record }, subject.running ? 'headline' : undefined);
    }),
    runs.onDidEnd(({ key }) => {
      // A run that took the place of the cancelled one goes on.
      if (!subject?.running || subject.key !== key || runs.isRunning(key)) return;
      const notice = subject.record ? 'The test was cancelled. This is the report of the run before.' : 'The test was cancelled.';
      const { running: _, ...rest } = subject;
      void render({ ...rest, notice }, 'headline');
    }),
  );

  return {
    show: (argument) => showRun(argument, 'Show Test Report', false),
    compare: (argument) => showRun(argument, 'Compare with Last Run', true),
    async copy(argument) {
      const record = (argument === undefined ? subject?.record : undefined) ?? (await recordOf(argument, 'Copy Test Report'));
      if (record) await copy(record);
      else if ((await store.all()).length === 0) void vscode.window.showInformationMessage('No relay test has run yet, so there is no report to copy.');
    },
    explainError: (argument) => explain(typeof argument === 'string' ? argument : undefined),
    async restore(kept, state) {
      open(kept);
      await render(await subjectOf(readPageState(state).key));
    },
    dispose() {
      listening.dispose();
      tab?.dispose();
    },
  };
}

function actionsOf({ relay, verdict: { cause } }: RunRecord): ActionName[] {
  return ['test', ...(relay.file === undefined ? [] : (['open-setting'] as const)), 'copy', 'compare', ...(cause?.rule ? (['explain-rule'] as const) : [])];
}
