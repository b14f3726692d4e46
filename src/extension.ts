import * as vscode from 'vscode';
import { createAnalyses } from './host/analyses.ts';
import { registerAppEditing } from './host/apps/register.ts';
import { createCodeActionProvider, FIX_ALL_KIND } from './host/codeActions.ts';
import { COMMANDS, type CommandId, REPORT_VIEW } from './host/commands.ts';
import { createElsewhere } from './host/elsewhere.ts';
import { explainRule } from './host/explain.ts';
import { fixAllInActiveEditor } from './host/fixAll.ts';
import { createHoverProvider } from './host/hover.ts';
import { createLanguages } from './host/languages.ts';
import { createLensProvider } from './host/lenses.ts';
import { createLinter } from './host/linter.ts';
import { createPanel } from './host/panel.ts';
import { createEvidenceSource } from './host/postfix/evidence.ts';
import { installedPostfix } from './host/postfix/installed.ts';
import { registerPostfixEditing } from './host/postfix/register.ts';
import { createTableRecogniser } from './host/postfix/tables.ts';
import { createProjectFiles } from './host/projectFiles.ts';
import { registerRelaysView } from './host/relaysView/register.ts';
import type { RelaysView } from './host/relaysView/view.ts';
import type { HistoryStore } from './host/relayTest/historyStore.ts';
import { createPasswordStore, forgetPasswords } from './host/relayTest/passwords.ts';
import { testPlace } from './host/relayTest/place.ts';
import type { RelayIndex } from './host/relayTest/relayIndex.ts';
import { createRuns } from './host/relayTest/runs.ts';
import type { RelayTester } from './host/relayTest/tester.ts';
import type { CopyForm } from './host/report/copyAs.ts';
import type { Reports } from './host/report/reports.ts';
import { createStatusBar } from './host/statusBar.ts';
import { registerTestController } from './host/testController.ts';
import type { TestExplorer } from './host/testExplorer.ts';

/** What other extensions, and our own tests, may ask of this one. */
export interface RelayDoctorApi {
  /** The text of the "Relay Doctor" panel, its last part if it is long. Holds no secrets. */
  panelText(): string;
  /** What fills the Relays view. */
  relays(): Promise<RelaysView>;
  /** What runs the tests of the Test Explorer, and its items. */
  explorer(): Promise<TestExplorer>;
  readonly tests: vscode.TestController;
}

/** Every kind of document: `analyses` decides which are ours, by name and text rather than by language. */
const ANY: vscode.DocumentSelector = '*';

