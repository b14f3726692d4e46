import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RelayDoctorApi } from '../../../src/extension.ts';
import { ACCOUNT, composeFile, refusedPort, silentServer } from '../manyRelays.ts';
import { activateExtension, answerDialogs, closeEditors, openFile, relay, setSetting, workspaceUri } from '../support.ts';

describe('Test Explorer', () => {
  let api: RelayDoctorApi;

  before(async () => {
    api = await activateExtension();
    await setSetting('test.certificateAuthorities', [relay.caFile]);
  });
  after(() => setSetting('test.certificateAuthorities', undefined));
  afterEach(closeEditors);

  async function fileItem(name: string): Promise<vscode.TestItem> {
    await (await api.explorer()).refresh();
    const item = api.tests.items.get(workspaceUri(name).toString());
    assert.ok(item, `${name} is no test`);
    return item;
  }

  const childrenOf = (item: vscode.TestItem) => [...item.children].map(([, child]) => child);

  async function run(include: readonly vscode.TestItem[], token = new vscode.CancellationTokenSource().token): Promise<readonly string[]> {
    const dialogs = answerDialogs(({ items }) => (items.includes('Continue') ? 'Continue' : undefined));
    try {
      await (await api.explorer()).run(new vscode.TestRunRequest(include), token);
    } finally {
      dialogs.restore();
    }
    return dialogs.shown.map(({ text }) => text);
  }

  it('has files, their relays and the lines those stand in', async () => {
    await openFile('explorer/compose.yml', composeFile({ web: 1025, jobs: 1026 }));
    const file = await fileItem('explorer/compose.yml');
    assert.equal(file.label, 'explorer/compose.yml');
    assert.deepEqual(
      childrenOf(file).map(({ label, range }) => [label, range?.start.line]),
      [
        ['localhost:1025', 3],
        ['localhost:1026', 7],
      ],
    );
  });

  it('runs the relays of a file side by side, with their stages as children', async () => {
    await openFile('explorer/run/compose.yml', composeFile({ good: relay.ports.implicitTls, refused: await refusedPort() }, { good: ACCOUNT }));
    const file = await fileItem('explorer/run/compose.yml');
    const seen = api.panelText().length;
    const shown = await run([file]);
    assert.equal(shown.length, 1, shown.join('\n'));
    const [good, refused] = childrenOf(file);
    const stages = (item: vscode.TestItem) => childrenOf(item).map(({ label, description }) => [label, description]);
    assert.ok(stages(good!).some(([label, description]) => label === 'RCPT TO' && description === undefined));
    assert.ok(stages(refused!).some(([label, description]) => label === 'greeting' && description === 'connection failed'));
    assert.match(api.panelText().slice(seen), /^OK: /m);
    assert.match(api.panelText().slice(seen), /Cause: tcp\/refused/);
  });

  it('runs the relay again when one of its stages is asked for', async () => {
    const file = await fileItem('explorer/run/compose.yml');
    const [good] = childrenOf(file);
    const seen = api.panelText().length;
    await run([childrenOf(good!)[0]!]);
    const headlines =
      api
        .panelText()
        .slice(seen)
        .match(/^# .*$/gm) ?? [];
    assert.equal(headlines.length, 1);
    assert.match(headlines[0]!, new RegExp(`localhost:${relay.ports.implicitTls}`));
  });

  it('ends when it is cancelled, a silent server or not', async () => {
    const silent = await silentServer();
    try {
      await openFile('explorer/silent/compose.yml', composeFile({ good: relay.ports.implicitTls, silent: silent.port }, { good: ACCOUNT }));
      const file = await fileItem('explorer/silent/compose.yml');
      const source = new vscode.CancellationTokenSource();
      const connected = silent.connected();
      const running = run([file], source.token);
      await connected;
      source.cancel();
      await running;
      const [, item] = childrenOf(file);
      assert.equal(item!.children.size, 0);
    } finally {
      silent.close();
    }
  });
});
