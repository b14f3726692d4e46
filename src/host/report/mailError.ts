import * as vscode from 'vscode';

interface SourceItem extends vscode.QuickPickItem {
  readonly read: () => Thenable<string | undefined> | string;
}

/** Asks for the error that an app printed. The clipboard is read only when the person chooses it. Undefined when they leave. */
export async function askForError(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  const lines = selected.split('\n').length;
  const items: SourceItem[] = [
    ...(selected.trim() === ''
      ? []
      : [{ label: '$(selection) Selected Text', description: `${lines} ${lines === 1 ? 'line' : 'lines'}`, read: () => selected }]),
    { label: '$(clippy) Text of the Clipboard', description: 'read when chosen', read: () => vscode.env.clipboard.readText() },
    { label: '$(edit) Type or Paste One Line…', read: askLine },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Explain Mail Error', placeHolder: 'Where is what the app printed?' });
  return picked?.read();
}

function askLine(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Explain Mail Error',
    prompt: 'What the app, its library or the mail log said. Nothing is sent anywhere',
    placeHolder: 'Error: Invalid login: 535 5.7.8 …',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'an error is needed' : undefined),
  });
}
