import * as vscode from 'vscode';
import type { Analysis, MailConfigService } from '../service/types.ts';
import type { TextEdit } from '../text/span.ts';
import type { Analyses } from './analyses.ts';
import { toWorkspaceEdit } from './convert.ts';
import { readSettings } from './settings.ts';

/** The edits of every safe fix whose rule is switched on. */
export function fixAllEdits(analysis: Analysis, rules: Readonly<Record<string, string>>, service: MailConfigService): readonly TextEdit[] {
  return service.fixAll(analysis, (rule) => rules[rule] !== 'off');
}

/** The command "Fix All Safe Problems in This File", for the active editor. */
export async function fixAllInActiveEditor(analyses: Analyses): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const analysis = document && (await analyses.of(document));
  if (!document || !analysis) {
    await vscode.window.showInformationMessage('Relay Doctor: the active editor shows no mail settings.');
    return;
  }
  const edits = fixAllEdits(analysis, readSettings(document.uri).rules, await analyses.service());
  if (edits.length === 0) {
    await vscode.window.showInformationMessage(
      "Relay Doctor: nothing here has a safe fix. Fixes that change the server, the port or the protection are in each problem's quick-fix menu.",
    );
    return;
  }
  await vscode.workspace.applyEdit(toWorkspaceEdit(document, edits));
}
