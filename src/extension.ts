import * as vscode from 'vscode';
import { createAnalyses } from './host/analyses.ts';
import { registerAppEditing } from './host/apps/register.ts';
import { createCodeActionProvider, FIX_ALL_KIND } from './host/codeActions.ts';
import { COMMANDS, type CommandId } from './host/commands.ts';
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
import { createPasswordStore, forgetPasswords } from './host/relayTest/passwords.ts';
import { testPlace } from './host/relayTest/place.ts';
import { createRuns } from './host/relayTest/runs.ts';
import type { RelayTester } from './host/relayTest/tester.ts';
import { createStatusBar } from './host/statusBar.ts';

/** What other extensions, and our own tests, may ask of this one. */
export interface RelayDoctorApi {
  /** The text of the "Relay Doctor" panel, its last part if it is long. Holds no secrets. */
  panelText(): string;
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

  // The test and its engine are loaded with the first one, not with the editor.
  let loading: Promise<RelayTester> | undefined;
  const tester = () => {
    loading ??= import('./host/relayTest/tester.ts').then(({ createRelayTester }) => {
      const created = createRelayTester({ analyses, panel, passwords, memory: context.workspaceState, runs, place: testPlace() });
      context.subscriptions.push(created);
      return created;
    });
    return loading;
  };

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
    command(COMMANDS.sendTestMessage, async (argument) => (await tester()).sendMessage(argument)),
    command(COMMANDS.fixAll, () => fixAllInActiveEditor(analyses)),
    command(COMMANDS.explainRule, (ruleId) => explainRule(context.extensionUri, ruleId)),
    command(COMMANDS.showOutput, () => panel.show()),
    command(COMMANDS.forgetPasswords, () => forgetPasswords(passwords)),
  );
  return { panelText: panel.text };
}
