import * as vscode from 'vscode';
import { rulePage } from '../rules/link.ts';

/** Opens the shipped page of a rule as a preview; asks for the rule when none is given. Needs no network. */
export async function explainRule(extensionUri: vscode.Uri, ruleId: unknown): Promise<void> {
  const page = typeof ruleId === 'string' ? vscode.Uri.joinPath(extensionUri, rulePage(ruleId)) : await pickPage(extensionUri);
  if (page) await vscode.commands.executeCommand('markdown.showPreview', page);
}

async function pickPage(extensionUri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.joinPath(extensionUri, 'media', 'rules');
  const items = vscode.workspace.fs.readDirectory(folder).then((entries) =>
    entries
      .filter(([name]) => name.endsWith('.md'))
      .sort()
      .map(([name]) => ({ label: name.replace('-', '/').replace(/\.md$/, ''), page: vscode.Uri.joinPath(folder, name) })),
  );
  return (await vscode.window.showQuickPick(items, { title: 'Relay Doctor: Explain a Rule', placeHolder: 'Which rule?' }))?.page;
}
