import * as vscode from 'vscode';
import type { Recipe } from '../../discover/postfixVersion.ts';
import type { SourceText } from '../../service/types.ts';
import { readText, type Siblings } from './siblings.ts';

type Evidence = NonNullable<SourceText['evidence']>;

/** What this machine and the workspace tell about the Postfix that reads a file. */
export interface EvidenceSource extends vscode.Disposable {
  /** Fires when a Dockerfile has changed, so that another release may be the right one. */
  readonly onDidChange: vscode.Event<void>;
  of(document: vscode.TextDocument, siblings: Siblings): Promise<Evidence>;
}

const RECIPE_NAMES = ['Dockerfile', 'Containerfile'];

/** How many folders are looked into, from the file's own upwards. */
const MAX_FOLDERS = 8;

/** `installedPostfix` is a port: it runs a program, so it is asked in trusted workspaces only, about folders of this machine. */
export function createEvidenceSource(installedPostfix: () => Promise<string | undefined>): EvidenceSource {
  const changed = new vscode.EventEmitter<void>();
  const recipes = new Map<string, Promise<readonly Recipe[]>>();
  let watcher: vscode.FileSystemWatcher | undefined;

  function forget(): void {
    recipes.clear();
    changed.fire();
  }

  function watch(): void {
    if (watcher) return;
    watcher = vscode.workspace.createFileSystemWatcher(`**/{${RECIPE_NAMES.join(',')}}`);
    watcher.onDidCreate(forget);
    watcher.onDidChange(forget);
    watcher.onDidDelete(forget);
  }

  /** Those as they were saved: what is being typed there counts when it is done. */
  function recipesAround(uri: vscode.Uri): Promise<readonly Recipe[]> {
    // Elsewhere nobody would tell us of a change.
    if (!vscode.workspace.getWorkspaceFolder(uri)) return readRecipes(uri);
    const key = vscode.Uri.joinPath(uri, '..').toString();
    let found = recipes.get(key);
    if (!found) {
      watch();
      found = readRecipes(uri);
      recipes.set(key, found);
    }
    return found;
  }

  return {
    onDidChange: changed.event,
    async of(document, { isLive, isSystem }) {
      const installed = isLive && vscode.workspace.isTrusted ? await installedPostfix() : undefined;
      const around = isSystem || document.uri.scheme === 'untitled' ? [] : await recipesAround(document.uri);
      return { ...(installed !== undefined && { installed }), isSystemFolder: isSystem, recipes: around };
    },
    dispose() {
      watcher?.dispose();
      changed.dispose();
    },
  };
}

/** The Dockerfiles beside a file and above it, up to the workspace's own folder. */
async function readRecipes(uri: vscode.Uri): Promise<readonly Recipe[]> {
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri.path.replace(/\/$/, '');
  const folders = [vscode.Uri.joinPath(uri, '..')];
  while (top !== undefined && folders.length < MAX_FOLDERS && folders.at(-1)!.path.startsWith(`${top}/`))
    folders.push(vscode.Uri.joinPath(folders.at(-1)!, '..'));
  const found = await Promise.all(
    folders.flatMap((folder) =>
      RECIPE_NAMES.map(async (name) => {
        const text = await readText(vscode.Uri.joinPath(folder, name));
        return text === undefined ? [] : [{ name, text }];
      }),
    ),
  );
  return found.flat();
}
