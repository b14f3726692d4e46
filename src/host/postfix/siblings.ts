import * as vscode from 'vscode';
import type { FileFacts, FolderView } from '../../discover/postfixFolder.ts';
import { INSTALLATION_FILES, isSystemFolder, nameInFolder } from '../../discover/postfixPaths.ts';
import { MAX_TEXT_LENGTH } from '../../parse/types.ts';

/** More files than any configuration has; a bound for what one text can make us look at. */
const MAX_FILES = 200;

/** What was asked for so far, known or not. */
export interface Asked {
  /** Names in the folder whose texts were wanted. */
  readonly texts: ReadonlySet<string>;
  /** Names in the folder, or absolute paths, whose facts were wanted. */
  readonly facts: ReadonlySet<string>;
}

/** The files beside a Postfix file, as they were when they were read. */
export interface Siblings {
  readonly view: FolderView;
  /** Whether a Postfix works with this folder, so that dates and absences count. A copy of it elsewhere has its own. */
  readonly isLive: boolean;
  /** Whether that is so by its place alone. */
  readonly isSystem: boolean;
  readonly asked: Asked;
  /** Changes when one of the files looked at does. */
  state(): string;
  /** Reads what the view was asked for in vain. Returns whether anything came of it. */
  readWanted(): Promise<boolean>;
}

/** Sees the folder of a document: what an editor shows wins over the disk. What can't be read is unknown; what is `wanted` is read at once. */
export async function readSiblings(document: vscode.TextDocument, wanted: Asked): Promise<Siblings> {
  const folder = folderOf(document.uri);
  // Other places, such as a repository on a server, have dates of their own making.
  const isDisk = document.uri.scheme === 'file';
  const isSystem = isDisk && isSystemFolder(folder);
  const isLive = isSystem || (isDisk && (await hasInstallation(document.uri)));
  const texts = createShelf(wanted.texts, (name) => readSibling(document, name));
  const facts = createShelf(wanted.facts, (name) => factsOf(name.startsWith('/') ? document.uri.with({ path: name }) : siblingOf(document.uri, name)));

  async function readWanted(): Promise<boolean> {
    const [hasText, hasFacts] = await Promise.all([texts.fill(), facts.fill()]);
    return hasText || hasFacts;
  }

  await readWanted();
  return {
    isLive,
    isSystem,
    asked: { texts: texts.asked, facts: facts.asked },
    readWanted,
    state: () => `${texts.state()}\0${facts.state()}`,
    view: {
      readText(path) {
        const name = nameInFolder(path, folder);
        return name === undefined ? undefined : texts.get(name);
      },
      stat(path) {
        const name = isLive ? (nameInFolder(path, folder) ?? (isSystem && path.startsWith('/') ? path : undefined)) : undefined;
        return name === undefined ? undefined : facts.get(name);
      },
    },
  };
}

interface Shelf<T> {
  readonly asked: ReadonlySet<string>;
  /** What is known under a name; it is fetched the next time when nothing is. */
  get(name: string): T | undefined;
  /** Fetches what is missing. Returns whether anything came of it. */
  fill(): Promise<boolean>;
  state(): string;
}

/** Answers at once with what it holds, and remembers what it could not answer. */
function createShelf<T>(wanted: Iterable<string>, fetch: (name: string) => Promise<T | undefined>): Shelf<T> {
  const held = new Map<string, T | undefined>();
  const asked = new Set(wanted);
  return {
    asked,
    get(name) {
      asked.add(name);
      return held.get(name);
    },
    async fill() {
      const missing = [...asked].filter((name) => !held.has(name)).slice(0, MAX_FILES - held.size);
      const found = await Promise.all(missing.map(fetch));
      for (const [index, name] of missing.entries()) held.set(name, found[index]);
      return found.some((item) => item !== undefined);
    },
    state: () =>
      [...held]
        .map(([name, item]) => `${name} ${item === undefined ? '' : `=${typeof item === 'string' ? item : JSON.stringify(item)}`}`)
        .sort()
        .join('\0'),
  };
}

/** The file of a document's folder that a path means, see `nameInFolder`; undefined where a document has none. */
export function siblingOf(uri: vscode.Uri, path: string): vscode.Uri | undefined {
  const name = nameInFolder(path, folderOf(uri));
  return uri.scheme === 'untitled' || name === undefined ? undefined : vscode.Uri.joinPath(uri, '..', name);
}

/** Says whether two documents lie in one folder, or one of them below the other's. */
export function isNear({ uri: first }: vscode.TextDocument, { uri: second }: { readonly uri: vscode.Uri }): boolean {
  return first.scheme === second.scheme && first.authority === second.authority && second.path.startsWith(`${folderOf(first)}/`);
}

/** The text of a file beside a document, as an editor shows it or else as it lies on the disk; undefined when it can't be read. */
export async function readSibling(document: vscode.TextDocument, name: string): Promise<string | undefined> {
  const uri = siblingOf(document.uri, name);
  if (!uri || uri.toString() === document.uri.toString()) return undefined;
  const open = vscode.workspace.textDocuments.find((other) => other.uri.toString() === uri.toString());
  return open ? open.getText() : readText(uri);
}

/** The text of a file on the disk; undefined when it can't be read as one. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
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

function folderOf(uri: vscode.Uri): string {
  return uri.path.slice(0, uri.path.lastIndexOf('/'));
}

async function hasInstallation(uri: vscode.Uri): Promise<boolean> {
  const facts = await Promise.all(INSTALLATION_FILES.map((name) => factsOf(siblingOf(uri, name))));
  return facts.some((found) => found != null);
}

/** Null when there is surely no such file, undefined when we may not know. */
async function factsOf(uri: vscode.Uri | undefined): Promise<FileFacts | null | undefined> {
  if (!uri) return undefined;
  try {
    return { modifiedMs: (await vscode.workspace.fs.stat(uri)).mtime };
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? null : undefined;
  }
}