export function activate(context: vscode.ExtensionContext): RelayDoctorApi {
  const panel = createPanel();
  const languages = createLanguages(context.extension.packageJSON.contributes.languages);
  const evidence = createEvidenceSource(installedPostfix);
  const projects = createProjectFiles();
  const elsewhere = createElsewhere();
  const analyses = createAnalyses(panel, {
    projects,
    languages,
    evidence,
    grammars: { read: (name) => Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'dist', 'grammars', name))) },
  });
  const linter = createLinter({ analyses, evidence, projects, elsewhere }, panel);
  const lenses = createLensProvider(analyses, linter, panel);
  const passwords = createPasswordStore(context);
  const runs = createRuns();
  const cli = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js');

  /** Loads a part when it is first asked for, not with the editor. */
  const late = <T extends vscode.Disposable>(load: () => Promise<T>): (() => Promise<T>) => {
    let loading: Promise<T> | undefined;
    return () => {
      loading ??= load().then((part) => {
        context.subscriptions.push(part);
        return part;
      });
      return loading;
    };
  };
  const history = late<HistoryStore>(async () => {
    const { createHistoryStore } = await import('./host/relayTest/historyStore.ts');
    return createHistoryStore(context.storageUri ?? context.globalStorageUri, runs, panel);
  });
  const tester = late<RelayTester>(async () => {
    const { createRelayTester } = await import('./host/relayTest/tester.ts');
    // It listens from the first test on.
    await history();
    return createRelayTester({ analyses, panel, passwords, memory: context.workspaceState, secrets: context.secrets, runs, place: testPlace() });
  });
  const index = late<RelayIndex>(async () => {
    const { createRelayIndex } = await import('./host/relayTest/relayIndex.ts');
    return createRelayIndex(analyses, projects, panel);
  });
  const relays = late<RelaysView>(async () => {
    const [{ createRelaysModel }, { createRelaysView }] = await Promise.all([import('./host/relaysView/model.ts'), import('./host/relaysView/view.ts')]);
    const [found, kept] = await Promise.all([index(), history()]);
    found.addViewer(view.isVisible);
    return createRelaysView({ model: createRelaysModel(found, kept, runs), index: found, runs, tester, redraw: view.redraw });
  });
  const view = registerRelaysView(relays, runs);
  const explorer = late<TestExplorer>(async () => {
    const { createTestExplorer } = await import('./host/testExplorer.ts');
    return createTestExplorer(controller, { index: await index(), analyses, runs, tester });
  });
  const controller = registerTestController(explorer);

  const reports = late<Reports>(async () => {
    const { createReports } = await import('./host/report/reports.ts');
    return createReports({ analyses, panel, runs, store: await history(), extensionUri: context.extensionUri });
  });
  const copyAs = async (form: CopyForm, argument: unknown) => (await import('./host/report/copyAs.ts')).copyAs(form, argument, analyses, panel);

  const command = (id: CommandId, run: (argument?: unknown) => Promise<void> | void) =>
    vscode.commands.registerCommand(id, async (argument?: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        panel.failure(id, error);
        void vscode.window.showErrorMessage(`Relay Doctor: "${id}" failed by a fault of its own. The output panel "Relay Doctor" has the details.`);
      }
    });

  context.subscriptions.push(
    panel,
    runs,
    evidence,
    projects,
    linter,
    view,
    controller,
    createTableRecogniser(languages, panel),
    lenses,
    createStatusBar(analyses, linter, panel),
    vscode.languages.registerHoverProvider(ANY, createHoverProvider(analyses, panel)),
    vscode.languages.registerCodeLensProvider(ANY, lenses),
    vscode.languages.registerCodeActionsProvider(ANY, createCodeActionProvider(analyses, elsewhere, panel), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL_KIND],
    }),
    registerPostfixEditing(analyses, panel),
    registerAppEditing(analyses, panel),
    vscode.tasks.registerTaskProvider('relay-doctor', {
      provideTasks: async () => (await import('./host/tasks.ts')).offeredTasks(cli),
      resolveTask: async (task) => (await import('./host/tasks.ts')).resolvedTask(cli, task),
    }),
    command(COMMANDS.testRelay, async (argument) => (await tester()).test(argument)),
    command(COMMANDS.testTlsVersions, async (argument) => (await tester()).test(argument, { enumerateTls: true })),
    command(COMMANDS.sendTestMessage, async (argument) => (await tester()).sendMessage(argument)),
    command(COMMANDS.fixAll, () => fixAllInActiveEditor(analyses)),
    command(COMMANDS.explainRule, (ruleId) => explainRule(context.extensionUri, ruleId)),
    command(COMMANDS.showOutput, () => panel.show()),
    command(COMMANDS.forgetPasswords, () => forgetPasswords(passwords)),
    command(COMMANDS.testAllRelays, async (node) => (await relays()).testAll(node)),
    command(COMMANDS.stopTests, async (node) => (await tester()).stop((node as { key?: string } | undefined)?.key)),
    command(COMMANDS.refreshRelays, async () => (await index()).refresh()),
    command(COMMANDS.clearHistory, async () => (await import('./host/relayTest/historyStore.ts')).clearHistory(await history())),
    command(COMMANDS.showReport, async (argument) => (await reports()).show(argument)),
    command(COMMANDS.copyReport, async (argument) => (await reports()).copy(argument)),
    command(COMMANDS.compareRuns, async (argument) => (await reports()).compare(argument)),
    command(COMMANDS.explainMailError, async (argument) => (await reports()).explainError(argument)),
    command(COMMANDS.copyAsSwaks, (argument) => copyAs('swaks', argument)),
    command(COMMANDS.copyAsOpenssl, (argument) => copyAs('openssl s_client', argument)),
    command(COMMANDS.copyAsNodemailer, (argument) => copyAs('nodemailer', argument)),
    vscode.window.registerWebviewPanelSerializer(REPORT_VIEW, {
      deserializeWebviewPanel: async (tab, state) => (await reports()).restore(tab, state),
    }),
  );
  return { panelText: panel.text, relays, explorer, tests: controller };
}
