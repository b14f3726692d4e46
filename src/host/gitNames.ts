import * as vscode from 'vscode';
import { readGitIndex } from '../discover/gitIndex.ts';

/** The index of a repository whose root is the folder. */
export function gitIndexIn(root: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(root, '.git', 'index');
}

export function isGitIndex(uri: vscode.Uri): boolean {
  return uri.path.endsWith('/.git/index');
}

/** The names in an index as a text, one a line, to be kept like any other file around; undefined where it can't be read. */
export function gitNamesText(bytes: Uint8Array): string | undefined {
  const names = readGitIndex(bytes);
  return names && [...names].join('\n');
}

let last: { readonly text: string; readonly names: ReadonlySet<string> } | undefined;

/** Whether such a text has the name of a file, which stands below the root; a text is taken apart once, however often it is asked. */
export function hasGitName(text: string, file: vscode.Uri, root: vscode.Uri): boolean {
  if (last?.text !== text) last = { text, names: new Set(text.split('\n')) };
  return last.names.has(file.path.slice(root.path.replace(/\/$/, '').length + 1));
}
