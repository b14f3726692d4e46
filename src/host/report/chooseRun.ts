import * as vscode from 'vscode';
import { relayName } from '../../report/page/reportPage.ts';
import type { RunRecord } from '../../report/runRecord.ts';
import type { RunStore } from '../relayTest/historyStore.ts';

interface RunItem extends vscode.QuickPickItem {
  readonly key: string;
}

/** Of which relay to tell when the command does not say: of the only one that has runs, or the one that the person picks. Undefined when there is none, or they leave. */
export async function chooseRun(store: RunStore, title: string): Promise<string | undefined> {
  const newest = new Map<string, RunRecord>();
  for (const record of await store.all()) if (!newest.has(record.relay.key)) newest.set(record.relay.key, record);
  const items = [...newest].map(([key, record]) => toItem(key, record));
  if (items.length < 2) return items[0]?.key;
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which relay?', matchOnDescription: true, matchOnDetail: true });
  return picked?.key;
}

function toItem(key: string, { relay, verdict, startedAt }: RunRecord): RunItem {
  return {
    label: `$(${verdict.ok ? 'pass' : 'error'}) ${relayName(relay)}`,
    description: relay.file ?? 'typed by hand',
    detail: `${startedAt.slice(0, 16).replace('T', ' ')} UTC: ${verdict.summary}`,
    key,
  };
}
