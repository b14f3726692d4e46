import * as vscode from 'vscode';
import type { FolderView } from '../../discover/postfixFolder.ts';

const NAMES = ['main.cf', 'master.cf'] as const;

/** The files beside a Postfix file, as they were when they were read. */
export interface Siblings {
  readonly view: FolderView;
  /** Changes when one of them does. */
  readonly state: string;
}

/** Reads main.cf and master.cf beside a document: what an editor shows wins over the disk. What can't be read is unknown. */
export async function readSiblings(document: vscode.TextDocument): Promise<Siblings> {
  const texts = new Map<string, string>();
  const states: string[] = [];
  await Promise.all(
    NAMES.map(async (name) => {
      const uri = siblingOf(document.uri, name);
      if (!uri || uri.toString() === document.uri.toString()) return;
      const open = vscode.workspace.textDocuments.find((other) => other.uri.toString() === uri.toString());
      const text = open ? open.getText() : await readText(uri);
      if (text === undefined) return;
      texts.set(name, text);
      states.push(`${name} ${text}`);
    }),
  );
  return { view: { readText: (path) => texts.get(path), stat: () => undefined }, state: states.sort().join('\0') };
}

/** The file of a name in a document's folder; undefined where a document has none. */
export function siblingOf(uri: vscode.Uri, name: string): vscode.Uri | undefined {
  return uri.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(uri, '..', name);
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Absent or not for us: unknown, so nothing is concluded from it.
    return undefined;
  }
}
