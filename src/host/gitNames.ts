import * as vscode from 'vscode';
import { readGitIndex } from '../discover/gitIndex.ts';

/** A larger index than this is not read: nobody should wait for it. */
const LARGEST = 32_000_000;
/** A `.git` that is a file holds one path. */
const LARGEST_LINK = 10_000;
/** Folders above a file that may be the root of its repository. */
const MAX_LEVELS = 40;
/** Stands for the names of a repository whose index can't be read. */
const UNREADABLE = '\0';

/** What is known of a file around: whether it was looked for, and what came of it. */
export interface Known {
  readonly isRead: boolean;
  readonly text?: string | undefined;
}

/** How a file around is asked for: as `names`, an index comes as the names in it. */
export type Look = (uri: vscode.Uri, form: 'text' | 'names') => Known;

/**
 * Whether git has a file in the index of the repository around it, above or below the workspace's root; undefined outside of
 * one, where its index can't be read, and as long as what was asked for is not there. `.git` may be a file that names the
 * folder, as in a submodule or a worktree (gitrepository-layout(5)).
 */
export function isTracked(file: vscode.Uri, look: Look): boolean | undefined {
  const levels = foldersAbove(file).map((folder) => ({
    folder,
    link: look(vscode.Uri.joinPath(folder, '.git'), 'text'),
    own: look(vscode.Uri.joinPath(folder, '.git', 'index'), 'names'),
  }));
  for (const { folder, link, own } of levels) {
    if (!link.isRead || !own.isRead) return undefined;
    const target = linkedFolder(folder, link.text);
    const names = target ? look(vscode.Uri.joinPath(target, 'index'), 'names') : own;
    if (target ? !names.isRead : names.text === undefined) {
      if (target) return undefined;
      continue;
    }
    return names.text === undefined || names.text === UNREADABLE ? undefined : hasName(names.text, file, folder);
  }
  return undefined;
}

/** The folders that a file stands in, its own first. */
function foldersAbove(file: vscode.Uri): vscode.Uri[] {
  const folders: vscode.Uri[] = [];
  for (let folder = vscode.Uri.joinPath(file, '..'); folders.length < MAX_LEVELS; folder = vscode.Uri.joinPath(folder, '..')) {
    if (folders.at(-1)?.path === folder.path) break;
    folders.push(folder);
  }
  return folders;
}

function linkedFolder(folder: vscode.Uri, text: string | undefined): vscode.Uri | undefined {
  const path = text === undefined || text.length > LARGEST_LINK ? undefined : /^gitdir: (.+?)\s*$/m.exec(text)?.[1];
  if (path === undefined) return undefined;
  const isDrive = /^[A-Za-z]:[\\/]/.test(path);
  return isDrive || path.startsWith('/') ? folder.with({ path: isDrive ? `/${path.replaceAll('\\', '/')}` : path }) : vscode.Uri.joinPath(folder, path);
}

/** The names in an index as a text, one a line, to be kept like any other file around; undefined where there is no repository. */
export async function readGitNames(index: vscode.Uri): Promise<string | undefined> {
  const { fs } = vscode.workspace;
  try {
    if ((await fs.stat(index)).size > LARGEST) return UNREADABLE;
    const names = readGitIndex(await fs.readFile(index));
    return names ? [...names].join('\n') : UNREADABLE;
  } catch {
    return (await isFolder(vscode.Uri.joinPath(index, '..'))) ? '' : undefined;
  }
}

/** A repository without an index has nothing in it yet. */
async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

let last: { readonly text: string; readonly names: ReadonlySet<string> } | undefined;

/** Whether such a text has the name of a file, which stands below the root; a text is taken apart once, however often it is asked. */
function hasName(text: string, file: vscode.Uri, root: vscode.Uri): boolean {
  if (last?.text !== text) last = { text, names: new Set(text.split('\n')) };
  return last.names.has(file.path.slice(root.path.replace(/\/$/, '').length + 1));
}
