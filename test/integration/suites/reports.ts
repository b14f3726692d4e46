import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import * as vscode from 'vscode';
import type { ShowMessage } from '../../../src/report/page/messages.ts';
import type { PageChild } from '../../../src/report/page/node.ts';
import { actionsAt, activateExtension, answerDialogs, closeEditors, openFile, relay, setSetting, until, writeFile } from '../support.ts';

const { ports, user, password } = relay;

function dotenv(secure: boolean, secret = password): string {
  return `SMTP_HOST=${relay.host}\nSMTP_PORT=${ports.submission}\nSMTP_SECURE=${secure}\nSMTP_USER=${user}\nSMTP_PASS=${secret}\nSMTP_FROM=${user}\n`;
}

function textOf(child: PageChild): string {
  return typeof child === 'string' ? child : child.children.map(textOf).join(' ');
}

/** Stands between the extension and its tabs: what they were shown, and a way to say what a page would. */
function watchTabs() {
  const original = vscode.window.createWebviewPanel;
  const shown: ShowMessage[] = [];
  const tabs: vscode.WebviewPanel[] = [];
  const drawn = new vscode.EventEmitter<ShowMessage>();
  const fromPage = new vscode.EventEmitter<unknown>();
  Object.assign(vscode.window, {
    createWebviewPanel: (...args: Parameters<typeof original>) => {
      const tab = original(...args);
      tabs.push(tab);
      const post = tab.webview.postMessage.bind(tab.webview);
      const listen = tab.webview.onDidReceiveMessage.bind(tab.webview);
      Object.defineProperty(tab.webview, 'postMessage', {
        value: (message: ShowMessage) => {
          shown.push(message);
          drawn.fire(message);
          return post(message);
        },
      });
      Object.defineProperty(tab.webview, 'onDidReceiveMessage', {
        value: (listener: (message: unknown) => void) => {
          const heard = fromPage.event(listener);
          tab.onDidDispose(() => heard.dispose());
          return vscode.Disposable.from(listen(listener), heard);
        },
      });
      return tab;
    },
  });
  return {
    tabs,
    shown,
    last: () => (shown.length === 0 ? '' : textOf(shown.at(-1)!.page)),
    say: (message: unknown) => fromPage.fire(message),
    with: (words: RegExp) => until(drawn.event, () => shown.length > 0 && words.test(textOf(shown.at(-1)!.page))),
    restore: () => Object.assign(vscode.window, { createWebviewPanel: original }),
  };
}

