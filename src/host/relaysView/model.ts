import * as vscode from 'vscode';
import { groupRelays } from '../../discover/groupRelays.ts';
import type { History } from '../../report/history.ts';
import { stageTitle } from '../../report/transcript.ts';
import type { RelayReference } from '../commands.ts';
import { keyOf, placeOf } from '../relayTest/choose.ts';
import type { HistoryStore } from '../relayTest/historyStore.ts';
import type { RelayIndex } from '../relayTest/relayIndex.ts';
import type { Runs } from '../relayTest/runs.ts';
import { type FoundRelay, hostPlace } from '../relayTest/workspaceRelays.ts';
import { type Row, rowOf, tooltipOf } from './rows.ts';

export interface FileNode {
  readonly kind: 'file';
  readonly uri: vscode.Uri;
  readonly relays: readonly RelayNode[];
}

/** A relay of the view. Commands take it as it is, for it points at a setting. */
export interface RelayNode extends RelayReference {
  readonly kind: 'relay';
  /** The key of its records. */
  readonly key: string;
  readonly isQuiet: true;
  readonly found: FoundRelay;
}

export type Node = FileNode | RelayNode;

/** Scheme of the addresses that carry a row's mark; nothing is behind them. */
export const MARK_SCHEME = 'relay-doctor-mark';

/** What the view shows, and what is known about each row. */
export interface RelaysModel extends vscode.Disposable {
  /** Fires with the rows to draw again; with nothing when the rows themselves may be others. */
  readonly onDidChange: vscode.Event<RelayNode | undefined>;
  files(): Promise<readonly FileNode[]>;
  rowOf(node: RelayNode): Row;
  tooltipOf(node: RelayNode): readonly string[];
  /** Keeps why relays were left out when all were tested. */
  note(key: string, reason: string): void;
}

export function createRelaysModel(index: RelayIndex, history: HistoryStore, runs: Runs): RelaysModel {
  const changed = new vscode.EventEmitter<RelayNode | undefined>();
  const nodes = new Map<string, RelayNode>();
  const alsoIn = new Map<string, readonly string[]>();
  const stages = new Map<string, string>();
  const notes = new Map<string, string>();
  let kept: History = [];

  const draw = (key: string) => {
    const node = nodes.get(key);
    if (node) changed.fire(node);
  };
  const stateOf = ({ key }: RelayNode) => {
    const last = kept.find(({ relay }) => relay.key === key);
    const [stage, note] = [stages.get(key), notes.get(key)];
    return { ...(stage ? { stage } : {}), ...(last ? { last } : {}), ...(note ? { note } : {}), alsoIn: alsoIn.get(key) ?? [] };
  };

  const subscriptions = [
    changed,
    index.onDidChange(() => changed.fire(undefined)),
    history.onDidChange(async (key) => {
      kept = await history.all();
      if (key === undefined) changed.fire(undefined);
      else draw(key);
    }),
    runs.onDidStart(({ relay: { key } }) => {
      notes.delete(key);
      stages.set(key, 'beginning');
      draw(key);
    }),
    runs.onDidTell(({ relay: { key }, event }) => {
      if (event.type !== 'stage' || event.state !== 'started') return;
      stages.set(key, stageTitle(event.stage));
      draw(key);
    }),
    runs.onDidEnd(({ key }) => {
      if (!runs.isRunning(key)) stages.delete(key);
      draw(key);
    }),
  ];

  return {
    onDidChange: changed.event,
    async files() {
      const [found, all] = await Promise.all([index.relays(), history.all()]);
      kept = all;
      nodes.clear();
      alsoIn.clear();
      const byFile = new Map<string, { uri: vscode.Uri; relays: RelayNode[] }>();
      for (const relay of found) {
        const node = toNode(relay);
        nodes.set(node.key, node);
        const file = byFile.get(node.uri) ?? { uri: relay.uri, relays: [] };
        file.relays.push(node);
        byFile.set(node.uri, file);
      }
      for (const group of groupRelays([...nodes.values()], ({ found: { setting } }) => setting)) {
        for (const { key, uri } of group) {
          const others = group.filter((one) => one.uri !== uri);
          if (others.length > 0) alsoIn.set(key, [...new Set(others.map((one) => placeOf(one.found)))]);
        }
      }
      return [...byFile.values()].map(({ uri, relays }) => ({ kind: 'file', uri, relays }));
    },
    rowOf: (node) => rowOf(node.found.setting, stateOf(node)),
    tooltipOf: (node) => tooltipOf(node.found.setting, stateOf(node), Date.now()),
    note(key, reason) {
      notes.set(key, reason);
      draw(key);
    },
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}

function toNode(found: FoundRelay): RelayNode {
  const { uri, setting } = found;
  return { kind: 'relay', uri: uri.toString(), id: setting.id, isQuiet: true, key: keyOf(found), found };
}

/** The line that the host of a relay stands in, of another file perhaps. */
export function locationOf(found: FoundRelay): vscode.Location {
  const { uri, line } = hostPlace(found);
  return new vscode.Location(uri, new vscode.Position(line, 0));
}
