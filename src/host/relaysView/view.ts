import * as vscode from 'vscode';
import { relayLabel } from '../relayLabel.ts';
import { keyOf } from '../relayTest/choose.ts';
import type { Outcome } from '../relayTest/many.ts';
import type { RelayIndex } from '../relayTest/relayIndex.ts';
import type { Runs } from '../relayTest/runs.ts';
import type { RelayTester } from '../relayTest/tester.ts';
import type { FoundRelay } from '../relayTest/workspaceRelays.ts';
import { locationOf, MARK_SCHEME, type Node, type RelayNode, type RelaysModel } from './model.ts';
import { VIEW } from './register.ts';
import type { Row } from './rows.ts';

/** What the view's commands and the editor ask of it, once somebody looks. */
export interface RelaysView extends vscode.Disposable {
  children(node?: Node): Promise<readonly Node[]>;
  item(node: Node): vscode.TreeItem;
  resolve(item: vscode.TreeItem, node: Node): vscode.TreeItem;
  /** Tests all relays, or those of one file, side by side. */
  testAll(node?: unknown): Promise<void>;
}

const MARKS: Readonly<Record<NonNullable<Row['mark']>, { readonly badge: string; readonly color: string; readonly tooltip: string }>> = {
  passed: { badge: '✓', color: 'gitDecoration.addedResourceForeground', tooltip: 'the last test passed' },
  failed: { badge: '✗', color: 'testing.iconFailed', tooltip: 'the last test failed' },
  untested: { badge: '?', color: 'testing.iconSkipped', tooltip: 'not tested with the others' },
};

export interface ViewParts {
  readonly model: RelaysModel;
  readonly index: RelayIndex;
  readonly runs: Runs;
  tester(): Promise<RelayTester>;
  /** Draws a row again, or all of them. */
  redraw(node: Node | undefined): void;
}

export function createRelaysView({ model, index, runs, tester, redraw }: ViewParts): RelaysView {
  const decorations: vscode.FileDecorationProvider = {
    provideFileDecoration({ scheme, query }) {
      const mark = scheme === MARK_SCHEME ? MARKS[query as keyof typeof MARKS] : undefined;
      return mark && { badge: mark.badge, color: new vscode.ThemeColor(mark.color), tooltip: mark.tooltip };
    },
  };
  const subscriptions = [model, model.onDidChange(redraw), vscode.window.registerFileDecorationProvider(decorations)];

  function fileItem({ uri, relays }: Extract<Node, { kind: 'file' }>): vscode.TreeItem {
    const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Expanded);
    const path = vscode.workspace.asRelativePath(uri);
    item.id = uri.toString();
    item.iconPath = vscode.ThemeIcon.File;
    item.description = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    item.contextValue = 'file';
    item.accessibilityInformation = { label: `${path}, ${relays.length} ${relays.length === 1 ? 'relay' : 'relays'}` };
    return item;
  }

  function relayItem(node: RelayNode): vscode.TreeItem {
    const { label, description, icon, mark, context, spoken } = model.rowOf(node);
    const item = new vscode.TreeItem(label);
    item.id = node.key;
    item.description = description;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = context;
    item.accessibilityInformation = { label: spoken };
    // The address carries nothing but the mark, which the editor draws at the end of the row.
    if (mark) item.resourceUri = vscode.Uri.from({ scheme: MARK_SCHEME, path: `/${node.key}`, query: mark });
    const { uri, range } = locationOf(node.found);
    item.command = { title: 'Open Setting', command: 'vscode.open', arguments: [uri, { selection: range }] };
    return item;
  }

  return {
    async children(node) {
      if (node?.kind === 'relay') return [];
      if (node) return node.relays;
      const files = await model.files();
      void vscode.commands.executeCommand('setContext', 'relayDoctor.hasSearched', true);
      return files;
    },
    item: (node) => (node.kind === 'file' ? fileItem(node) : relayItem(node)),
    resolve(item, node) {
      if (node.kind === 'relay') item.tooltip = toMarkdown(model.tooltipOf(node));
      return item;
    },
    async testAll(argument) {
      const node = argument as Node | undefined;
      const relays = node?.kind === 'file' ? node.relays.map(({ found }) => found) : await index.relays();
      if (relays.length === 0) {
        await vscode.window.showInformationMessage('Relay Doctor: no relay setting was found in this workspace.');
        return;
      }
      const outcomes = new Map<FoundRelay, Outcome>();
      const testing = await tester();
      await vscode.window.withProgress({ location: { viewId: VIEW } }, (_progress, token) =>
        testing.testMany(
          relays,
          (relay, outcome) => {
            outcomes.set(relay, outcome);
            if (outcome.kind === 'untested' || outcome.kind === 'off') model.note(keyOf(relay), outcome.reason);
          },
          token,
        ),
      );
      const isAnything = [...outcomes.values()].some(({ kind }) => kind !== 'cancelled');
      if (isAnything && !runs.isViewed()) void tellEnd(outcomes);
    },
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}

function toMarkdown(paragraphs: readonly string[]): vscode.MarkdownString {
  const text = paragraphs.reduce((all, paragraph) => all.appendText(paragraph).appendMarkdown('\n\n'), new vscode.MarkdownString());
  // The editor's escaping ties words together, and lines would break inside of them.
  return new vscode.MarkdownString(text.value.replaceAll('&nbsp;', ' '));
}

/** For people who have turned to something else meanwhile. */
async function tellEnd(outcomes: ReadonlyMap<FoundRelay, Outcome>): Promise<void> {
  const summary = summaryOf(outcomes);
  const show = summary.isGood ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const open = 'Show Relays';
  if ((await show(summary.text, open)) === open) await vscode.commands.executeCommand(`${VIEW}.focus`);
}

function summaryOf(outcomes: ReadonlyMap<FoundRelay, Outcome>): { readonly text: string; readonly isGood: boolean } {
  const all = [...outcomes];
  const failed = all.flatMap(([{ setting }, outcome]) => (outcome.kind === 'tested' && !outcome.run.verdict.ok ? [relayLabel(setting)] : []));
  const passed = all.filter(([, outcome]) => outcome.kind === 'tested').length - failed.length;
  const left = all.length - passed - failed.length;
  const parts = [
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed (${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ', …' : ''})`] : []),
    ...(left > 0 ? [`${left} not tested`] : []),
  ];
  return { text: `Test of ${all.length} ${all.length === 1 ? 'relay' : 'relays'}: ${parts.join(', ')}.`, isGood: failed.length === 0 };
}
