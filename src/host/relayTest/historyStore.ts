import * as vscode from 'vscode';
import { addRun, type History, readHistory, runsOf } from '../../report/history.ts';
import type { RunRecord } from '../../report/runRecord.ts';
import type { Panel } from '../panel.ts';
import type { Runs } from './runs.ts';

/** Runs to tell of. */
export interface RunStore {
  /** The kept runs of one relay, or of all relays without a key, newest first. */
  all(key?: string): Promise<History>;
}

/** The finished tests of this workspace, kept over reloads. What it holds has no secrets: records are made without. */
export interface HistoryStore extends RunStore, vscode.Disposable {
  /** Fires with the key of a relay that has another run, with nothing when all runs were removed. */
  readonly onDidChange: vscode.Event<string | undefined>;
  /** The last run of a relay, by the key of its record. */
  last(key: string): Promise<RunRecord | undefined>;
  /** Removes all runs. Returns how many there were. */
  clear(): Promise<number>;
}

const FILE = 'test-history.json';

/** @param folder where the editor lets the extension keep files; undefined keeps the history for this session only */
export function createHistoryStore(folder: vscode.Uri | undefined, runs: Runs, panel: Panel): HistoryStore {
  const changed = new vscode.EventEmitter<string | undefined>();
  let loading: Promise<History> | undefined;
  let isWriting = false;
  let isDirty = false;

  const load = () => {
    loading ??= folder ? readFrom(vscode.Uri.joinPath(folder, FILE)) : Promise.resolve([]);
    return loading;
  };

  /** One change after the other: each sees the one before. */
  function change(edit: (history: History) => History): Promise<History> {
    const before = load();
    const after = before.then(edit);
    loading = after;
    return before;
  }

  /** One writing after the other; changes that come meanwhile share the next. */
  async function write(): Promise<void> {
    isDirty = true;
    if (isWriting || !folder) return;
    isWriting = true;
    try {
      while (isDirty) {
        isDirty = false;
        await writeTo(folder, await load());
      }
    } catch (error) {
      // A full disk or a read-only folder: the history still holds for this session.
      panel.failure('history', error);
    } finally {
      isWriting = false;
    }
  }

  const listening = runs.onDidFinish(async ({ record, isMessage }) => {
    // A message says nothing about what a probe asks, so the two can't be compared.
    if (isMessage) return;
    await change((history) => addRun(history, record));
    changed.fire(record.relay.key);
    await write();
  });

  return {
    onDidChange: changed.event,
    last: async (key) => runsOf(await load(), key)[0],
    all: async (key) => (key === undefined ? load() : runsOf(await load(), key)),
    async clear() {
      const { length } = await change(() => []);
      changed.fire(undefined);
      await write();
      return length;
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
}

/** The command "Clear Test History". */
export async function clearHistory(store: HistoryStore): Promise<void> {
  const count = await store.clear();
  const said = count === 0 ? 'no test was kept.' : count === 1 ? 'the kept test is gone.' : `${count} kept tests are gone.`;
  await vscode.window.showInformationMessage(`Relay Doctor: ${said}`);
}

async function readFrom(file: vscode.Uri): Promise<History> {
  try {
    return readHistory(JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
  } catch {
    // Not there yet, or not ours to understand: the history begins anew.
    return [];
  }
}

/** A window that is closed in the middle must leave the old file whole, so the new one takes its place at once. */
async function writeTo(folder: vscode.Uri, history: History): Promise<void> {
  const { fs } = vscode.workspace;
  const fresh = vscode.Uri.joinPath(folder, `${FILE}.new`);
  await fs.createDirectory(folder);
  await fs.writeFile(fresh, new TextEncoder().encode(JSON.stringify(history)));
  await fs.rename(fresh, vscode.Uri.joinPath(folder, FILE), { overwrite: true });
}
