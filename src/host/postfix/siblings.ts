import * as vscode from 'vscode';
import type { FileFacts, FolderView } from '../../discover/postfixFolder.ts';
import { INSTALLATION_FILES, isSystemFolder, nameInFolder } from '../../discover/postfixPaths.ts';
import { type FileKind, MAX_TEXT_LENGTH } from '../../parse/types.ts';

/** More files than any configuration has; a bound for what one text can make us look at. */
const MAX_FILES = 200;

/** What was asked for so far, known or not. */
export interface Asked {
  /** Names in the folder whose texts were wanted. */
  readonly texts: ReadonlySet<string>;
  /** Names in the folder, or absolute paths, whose facts were wanted. */
  readonly facts: ReadonlySet<string>;
}

/** By name, a text or the date of a file. */
export type SiblingState = ReadonlyMap<string, unknown>;

/** Says whether nothing has changed. A text that was not read again is the same string, which costs nothing to compare. */
export function isSameState(first: SiblingState, second: SiblingState): boolean {
  return first.size === second.size && [...first].every(([name, item]) => second.has(name) && second.get(name) === item);
}

/** The files beside a Postfix file, as they were when they were read. */
export interface Siblings {
  readonly view: FolderView;
  /** The folder that they are seen from. */
  readonly folder: vscode.Uri;
  /** Whether a Postfix works with this folder, so that dates and absences count. A copy of it elsewhere has its own. */
  readonly isLive: boolean;
  /** Whether that is so by its place alone. */
  readonly isSystem: boolean;
  readonly asked: Asked;
  /** What the files looked at are now. */
  state(): SiblingState;
  /** Reads what the view was asked for in vain. Returns whether anything came of it. */
  readWanted(): Promise<boolean>;
}

/**
 * Sees the folder of a document, or for a table below the one with main.cf, as in `/etc/postfix/sasl`, that one. What an
 * editor shows wins over the disk. What can't be read is unknown; what is `wanted` is read at once.
 */
export async function readSiblings(document: vscode.TextDocument, kind: FileKind, wanted: Asked): Promise<Siblings> {
  const root = kind === 'postfix-map' ? ((await findMain(document))?.folder ?? folderOf(document.uri)) : folderOf(document.uri);
  const folder = root.path;
  // Other places, such as a repository on a server, have dates of their own making.
  const isDisk = root.scheme === 'file';
  const isSystem = isDisk && isSystemFolder(folder);
  const isLive = isSystem || (isDisk && (await hasInstallation(root)));
  const texts = createShelf(wanted.texts, (name) => readBeside(document, vscode.Uri.joinPath(root, name)));
  const facts = createShelf(wanted.facts, (name) => factsOf(name.startsWith('/') ? root.with({ path: name }) : vscode.Uri.joinPath(root, name)));

  async function readWanted(): Promise<boolean> {
    const [hasText, hasFacts] = await Promise.all([texts.fill(), facts.fill()]);
    return hasText || hasFacts;
  }

  await readWanted();
  return {
    folder: root,
    isLive,
    isSystem,
    asked: { texts: texts.asked, facts: facts.asked },
    readWanted,
    state: () => new Map([...texts.state('text'), ...facts.state('facts')]),
    view: {
      path: folder,
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
  state(what: string): readonly (readonly [string, unknown])[];
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
    state: (what) => [...held].map(([name, item]) => [`${what} ${name}`, typeof item === 'object' && item !== null ? JSON.stringify(item) : item]),
  };
}

/** The file of a document's folder that a path means, see `nameInFolder`; undefined where a document has none. */
export function siblingOf(uri: vscode.Uri, path: string): vscode.Uri | undefined {
  const folder = folderOf(uri);
  const name = nameInFolder(path, folder.path);
  return uri.scheme === 'untitled' || name === undefined ? undefined : vscode.Uri.joinPath(folder, name);
}

/** Says whether two documents lie in one folder, or one of them below the other's. */
export function isNear({ uri: first }: vscode.TextDocument, { uri: second }: vscode.TextDocument): boolean {
  return isBelow(second, folderOf(first)) || isBelow(first, folderOf(second));
}

/** Says whether a file lies in a folder or below it. */
export function isBelow(uri: vscode.Uri, folder: vscode.Uri): boolean {
  return uri.scheme === folder.scheme && uri.authority === folder.authority && uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`);
}

/** The main.cf beside a document or, when there is none, in the folder above. */
export async function findMain(document: vscode.TextDocument): Promise<{ readonly folder: vscode.Uri; readonly text: string } | undefined> {
  if (document.uri.scheme === 'untitled') return undefined;
  const own = folderOf(document.uri);
  for (const folder of [own, vscode.Uri.joinPath(own, '..')]) {
    const text = await readBeside(document, vscode.Uri.joinPath(folder, 'main.cf'));
    if (text !== undefined) return { folder, text };
  }
  return undefined;
}

/** The text of another file than the document, as an editor shows it or else as it lies on the disk; undefined when it can't be read. */
async function readBeside(document: vscode.TextDocument, uri: vscode.Uri): Promise<string | undefined> {
  if (document.uri.scheme === 'untitled' || uri.toString() === document.uri.toString()) return undefined;
  const open = vscode.workspace.textDocuments.find((other) => other.uri.toString() === uri.toString());
  return open ? open.getText() : readText(uri);
}

/** How long after a change a file's date tells that it is still the same. */
const SETTLED_MS = 3000;

const lastRead = new Map<string, { readonly mtime: number; readonly size: number; readonly text: string | undefined }>();

/** The text of a file on the disk; undefined when it can't be read as one. Reads it again only when it has changed. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { mtime, size, type } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_TEXT_LENGTH || (type & vscode.FileType.File) === 0) return undefined;
    const key = uri.toString();
    const known = lastRead.get(key);
    if (known?.mtime === mtime && known.size === size) return known.text;
    const bytes = await vscode.workspace.fs.readFile(uri);
    const text = bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
    if (lastRead.size >= MAX_FILES) lastRead.clear();
    // Dates are coarse: a file that changed a moment ago may change again without showing it.
    if (Date.now() - mtime > SETTLED_MS) lastRead.set(key, { mtime, size, text });
    else lastRead.delete(key);
    return text;
  } catch {
    // Absent or not for us: unknown, so nothing is concluded from it.
    return undefined;
  }
}

function folderOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

async function hasInstallation(folder: vscode.Uri): Promise<boolean> {
  const facts = await Promise.all(INSTALLATION_FILES.map((name) => factsOf(vscode.Uri.joinPath(folder, name))));
  return facts.some((found) => found != null);
}

/** Null when there is surely no such file, undefined when we may not know. */
async function factsOf(uri: vscode.Uri): Promise<FileFacts | null | undefined> {
  try {
    return { modifiedMs: (await vscode.workspace.fs.stat(uri)).mtime };
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? null : undefined;
  }
}
