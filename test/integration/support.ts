import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RelayDoctorApi } from '../../src/extension.ts';
import type { RelayFacts } from './result.ts';

export const EXTENSION_ID = 'relay-doctor.relay-doctor';

/** The demo relay that run.ts started for these suites. */
export const relay = JSON.parse(process.env.RELAY_DOCTOR_RELAY ?? '{}') as RelayFacts;

export async function activateExtension(): Promise<RelayDoctorApi> {
  const extension = vscode.extensions.getExtension<RelayDoctorApi>(EXTENSION_ID);
  assert.ok(extension, `${EXTENSION_ID} is not loaded`);
  return extension.activate();
}

export function workspaceUri(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);
}

export async function writeFile(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const uri = workspaceUri(name);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return uri;
}

/**
 * Writes a file of the workspace and shows it in the editor. A document of that name may still be open from the test before;
 * it follows the disk in its own time, and may even show the empty file that writing begins with.
 */
export async function openFile(name: string, content: string | Uint8Array): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await writeFile(name, content));
  if (typeof content === 'string') {
    const wanted = withPlainLineEnds(content);
    await until(vscode.workspace.onDidChangeTextDocument, () => withPlainLineEnds(document.getText()) === wanted);
  }
  await vscode.window.showTextDocument(document);
  return document;
}

/** A document has one kind of line end, and no byte order mark. */
const withPlainLineEnds = (text: string) => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Resolves when `check` holds, which is looked at now and after each `event`. Mocha's timeout ends a wait in vain. */
export function until<T>(event: vscode.Event<T>, check: () => boolean): Promise<void> {
  return new Promise((done) => {
    if (check()) return done();
    const subscription = event(() => {
      if (!check()) return;
      subscription.dispose();
      done();
    });
  });
}

export function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'relay-doctor');
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

export function rulesOf(uri: vscode.Uri): string[] {
  return problemsOf(uri).map(ruleOf);
}

/** Waits until the document's problems are as `check` wants them, and returns them. */
export async function problemsWhen(uri: vscode.Uri, check: (rules: string[]) => boolean): Promise<vscode.Diagnostic[]> {
  await until(vscode.languages.onDidChangeDiagnostics, () => check(rulesOf(uri)));
  return problemsOf(uri);
}

/** What hovers say about a word of the document. */
export async function hoverAt(document: vscode.TextDocument, word: string): Promise<string> {
  const at = document.getText().indexOf(word);
  assert.notEqual(at, -1, `"${word}" is not in the document`);
  const position = document.positionAt(at + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

/** The text that a problem underlines. */
export function marked(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): string {
  return document.getText(diagnostic.range);
}

export async function actionsAt(document: vscode.TextDocument, range: vscode.Range, kind?: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind?.value);
}

/** Does what choosing the action in the menu does. */
export async function applyAction(action: vscode.CodeAction): Promise<void> {
  if (action.edit) await vscode.workspace.applyEdit(action.edit);
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

export async function setSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('relayDoctor').update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** A dialog that was shown: its first text, and the buttons offered. */
export interface Dialog {
  readonly kind: 'information' | 'warning' | 'error' | 'input' | 'pick';
  readonly text: string;
  readonly items: readonly string[];
  readonly detail?: string;
}

type Reply = (dialog: Dialog) => string | undefined;

/**
 * Answers dialogs in place of a person. `reply` gets each one and returns the button, the text or the label
 * of the item that is chosen; undefined leaves the dialog. Returns what was shown, and how to stop.
 */
export function answerDialogs(reply: Reply): { readonly shown: Dialog[]; restore(): void } {
  const shown: Dialog[] = [];
  const { window } = vscode;
  const ask = (dialog: Dialog) => {
    shown.push(dialog);
    return reply(dialog);
  };
  const message =
    (kind: Dialog['kind']) =>
    async (text: string, ...rest: unknown[]): Promise<unknown> => {
      const [first] = rest;
      const options = typeof first === 'object' ? (first as vscode.MessageOptions) : undefined;
      const items = (options ? rest.slice(1) : rest) as string[];
      return ask({ kind, text, items, ...(options?.detail ? { detail: options.detail } : {}) });
    };
  const standIns = {
    showInformationMessage: message('information'),
    showWarningMessage: message('warning'),
    showErrorMessage: message('error'),
    showInputBox: async (options: vscode.InputBoxOptions) => ask({ kind: 'input', text: options.title ?? '', items: [], detail: options.prompt ?? '' }),
    showQuickPick: async (items: Thenable<readonly vscode.QuickPickItem[]>, options: vscode.QuickPickOptions) => {
      const all = await items;
      const label = ask({ kind: 'pick', text: options.title ?? '', items: all.map((item) => [item.label, item.description, item.detail].join(' | ')) });
      return all.find((item) => label !== undefined && item.label.includes(label));
    },
  };
  const original = Object.fromEntries(Object.keys(standIns).map((name) => [name, window[name as keyof typeof window]]));
  Object.assign(window, standIns);
  return { shown, restore: () => Object.assign(window, original) };
}
