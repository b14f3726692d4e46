import * as vscode from 'vscode';
import type { Analysis } from '../service/types.ts';
import type { Analyses } from './analyses.ts';
import { COMMANDS } from './commands.ts';
import type { Linter } from './linter.ts';
import type { Panel } from './panel.ts';
import { relayDetail, relayLabel } from './relayLabel.ts';
import { applyOverrides, readSettings } from './settings.ts';

/** Shows the active file's relay and number of problems, and tells menus whether there is one to test. */
export function createStatusBar(analyses: Analyses, linter: Linter, panel: Panel): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('relayDoctor.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Relay Doctor';
  item.command = COMMANDS.testRelay;

  async function update(): Promise<void> {
    try {
      const document = vscode.window.activeTextEditor?.document;
      const analysis = document && (await analyses.of(document));
      // Another editor may have been chosen while the service was loading; its own event follows.
      if (document !== vscode.window.activeTextEditor?.document) return;
      const hasRelay = (analysis?.settings.length ?? 0) > 0;
      const isMailConfig = analysis !== undefined && (hasRelay || analysis.file.kind === 'postfix-main' || analysis.findings.length > 0);
      void vscode.commands.executeCommand('setContext', 'relayDoctor.hasRelay', hasRelay);
      void vscode.commands.executeCommand('setContext', 'relayDoctor.isMailConfig', isMailConfig);
      if (!document || !analysis || !isMailConfig) return item.hide();
      const settings = readSettings(document.uri);
      const problems = settings.enable ? applyOverrides(analysis.findings, settings.rules).length : 0;
      const words = [summary(analysis), ...(problems > 0 ? [count(problems, 'problem')] : [])].filter((part) => part !== '');
      if (words.length === 0) return item.hide();
      item.text = `$(mail) ${words.join(' · ')}`;
      item.tooltip = tooltip(analysis);
      item.show();
    } catch (error) {
      panel.failure('status bar', error);
    }
  }

  const subscriptions = [
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    linter.onDidLint((document) => {
      if (document === vscode.window.activeTextEditor?.document) void update();
    }),
  ];
  return vscode.Disposable.from(item, ...subscriptions);
}

/** Services and tables have no relay of their own, so nothing is said of it there. */
function summary({ settings, file }: Analysis): string {
  const [only] = settings;
  if (!only) return file.kind === 'postfix-main' ? 'no relay' : '';
  return settings.length === 1 ? relayLabel(only) : `${settings.length} relays`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function tooltip({ settings }: Analysis): vscode.MarkdownString {
  const text = new vscode.MarkdownString('**Relay Doctor**\n\n');
  for (const setting of settings.slice(0, 10)) {
    text
      .appendMarkdown('- ')
      .appendText(`${relayLabel(setting)}: ${relayDetail(setting)}`)
      .appendMarkdown('\n');
  }
  return text.appendMarkdown('\nClick to test an SMTP relay.');
}
