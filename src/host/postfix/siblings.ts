import * as vscode from 'vscode';
import type { FolderView } from '../../discover/postfixFolder.ts';
import { nameInFolder } from '../../discover/postfixPaths.ts';
import { MAX_TEXT_LENGTH } from '../../parse/types.ts';

/** More files than any configuration has; a bound for what one text can make us read. */
const MAX_FILES = 200;

/** The files beside a Postfix file, as they were when they were read. */
export interface Siblings {
  readonly view: FolderView;
  /** The names that were asked for so far, read or not. */
  readonly names: ReadonlySet<string>;
  /** Changes when one of the files read does. */
  state(): string;
  /** Reads what the view was asked for in vain. Returns whether anything came of it. */
  readWanted(): Promise<boolean>;
}

/** Sees the folder of a document: what an editor shows wins over the disk. What can't be read is unknown; `names` are read at once. */
export async function readSiblings(document: vscode.TextDocument, names: Iterable<string>): Promise<Siblings> {
  const folder = document.uri.path.slice(0, document.uri.path.lastIndexOf('/'));
  const texts = new Map<string, string | undefined>();
  const asked = new Set(names);

  async function readWanted(): Promise<boolean> {
    const wanted = [...asked].filter((name) => !texts.has(name)).slice(0, MAX_FILES - texts.size);
    const found = await Promise.all(wanted.map((name) => readSibling(document, name)));
    for (const [index, name] of wanted.entries()) texts.set(name, found[index]);
    return found.some((text) => text !== undefined);
  }

  await readWanted();
  return {
    names: asked,
    readWanted,
    state: () =>
      [...texts]
        .map(([name, text]) => `${name} ${text === undefined ? '' : `=${text}`}`)
        .sort()
        .join('\0'),
    view: {
      path: folder,
      readText(path) {
        const name = nameInFolder(path, folder);
        if (name === undefined) return undefined;
        asked.add(name);
        return texts.get(name);
      },
      stat: () => undefined,
    },
  };
}

/** The file of a document's folder that a path means, see `nameInFolder`; undefined where a document has none. */
export function siblingOf(uri: vscode.Uri, path: string): vscode.Uri | undefined {
  const name = nameInFolder(path, uri.path.slice(0, uri.path.lastIndexOf('/')));
  return uri.scheme === 'untitled' || name === undefined ? undefined : vscode.Uri.joinPath(uri, '..', name);
}

/** Says whether two documents lie in one folder, or one of them below the other's. */
export function isNear({ uri: first }: vscode.TextDocument, { uri: second }: vscode.TextDocument): boolean {
  const folder = first.path.slice(0, first.path.lastIndexOf('/') + 1);
  return first.scheme === second.scheme && first.authority === second.authority && second.path.startsWith(folder);
}

async function readSibling(document: vscode.TextDocument, name: string): Promise<string | undefined> {
  const uri = siblingOf(document.uri, name);
  if (!uri || uri.toString() === document.uri.toString()) return undefined;
  const open = vscode.workspace.textDocuments.find((other) => other.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_TEXT_LENGTH || (type & vscode.FileType.File) === 0) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
  } catch {
    // Absent or not for us: unknown, so nothing is concluded from it.
    return undefined;
  }
}
