import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type ActionName, readPageMessage, type ShowMessage } from '../../report/page/messages.ts';
import { shellHtml } from '../../report/page/shell.ts';
import { REPORT_VIEW } from '../commands.ts';

/** The one editor tab that reports are shown in. */
export interface ReportPanel {
  /** Draws a page, now or as soon as the tab can. */
  show(title: string, message: ShowMessage): void;
  reveal(): void;
  /** Whether people can see it. */
  isVisible(): boolean;
  readonly column: vscode.ViewColumn | undefined;
  readonly onDidDispose: vscode.Event<void>;
  dispose(): void;
}

/** Opens the tab beside the file that it tells of, or takes over one that the editor has kept over a reload of the window. */
export function createReportPanel(extensionUri: vscode.Uri, act: (action: ActionName) => void, kept?: vscode.WebviewPanel): ReportPanel {
  const folders = { script: vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), style: vscode.Uri.joinPath(extensionUri, 'media', 'report') };
  const options: vscode.WebviewOptions = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: Object.values(folders) };
  const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const tab = kept ?? vscode.window.createWebviewPanel(REPORT_VIEW, 'SMTP Test Report', { viewColumn: column }, options);
  const { webview } = tab;
  let shown: ShowMessage | undefined;
  let isReady = false;

  function post(): void {
    if (!shown || !isReady) return;
    void webview.postMessage({ ...shown, mayFocus: tab.active });
    // A page that is drawn again stays where the person left it.
    const { focus: _, ...rest } = shown;
    shown = rest;
  }

  webview.onDidReceiveMessage((received: unknown) => {
    const message = readPageMessage(received);
    if (message?.type === 'action') act(message.action);
    if (message?.type !== 'ready') return;
    isReady = true;
    post();
  });
  // A hidden tab loses its page, and says so again when it is back.
  tab.onDidChangeViewState(() => {
    if (!tab.visible) isReady = false;
  });
  webview.options = options;
  webview.html = shellHtml({
    script: webview.asWebviewUri(vscode.Uri.joinPath(folders.script, 'report.js')).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(folders.style, 'report.css')).toString(),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
  });

  return {
    show(title, message) {
      tab.title = title;
      shown = message;
      post();
    },
    reveal: () => tab.reveal(),
    isVisible: () => tab.visible,
    get column() {
      return tab.viewColumn;
    },
    onDidDispose: tab.onDidDispose,
    dispose: () => tab.dispose(),
  };
}
