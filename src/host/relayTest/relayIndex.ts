import * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import type { ProjectFiles } from '../projectFiles.ts';
import { keyOf } from './choose.ts';
import { candidateFiles, type FoundRelay, relaysIn, watchCandidates, withoutRepeats } from './workspaceRelays.ts';

/** So long after the last change it is looked at: a person still types, or git still writes. */
const QUIET_MS = 400;

/** The relays of the workspace, kept up to date file by file while somebody looks. */
export interface RelayIndex extends vscode.Disposable {
  /** Fires when there may be others than before. */
  readonly onDidChange: vscode.Event<void>;
  /** All of them, by file in order of path. The first call searches the workspace; later ones read what has changed since. */
  relays(): Promise<readonly FoundRelay[]>;
  /** Reads everything anew. */
  refresh(): void;
  /** Changes are followed as long as one of the viewers says yes; otherwise they are noted, and read when somebody asks. */
  addViewer(isLooking: () => boolean): void;
}

export function createRelayIndex(analyses: Analyses, projects: ProjectFiles, panel: Panel): RelayIndex {
  const changed = new vscode.EventEmitter<void>();
  const viewers: (() => boolean)[] = [];
  const byFile = new Map<string, { readonly uri: vscode.Uri; readonly relays: readonly FoundRelay[] }>();
  const stale = new Set<string>();
  const watching: vscode.Disposable[] = [];
  let isListed = false;
  let updating: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Tells those who look, when it has been quiet for a moment; they ask again. */
  function tellSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (viewers.some((isLooking) => isLooking())) changed.fire();
    }, QUIET_MS);
  }

  function note(uri: vscode.Uri): void {
    if (!byFile.has(uri.toString())) return;
    stale.add(uri.toString());
    tellSoon();
  }

  /** Files have come or gone: which of them count, the search knows. */
  function listAgain(): void {
    isListed = false;
    tellSoon();
  }

  function watch(): void {
    if (watching.length > 0) return;
    const watcher = watchCandidates();
    watching.push(
      watcher,
      watcher.onDidCreate(listAgain),
      watcher.onDidDelete(listAgain),
      watcher.onDidChange(note),
      vscode.workspace.onDidChangeWorkspaceFolders(listAgain),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => contentChanges.length > 0 && note(document.uri)),
      // Its text on the disk counts again.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => note(uri)),
      // Another file sets a variable that this one uses.
      projects.onDidChange((file) => {
        for (const { uri } of byFile.values()) if (projects.of(uri)?.hasAsked(file)) note(uri);
      }),
    );
  }

  async function list(): Promise<void> {
    isListed = true;
    const uris = await candidateFiles();
    const listed = new Set(uris.map((uri) => uri.toString()));
    for (const key of byFile.keys()) if (!listed.has(key)) byFile.delete(key);
    for (const uri of uris) {
      if (byFile.has(uri.toString())) continue;
      byFile.set(uri.toString(), { uri, relays: [] });
      stale.add(uri.toString());
    }
  }

  async function update(): Promise<void> {
    watch();
    if (!isListed) await list();
    for (const key of [...stale]) {
      stale.delete(key);
      const known = byFile.get(key);
      if (!known) continue;
      try {
        byFile.set(key, { uri: known.uri, relays: await relaysIn(analyses, known.uri) });
      } catch (error) {
        // One file that can't be read must not hide the others.
        panel.failure('relays', error);
      }
    }
  }

  return {
    onDidChange: changed.event,
    async relays() {
      updating = updating.then(update, update);
      await updating;
      const files = [...byFile.values()].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
      // Two of one key would be one row, and testing one would cancel the test of the other.
      const byKey = new Map(withoutRepeats(files.flatMap(({ relays }) => relays)).map((relay) => [keyOf(relay), relay]));
      return [...byKey.values()];
    },
    refresh() {
      byFile.clear();
      stale.clear();
      isListed = false;
      changed.fire();
    },
    addViewer: (isLooking) => void viewers.push(isLooking),
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(changed, ...watching).dispose();
    },
  };
}
