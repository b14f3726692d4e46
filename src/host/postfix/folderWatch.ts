import * as vscode from 'vscode';

/** Watches the folders of open Postfix files: `postmap` in a terminal changes the verdict on main.cf. */
export interface FolderWatch extends vscode.Disposable {
  /** Fires with each file that was made, changed or removed in a watched folder. */
  readonly onDidChange: vscode.Event<vscode.Uri>;
  /** Watches these folders for a document, in place of those that it named before. */
  keep(document: vscode.TextDocument, folders: readonly vscode.Uri[]): void;
}

/** More folders than anybody works in; the editor keeps documents open for a while after their editors are closed. */
const MAX_FOLDERS = 100;

export function createFolderWatch(): FolderWatch {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const wanted = new Map<string, readonly string[]>();
  const watchers = new Map<string, vscode.FileSystemWatcher>();

  function start(folder: vscode.Uri): void {
    // One level: what lies deeper is none of the configuration, and outside of the workspace it would cost.
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const fire = (uri: vscode.Uri) => changed.fire(uri);
    watcher.onDidCreate(fire);
    watcher.onDidChange(fire);
    watcher.onDidDelete(fire);
    watchers.set(folder.toString(), watcher);
  }

  return {
    onDidChange: changed.event,
    keep(document, folders) {
      const key = document.uri.toString();
      if (folders.length === 0) wanted.delete(key);
      else wanted.set(key, folders.map(String));
      for (const folder of folders) if (!watchers.has(folder.toString())) start(folder);
      const inUse = new Set([...wanted.values()].flat());
      for (const [folder, watcher] of watchers) {
        // The oldest come first, and go first when there are too many.
        if (inUse.has(folder) && watchers.size <= MAX_FOLDERS) continue;
        watcher.dispose();
        watchers.delete(folder);
      }
    },
    dispose() {
      vscode.Disposable.from(changed, ...watchers.values()).dispose();
    },
  };
}
