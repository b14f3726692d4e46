import * as vscode from 'vscode';
import type { Runs } from '../relayTest/runs.ts';
import type { Node } from './model.ts';
import type { RelaysView } from './view.ts';

export const VIEW = 'relayDoctor.relays';

export interface RegisteredView extends vscode.Disposable {
  isVisible(): boolean;
  /** Draws a row again, or all of them. */
  redraw(node: Node | undefined): void;
}

/** Puts the view in place. What fills it is loaded when somebody looks. */
export function registerRelaysView(load: () => Promise<RelaysView>, runs: Runs): RegisteredView {
  const changed = new vscode.EventEmitter<Node | undefined>();
  const treeDataProvider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => [...(await (await load()).children(node))],
    getTreeItem: async (node) => (await load()).item(node),
    resolveTreeItem: async (item, node) => (await load()).resolve(item, node),
  };
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider, showCollapseAll: true });
  const sayTrust = () => {
    view.message = vscode.workspace.isTrusted ? '' : 'Relay tests are off until this workspace is trusted.';
  };
  const tellMenus = () => void vscode.commands.executeCommand('setContext', 'relayDoctor.isTesting', runs.isRunning());
  sayTrust();
  const subscriptions = [
    view,
    changed,
    runs.addViewer(() => view.visible),
    runs.onDidStart(tellMenus),
    runs.onDidEnd(tellMenus),
    vscode.workspace.onDidGrantWorkspaceTrust(sayTrust),
    // Changes were only noted while nobody looked.
    view.onDidChangeVisibility(({ visible }) => visible && changed.fire(undefined)),
  ];
  return {
    isVisible: () => view.visible,
    redraw: (node) => changed.fire(node),
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}
