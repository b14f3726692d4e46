import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import * as vscode from 'vscode';
import type { RelayDoctorApi } from '../../../src/extension.ts';
import { agree, dotenv, mainCf, runRelayTest, SECRETS, verdictsOf } from '../relayRuns.ts';
import { activateExtension, closeEditors, type Dialog, openFile, relay, setSetting, until, writeFile } from '../support.ts';

const { ports, user, password } = relay;

function isPanelVisible(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output' && document.languageId === 'relay-doctor-transcript');
}

async function edit({ uri }: vscode.TextDocument, at: vscode.Position, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, at, text);
  await vscode.workspace.applyEdit(change);
}

async function closePanel(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closePanel');
  await until(vscode.window.onDidChangeVisibleTextEditors, () => !isPanelVisible());
}

describe('Test SMTP Relay', () => {
  let api: RelayDoctorApi;
  let seen = 0;

  before(async () => {
    api = await activateExtension();
    await setSetting('test.certificateAuthorities', [relay.caFile]);
  });
  after(() => setSetting('test.certificateAuthorities', undefined));
  beforeEach(() => {
    seen = api.panelText().length;
  });
  afterEach(async () => {
    for (const secret of SECRETS) assert.ok(!api.panelText().includes(secret), 'the panel holds the password');
    await closeEditors();
  });

  const run = (reply: (dialog: Dialog) => string | undefined, command?: string, ...args: unknown[]) => runRelayTest(api, reply, command, ...args);

  it('takes a main.cf together with its password table and proves that mail would go through', async () => {
    await writeFile('etc/postfix/sasl_passwd', `[${relay.host}]:${ports.submission} ${user}:${password}\n`);
    await writeFile('etc/postfix/relay-ca.pem', readFileSync(relay.caFile));
    await openFile('etc/postfix/main.cf', mainCf(ports.submission));
    const { panel, shown } = await run(agree);
    assert.match(
      panel,
      new RegExp(`^# Test SMTP Relay: localhost:${ports.submission}, STARTTLS required, as "${user}" \\(from etc/postfix/main\\.cf:1, tested on .+\\)$`, 'm'),
    );
    assert.match(panel, / -> STARTTLS\n/);
    assert.match(panel, / ~> RCPT TO:/);
    assert.match(panel, /^OK: /m);
    assert.doesNotMatch(panel, / [-~]> DATA/);
    const [consent, ...others] = shown;
    assert.equal(consent!.text, `Test localhost:${ports.submission}?`);
    assert.match(consent!.detail ?? '', /signing in as/);
    assert.deepEqual(others, [], 'a notification lies over the verdict');
  });

  it('asks for consent once per relay, and connects nowhere without it', async () => {
    await openFile('consent/.env', dotenv({ port: ports.implicitTls, secure: true, password }));
    const refused = await run(() => undefined);
    assert.deepEqual([refused.panel, refused.shown.length], ['', 1]);
    const first = await run(agree);
    assert.match(first.panel, /^OK: /m);
    const second = await run(agree);
    assert.ok(!second.shown.some(({ items }) => items.includes('Continue')), 'asked again');
  });

  it('names the cause when TLS is spoken to a port that starts in clear text', async () => {
    await openFile('causes/.env', dotenv({ port: ports.submission, secure: true, password }));
    const { panel } = await run(agree);
    assert.match(panel, /^FAILED: /m);
    assert.match(panel, /Cause: tls\/plain-server/);
  });

  it('puts the verdict on a line of the file until that line changes, and keeps it while others do', async () => {
    const document = await openFile('verdict/.env', dotenv({ port: ports.submission, secure: true, password }));
    const found = () => verdictsOf(document.uri);
    await run(agree);
    await until(vscode.languages.onDidChangeDiagnostics, () => found().length === 1);
    const [verdict] = found();
    assert.equal(verdict!.code, 'tls/plain-server');
    const { line } = verdict!.range.start;
    await edit(document, new vscode.Position(0, 0), '# the shop\n');
    await until(vscode.languages.onDidChangeDiagnostics, () => found()[0]?.range.start.line === line + 1);
    await edit(document, document.lineAt(line + 1).range.end, '1');
    await until(vscode.languages.onDidChangeDiagnostics, () => found().length === 0);
  });

  it('takes the verdict back when the relay passes', async () => {
    const document = await openFile('verdict/again/.env', dotenv({ port: ports.submission, password: 'not-the-password' }));
    const found = () => verdictsOf(document.uri);
    await run(agree);
    await until(vscode.languages.onDidChangeDiagnostics, () => found().length === 1);
    assert.equal(found()[0]!.code, 'auth/credentials');
    assert.ok(!found()[0]!.message.includes('not-the-password'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, found()[0]!.range);
    assert.ok(actions.some(({ title }) => title === 'Test SMTP Relay again'));
    const change = new vscode.WorkspaceEdit();
    const wrong = document.getText().indexOf('not-the-password');
    change.replace(document.uri, new vscode.Range(document.positionAt(wrong), document.positionAt(wrong + 'not-the-password'.length)), password ?? '');
    await vscode.workspace.applyEdit(change);
    await run(agree);
    await until(vscode.languages.onDidChangeDiagnostics, () => found().length === 0);
  });

  it('names the cause when the password is wrong', async () => {
    await openFile('causes/wrong/.env', dotenv({ port: ports.submission, password: 'not-the-password' }));
    const { panel } = await run(agree);
    assert.match(panel, /Cause: auth\/credentials/);
    assert.ok(!panel.includes('not-the-password'));
  });

  it('tests the setting that a lens stands above, not the one at the cursor', async () => {
    const document = await openFile(
      'lens/docker-compose.yml',
      `services:\n  a:\n    environment:\n      SMTP_HOST: smtp.invalid\n      SMTP_PORT: "587"\n  b:\n    environment:\n      SMTP_HOST: ${relay.host}\n      SMTP_PORT: "${ports.plain}"\n`,
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
    const { command } = lenses[1]!;
    const { panel } = await run(agree, command!.command, ...(command!.arguments ?? []));
    assert.match(panel, new RegExp(`localhost:${ports.plain}`));
  });

  it('asks which relay when the active editor has none, and lists those of the workspace', async () => {
    await writeFile('listed/.env', dotenv({ port: ports.submission, password }));
    await writeFile('node_modules/listed/.env', dotenv({ port: 2, password }));
    await openFile('notes.txt', 'nothing here\n');
    const { shown } = await run(({ kind }) => (kind === 'pick' ? undefined : 'Continue'));
    const { items } = shown[0]!;
    assert.ok(
      items.some((item) => item.includes(`localhost:${ports.submission}`) && item.includes('listed/.env:1')),
      items.join('\n'),
    );
    assert.ok(!items.some((item) => item.includes('node_modules')), 'node_modules is listed');
    assert.match(items.at(-1)!, /Enter host and port…/);
  });

  it('tests a host and a port typed by hand', async () => {
    await openFile('notes.txt', 'nothing here\n');
    const { panel, shown } = await run(({ kind, text }) => {
      if (kind === 'pick') return 'Enter host and port…';
      if (kind === 'input') return text.endsWith('Host') ? relay.host : String(ports.plain);
      return undefined;
    });
    assert.deepEqual(
      shown.slice(0, 3).map(({ kind }) => kind),
      ['pick', 'input', 'input'],
    );
    assert.match(panel, new RegExp(`^# Test SMTP Relay: localhost:${ports.plain}, .*without signing in \\(typed by hand, tested on .+\\)$`, 'm'));
    assert.match(panel, /^FAILED: |^OK: /m);
  });

  it('asks for a missing password, keeps it when told to, uses it, and forgets it', async () => {
    await openFile('asked/.env', dotenv({ port: ports.submission }));
    const answer = (dialog: Dialog) => (dialog.kind === 'input' ? password : dialog.items.includes('Keep Password') ? 'Keep Password' : agree(dialog));
    const asked = await run(answer);
    assert.match(asked.panel, /^OK: /m);
    assert.ok(asked.shown.some(({ kind, text }) => kind === 'input' && text.includes(user)));
    const kept = await run(agree);
    assert.match(kept.panel, /^OK: /m);
    assert.ok(!kept.shown.some(({ kind }) => kind === 'input'), 'asked again');
    const { shown } = await run(agree, 'relayDoctor.forgetPasswords');
    assert.match(shown[0]!.text, /saved password is gone/);
    const again = await run(() => undefined);
    assert.ok(
      again.shown.some(({ kind }) => kind === 'input'),
      'not asked again',
    );
  });

  it('tests without signing in when the password is left empty', async () => {
    await openFile('empty/.env', dotenv({ port: ports.submission }));
    const { panel } = await run((dialog) => (dialog.kind === 'input' ? '' : agree(dialog)));
    assert.match(panel, /without signing in/);
    assert.doesNotMatch(panel, /[-~]> AUTH/);
  });

  it('sends a message only after a confirmation of its own, to the recipient that was typed', async () => {
    await openFile('message/.env', dotenv({ port: ports.submission, password }));
    const command = 'relayDoctor.sendTestMessage';
    const refused = await run(({ kind }) => (kind === 'input' ? 'someone@example.com' : undefined), command);
    assert.equal(refused.panel, '');
    assert.equal(refused.shown.at(-1)!.text, 'Send a test message to someone@example.com?');
    const { panel } = await run(({ kind, items }) => (kind === 'input' ? 'someone@example.com' : items.includes('Send') ? 'Send' : undefined), command);
    assert.match(panel, /[-~]> RCPT TO:<someone@example\.com>/);
    assert.match(panel, /[-~]> DATA/);
    assert.match(panel, /^OK: .*someone@example\.com/m);
    assert.doesNotMatch(panel, /no message was sent/);
  });

  it('tells the outcome in a notification when the panel was closed meanwhile', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      await openFile('closed/.env', dotenv({ port: (server.address() as AddressInfo).port }).replace(/^SMTP_USER.*\n/m, ''));
      await closePanel();
      const connection = once(server, 'connection') as Promise<[Socket]>;
      const running = run(agree);
      const [socket] = await connection;
      // On a busy machine the panel may still be on its way, and would open after it was closed.
      await until(vscode.window.onDidChangeVisibleTextEditors, isPanelVisible);
      await closePanel();
      // What the test asks next gets no answer either.
      server.on('connection', (next: Socket) => next.destroy());
      socket.destroy();
      const { shown } = await running;
      assert.equal(shown.at(-1)!.kind, 'warning');
      assert.deepEqual(shown.at(-1)!.items, ['Open Setting', 'Show Report', 'Show Output']);
    } finally {
      server.close();
    }
  });

  it('cancels a test when the same relay is tested again', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      await openFile('silent/.env', dotenv({ port: (server.address() as AddressInfo).port }).replace(/^SMTP_USER.*\n/m, ''));
      const connected = once(server, 'connection');
      const first = run(agree);
      await connected;
      const connectedAgain = once(server, 'connection');
      const second = run(agree);
      await first;
      assert.match(api.panelText().slice(seen), /Cause: cancelled/);
      await connectedAgain;
      server.on('connection', (next: Socket) => next.destroy());
      for (const socket of sockets) socket.destroy();
      await second;
      assert.match(api.panelText().slice(seen), /Cause: greeting\/closed/);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('writes into the panel that people see', async () => {
    await openFile('visible/.env', dotenv({ port: ports.submission, password }));
    await run(agree);
    assert.ok(isPanelVisible());
  });
});