describe('Test report', () => {
  let tabs: ReturnType<typeof watchTabs>;

  before(async () => {
    await activateExtension();
    await setSetting('test.certificateAuthorities', [relay.caFile]);
    tabs = watchTabs();
  });
  after(async () => {
    tabs.restore();
    await setSetting('test.certificateAuthorities', undefined);
  });
  afterEach(async () => {
    assert.ok(!JSON.stringify(tabs.shown).includes(password), 'a page was given the password');
    for (const tab of tabs.tabs.splice(0)) tab.dispose();
    tabs.shown.length = 0;
    await closeEditors();
  });

  /** Runs a command while dialogs are answered: relays are agreed to, and `pick` is picked. */
  async function run(command: string, argument?: unknown, pick?: string): Promise<string[]> {
    const dialogs = answerDialogs(({ items, kind }) => (kind === 'pick' ? pick : items.includes('Continue') ? 'Continue' : undefined));
    try {
      await vscode.commands.executeCommand(command, argument);
    } finally {
      dialogs.restore();
    }
    return dialogs.shown.map(({ text }) => text);
  }

  async function testFile(name: string, text: string): Promise<vscode.TextDocument> {
    const document = await openFile(name, text);
    await run('relayDoctor.testRelay');
    return document;
  }

  /** As a lens points at it. */
  const referenceTo = (document: vscode.TextDocument, id: string) => ({ uri: document.uri.toString(), id });

  async function idOf(document: vscode.TextDocument): Promise<string> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 5);
    return (lenses[0]!.command!.arguments![0] as { id: string }).id;
  }

  it('tells of the run of the setting that it is given, and of no other', async () => {
    const document = await testFile('reports/a/.env', dotenv(false));
    const id = await idOf(document);
    await testFile('reports/b/.env', dotenv(true));
    await run('relayDoctor.showReport', referenceTo(document, id));
    await tabs.with(/reports\/a\/\.env/);
    assert.match(tabs.last(), /Passed/);
    assert.match(tabs.last(), /Certificates/);
    assert.doesNotMatch(tabs.last(), /reports\/b/);
  });

  it('says so when there is no run of the setting', async () => {
    const document = await openFile('reports/none/.env', dotenv(false));
    await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
    await tabs.with(/No test has run yet/);
  });

  it('offers the relays that have runs when it is given none', async () => {
    await testFile('reports/c/.env', dotenv(false));
    const asked = await run('relayDoctor.showReport', undefined, `localhost:${ports.submission}`);
    assert.deepEqual(asked, ['Show Test Report']);
    await tabs.with(/reports\/c\/\.env/);
  });

  it('follows a run while it goes on, started by its own button', async () => {
    const document = await testFile('reports/live/.env', dotenv(false));
    await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
    await tabs.with(/Passed/);
    tabs.say({ type: 'action', action: 'test' });
    await tabs.with(/Testing localhost/);
    await tabs.with(/^[\s✓]*Passed/);
    assert.ok(tabs.shown.some(({ status }) => /^Testing localhost:\d+: /.test(status)));
    assert.match(tabs.shown.at(-1)!.status, /^Test passed/);
  });

  it('copies the report as Markdown with names masked, and compares with the run before', async () => {
    const document = await testFile('reports/changed/.env', dotenv(false));
    const change = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('false');
    change.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + 5)), 'true');
    await vscode.workspace.applyEdit(change);
    await run('relayDoctor.testRelay');
    await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
    await tabs.with(/Failed/);
    tabs.say({ type: 'action', action: 'copy' });
    await tabs.with(/Report copied/);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^## SMTP test of `localhost:\d+`: failed/);
    assert.ok(!copied.includes(user) && !copied.includes(password));
    tabs.say({ type: 'action', action: 'compare' });
    await tabs.with(/Since it last worked/);
    assert.match(tabs.last(), /mode: TLS from the first byte, was STARTTLS/);
  });

  it('does nothing for messages that its page does not send', async () => {
    await testFile('reports/messages/.env', dotenv(false));
    await run('relayDoctor.showReport', undefined, `localhost:${ports.submission}`);
    await tabs.with(/Passed/);
    const before = tabs.shown.length;
    for (const message of [null, 'copy', { type: 'action', action: 'workbench.action.closeWindow' }, { type: 'command', command: 'relayDoctor.testRelay' }])
      tabs.say(message);
    tabs.say({ type: 'action', action: 'copy' });
    await tabs.with(/Report copied/);
    assert.equal(tabs.shown.length, before + 1);
  });

  it('opens the setting', async () => {
    const document = await testFile('reports/open/.env', dotenv(false));
    await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
    await tabs.with(/Passed/);
    tabs.say({ type: 'action', action: 'open-setting' });
    const selected = () => vscode.window.visibleTextEditors.map((editor) => editor.document.getText(editor.selection));
    await until(vscode.window.onDidChangeTextEditorSelection, () => selected().includes('SMTP_HOST'));
  });

  it('writes what the test has proved into the file, and says so', async () => {
    const document = await testFile('reports/proven/.env', dotenv(true));
    await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
    await tabs.with(/Write what the test proved/);
    tabs.say({ type: 'action', action: 'apply-fix' });
    await tabs.with(/Written, not yet saved/);
    assert.match(document.getText(), /^SMTP_SECURE=false$/m);
    assert.doesNotMatch(tabs.last(), /Write what the test proved/);
  });

  it('leaves the focus where the person types while it follows a run', async () => {
    const document = await testFile('reports/focus/.env', dotenv(false));
    await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
    await tabs.with(/Passed/);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const before = tabs.shown.length;
    await run('relayDoctor.testRelay', referenceTo(document, await idOf(document)));
    await tabs.with(/^[\s✓]*Passed/);
    const later = tabs.shown.slice(before);
    assert.ok(later.length > 1);
    assert.deepEqual(
      later.filter(({ mayFocus }) => mayFocus),
      [],
    );
  });

  it('stops a run that goes on, and says so', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const document = await openFile('reports/silent/.env', dotenv(false).replace(/PORT=\d+/, `PORT=${port}`));
      await run('relayDoctor.showReport', referenceTo(document, await idOf(document)));
      await tabs.with(/No test has run yet/);
      const ended = run('relayDoctor.testRelay', referenceTo(document, await idOf(document)));
      await tabs.with(/Testing localhost.*greeting +running/);
      tabs.say({ type: 'action', action: 'stop' });
      await tabs.with(/The test was cancelled/);
      await ended;
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('is a step beside the verdict in the file', async () => {
    const document = await testFile('reports/verdict/.env', dotenv(true));
    const verdict = () => vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === 'relay-doctor test');
    await until(vscode.languages.onDidChangeDiagnostics, () => verdict() !== undefined);
    const action = (await actionsAt(document, verdict()!.range)).find(({ title }) => title === 'Show Test Report');
    await run(action!.command!.command, action!.command!.arguments![0]);
    await tabs.with(/reports\/verdict\/\.env/);
  });

  it('explains the mail error of an app, and says so when it knows none', async () => {
    await run('relayDoctor.explainMailError', 'SMTPAuthenticationError: (535, b"5.7.8 Error: authentication failed")');
    await tabs.with(/auth\/credentials/);
    tabs.say({ type: 'action', action: 'copy' });
    await run('relayDoctor.explainMailError', 'nothing to see here');
    await tabs.with(/Nothing in this text/);
  });

  it('explains what is selected when the person says so', async () => {
    const document = await openFile('reports/app.log', 'boot\nError: connect ECONNREFUSED 127.0.0.1:587\n');
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 0, 1, 42);
    await run('relayDoctor.explainMailError', undefined, 'Selected Text');
    await tabs.with(/tcp\/refused/);
  });

  for (const [command, form] of [
    ['relayDoctor.copyAsSwaks', /^swaks --server localhost --port \d+ .*--auth-password "\$SMTP_PASSWORD"$/],
    ['relayDoctor.copyAsOpenssl', /^openssl s_client -connect localhost:\d+ -starttls smtp /],
    ['relayDoctor.copyAsNodemailer', /pass: process\.env\.SMTP_PASSWORD/],
  ] as const)
    it(`${command} copies the relay at the cursor without its password`, async () => {
      await writeFile('reports/copy/ca.pem', '');
      await openFile('reports/copy/.env', dotenv(false));
      await run(command);
      const copied = await vscode.env.clipboard.readText();
      assert.match(copied, form);
      assert.ok(!copied.includes(password));
    });
});
