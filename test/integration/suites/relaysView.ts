import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RelayDoctorApi } from '../../../src/extension.ts';
import type { FileNode, RelayNode } from '../../../src/host/relaysView/model.ts';
import type { RelaysView } from '../../../src/host/relaysView/view.ts';
import { ACCOUNT, composeFile, refusedPort, silentServer } from '../manyRelays.ts';
import { activateExtension, answerDialogs, closeEditors, openFile, relay, setSetting, until, workspaceUri, writeFile } from '../support.ts';

describe('Relays view', () => {
  let api: RelayDoctorApi;
  let view: RelaysView;

  before(async () => {
    api = await activateExtension();
    await setSetting('test.certificateAuthorities', [relay.caFile]);
    view = await api.relays();
  });
  after(() => setSetting('test.certificateAuthorities', undefined));
  afterEach(closeEditors);

  const files = async () => (await view.children()) as readonly FileNode[];

  async function fileNode(name: string): Promise<FileNode> {
    const all = await files();
    const found = all.find(({ uri }) => uri.path === workspaceUri(name).path);
    assert.ok(found, `${name} is not listed among ${all.map(({ uri }) => uri.path).join(', ')}`);
    return found;
  }

  const tooltipOf = (node: RelayNode) => (view.resolve(view.item(node), node).tooltip as vscode.MarkdownString).value;
  const markOf = (node: RelayNode) => view.item(node).resourceUri?.query;

  /** How each relay of a file is marked, by the service it is named for. */
  function marksOf({ relays }: FileNode): Record<string, string | undefined> {
    return Object.fromEntries(relays.map((node) => [node.found.setting.scope, markOf(node)]));
  }

  async function answering<T>(button: string | undefined, work: () => Promise<T>): Promise<readonly string[]> {
    const dialogs = answerDialogs(({ items }) => (button && items.includes(button) ? button : undefined));
    try {
      await work();
    } finally {
      dialogs.restore();
    }
    return dialogs.shown.map(({ text, detail }) => `${text}\n${detail ?? ''}`);
  }

  it('lists the relays of each file in order of path, and says where else the same relay stands', async () => {
    await writeFile('rows/b/.env', 'SMTP_HOST=same.example.org\nSMTP_PORT=587\n');
    await writeFile('rows/a/.env', 'SMTP_HOST=same.example.org\nSMTP_PORT=587\n');
    await vscode.commands.executeCommand('relayDoctor.refreshRelays');
    const paths = (await files()).map(({ uri }) => uri.path);
    assert.deepEqual(paths, [...paths].sort());
    const [node] = (await fileNode('rows/a/.env')).relays;
    const item = view.item(node!);
    assert.equal(item.label, 'same.example.org:587');
    assert.match(String(item.description), /in 2 files$/);
    assert.match(tooltipOf(node!), /Also in rows\/b\/\.env:1/);
    assert.equal(markOf(node!), undefined);
  });

  it('sees an edit that is not saved, a new file, and a file that is gone', async () => {
    await writeFile('rows/edited/.env', 'SMTP_HOST=one.example.org\nSMTP_PORT=587\n');
    await vscode.commands.executeCommand('relayDoctor.refreshRelays');
    await fileNode('rows/edited/.env');
    const document = await vscode.workspace.openTextDocument(workspaceUri('rows/edited/.env'));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, document.lineAt(0).range, 'SMTP_HOST=two.example.org');
    await vscode.workspace.applyEdit(change);
    const { relays } = await fileNode('rows/edited/.env');
    assert.equal(view.item(relays[0]!).label, 'two.example.org:587');
    await vscode.commands.executeCommand('relayDoctor.relays.focus');
    const watcher = vscode.workspace.createFileSystemWatcher('**/rows/**');
    try {
      const created = new Promise((done) => watcher.onDidCreate(done));
      await writeFile('rows/new/.env', 'SMTP_HOST=new.example.org\nSMTP_PORT=587\n');
      await created;
      await fileNode('rows/new/.env');
      const deleted = new Promise((done) => watcher.onDidDelete(done));
      await vscode.workspace.fs.delete(workspaceUri('rows/new/.env'));
      await deleted;
      assert.ok(!(await files()).some(({ uri }) => uri.path === workspaceUri('rows/new/.env').path));
    } finally {
      watcher.dispose();
    }
  });

  it('tests a row without opening the panel or a notification, and marks it', async () => {
    await openFile(
      'rows/quiet/.env',
      `SMTP_HOST=${relay.host}\nSMTP_PORT=${relay.ports.implicitTls}\n${ACCOUNT.join('\n').replaceAll(': ', '=').replaceAll('"', '')}\n`,
    );
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('relayDoctor.relays.focus');
    await vscode.commands.executeCommand('relayDoctor.refreshRelays');
    const [node] = (await fileNode('rows/quiet/.env')).relays;
    const shown = await answering('Continue', async () => vscode.commands.executeCommand('relayDoctor.testRelay', node));
    assert.ok(
      shown.every((text) => text.startsWith(`Test localhost:${relay.ports.implicitTls}?`)),
      shown.join('\n'),
    );
    assert.match(api.panelText(), new RegExp(`^# Test SMTP Relay: localhost:${relay.ports.implicitTls}`, 'm'));
    assert.ok(!vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'), 'the panel has opened');
    const [again] = (await fileNode('rows/quiet/.env')).relays;
    assert.equal(markOf(again!), 'passed');
    assert.match(tooltipOf(again!), /Passed just now/);
  });

  it('tests many side by side after one question, and a silent one delays no other', async () => {
    const silent = await silentServer();
    try {
      const ports = { good: relay.ports.implicitTls, silent: silent.port, refused: await refusedPort(), locked: relay.ports.submission };
      await openFile('rows/many/compose.yml', composeFile(ports, { good: ACCOUNT, locked: ['SMTP_USER: app@example.org'] }));
      await vscode.commands.executeCommand('relayDoctor.refreshRelays');
      const file = await fileNode('rows/many/compose.yml');
      const connected = silent.connected();
      let running: Promise<void> | undefined;
      const shown = await answering('Continue', async () => {
        running = view.testAll(file);
        await connected;
        // The others end while the silent one goes on.
        const isOpen = (mark: string | undefined) => mark !== 'passed' && mark !== 'failed';
        const changes = new vscode.EventEmitter<void>();
        const timer = setInterval(() => changes.fire(), 20);
        await until(changes.event, () => !isOpen(marksOf(file).good) && !isOpen(marksOf(file).refused));
        clearInterval(timer);
      });
      assert.equal(shown.length, 1, shown.join('\n'));
      assert.match(shown[0]!, /Test these [23] relays\?/);
      assert.ok(shown[0]!.includes(`localhost:${silent.port}`));
      assert.deepEqual(marksOf(file), { good: 'passed', silent: undefined, refused: 'failed', locked: 'untested' });
      const row = file.relays.find(({ found }) => found.setting.scope === 'silent')!;
      assert.match(view.item(row).contextValue ?? '', /running/);
      await vscode.commands.executeCommand('relayDoctor.stopTests');
      await running;
      assert.match(view.item(row).contextValue ?? '', /idle/);
      assert.equal(markOf(row), undefined);
      const locked = file.relays.find(({ found }) => found.setting.scope === 'locked')!;
      assert.match(tooltipOf(locked), /needs a password/);
    } finally {
      silent.close();
    }
  });

  it('keeps results until the history is cleared', async () => {
    const file = await fileNode('rows/many/compose.yml');
    assert.equal(marksOf(file).good, 'passed');
    const shown = await answering(undefined, async () => vscode.commands.executeCommand('relayDoctor.clearHistory'));
    assert.match(shown[0]!, /kept tests? (is|are) gone/);
    assert.equal(marksOf(await fileNode('rows/many/compose.yml')).good, undefined);
  });
});
