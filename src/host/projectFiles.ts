import * as vscode from 'vscode';
import { PACKAGE_FILES } from '../data/packageFiles.ts';
import type { FolderView } from '../discover/postfixFolder.ts';
import { MAX_TEXT_LENGTH } from '../parse/types.ts';
import { isTracked, type Look, readGitNames } from './gitNames.ts';
import { isBelow } from './postfix/siblings.ts';

/** Lock files are long, and only searched. */
const MAX_LOCK_BYTES = 32_000_000;
const LOCK_FILES: ReadonlySet<string> = new Set(PACKAGE_FILES.map(({ file }) => file));
/** More than the files of anybody's open documents name; beyond it everything is read anew. */
const MAX_TEXTS = 2000;

/** What lies around the files of one folder, as far as it was asked for and read. */
export interface FolderProject {
  /** Another one as soon as one of the files that it was asked for is. */
  readonly view: FolderView;
  /** Reads what the view was asked for in vain. Returns whether anything came of it. */
  readWanted(): Promise<boolean>;
  /** Whether the view was asked for this file. */
  hasAsked(uri: vscode.Uri): boolean;
}

/** Sees the files around those of applications. Each is read once and again when it changes, in an editor or on the disk. */
export interface ProjectFiles extends vscode.Disposable {
  /** Fires with each file that somebody asked for and that has changed. */
  readonly onDidChange: vscode.Event<vscode.Uri>;
  /** The surroundings of a file, up to its workspace folder; outside of one, its own folder. Undefined for what has no place. */
  of(uri: vscode.Uri): FolderProject | undefined;
}

export function createProjectFiles(): ProjectFiles {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const texts = new Map<string, string | undefined>();
  /** What is being read and has not changed since. */
  const pending = new Set<string>();
  /** Indexes of git, which are kept as the names in them. */
  const indexes = new Set<string>();
  const unwatched = new Map<string, vscode.Uri>();
  const folders = new Map<string, FolderProject & { renew(uri: vscode.Uri): void }>();
  const watchers = new Map<string, vscode.FileSystemWatcher>();

  function forget(uri: vscode.Uri): void {
    pending.delete(uri.toString());
    if (!texts.delete(uri.toString())) return;
    for (const folder of folders.values()) folder.renew(uri);
    changed.fire(uri);
  }

  function watch(root: vscode.Uri, uri: vscode.Uri): void {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const isInside = isBelow(uri, root);
    // Above the workspace only what is there is watched; what is not is looked for again with the next document.
    if (!isInside && texts.get(uri.toString()) === undefined) {
      unwatched.set(uri.toString(), uri);
      return;
    }
    const base = isInside ? root : vscode.Uri.joinPath(uri, '..');
    const key = `${base.toString()} ${name}`;
    if (watchers.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(base, isInside ? `**/${name}` : name));
    watcher.onDidCreate(forget);
    watcher.onDidChange(forget);
    watcher.onDidDelete(forget);
    watchers.set(key, watcher);
  }

  function createFolder(folder: vscode.Uri, root: vscode.Uri): FolderProject & { renew(uri: vscode.Uri): void } {
    const asked = new Set<string>();
    const wanted = new Map<string, vscode.Uri>();
    const look = (uri: vscode.Uri) => {
      const key = uri.toString();
      asked.add(key);
      if (!texts.has(key)) wanted.set(key, uri);
      return { isRead: texts.has(key), text: texts.get(key) };
    };
    const lookForGit: Look = (uri, form) => {
      if (form === 'names') indexes.add(uri.toString());
      return look(uri);
    };
    const textOf = (uri: vscode.Uri) => (isBelow(uri, root) ? look(uri).text : undefined);
    const sight: FolderView = {
      path: folder.path,
      stat: () => undefined,
      readText: (name: string) => textOf(vscode.Uri.joinPath(folder, name)),
      isTracked: (name: string) => isTracked(vscode.Uri.joinPath(folder, name), lookForGit),
    };
    let view = { ...sight };
    let reading: Promise<boolean> | undefined;
    return {
      get view() {
        return view;
      },
      hasAsked: (uri) => asked.has(uri.toString()),
      renew(uri) {
        if (asked.has(uri.toString())) view = { ...sight };
      },
      async readWanted() {
        // Whoever looks through the same view a second time asks for nothing, since it was asked already.
        if (wanted.size === 0 && reading) return reading;
        const own = readNow();
        reading = own;
        const isNews = await own;
        if (reading === own) reading = undefined;
        return isNews;
      },
    };

    async function readNow(): Promise<boolean> {
      const uris = [...wanted.values()];
      wanted.clear();
      for (const uri of uris) pending.add(uri.toString());
      const found = await Promise.all(uris.map((uri) => (indexes.has(uri.toString()) ? readGitNames(uri) : read(uri))));
      if (texts.size > MAX_TEXTS) texts.clear();
      for (const [index, uri] of uris.entries()) {
        const key = uri.toString();
        if (pending.delete(key)) texts.set(key, found[index]);
        else wanted.set(key, uri);
        watch(root, uri);
      }
      // What was told about a missing file holds: only new knowledge makes another view.
      if (wanted.size === 0 && found.every((text) => text === undefined)) return false;
      view = { ...sight };
      return true;
    }
  }

  const subscriptions = [
    vscode.workspace.onDidChangeTextDocument(({ document }) => forget(document.uri)),
    vscode.workspace.onDidOpenTextDocument((document) => {
      forget(document.uri);
      const uris = [...unwatched.values()];
      unwatched.clear();
      for (const uri of uris) forget(uri);
    }),
    // Closing may throw away what was never saved.
    vscode.workspace.onDidCloseTextDocument((document) => forget(document.uri)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => folders.clear()),
  ];

  return {
    onDidChange: changed.event,
    of(uri) {
      if (uri.scheme === 'untitled') return undefined;
      const folder = vscode.Uri.joinPath(uri, '..');
      const key = folder.toString();
      const known = folders.get(key) ?? createFolder(folder, vscode.workspace.getWorkspaceFolder(uri)?.uri ?? folder);
      folders.set(key, known);
      return known;
    },
    dispose() {
      vscode.Disposable.from(changed, ...watchers.values(), ...subscriptions).dispose();
    },
  };
}

/** The text as an editor shows it, or else as it lies on the disk; undefined when it can't be read. */
async function read(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open) return open.getText();
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    const limit = LOCK_FILES.has(uri.path.slice(uri.path.lastIndexOf('/') + 1)) ? MAX_LOCK_BYTES : MAX_TEXT_LENGTH;
    if (size > limit || (type & vscode.FileType.File) === 0) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
  } catch {
    // Absent or not for us: unknown, so nothing is concluded from it.
    return undefined;
  }
}
