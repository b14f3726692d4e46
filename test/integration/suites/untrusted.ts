import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, answerDialogs, hoverAt, openFile, problemsWhen, relay, writeFile } from '../support.ts';

describe('untrusted workspace', () => {
  it('is what this run is about', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('reports problems', async () => {
    const document = await openFile('main.cf', 'relayhost = smtp.example.com:587\n');
    assert.notEqual((await problemsWhen(document.uri, (rules) => rules.length > 0)).length, 0);
  });

  it('runs no program to learn which Postfix is installed', async () => {
    await writeFile('live/dynamicmaps.cf', '');
    const document = await openFile('live/main.cf', 'relayhost = smtp.example.com:587\ntransport_maps = hash:/etc/postfix/transport\n');
    await problemsWhen(document.uri, (rules) => rules.includes('postfix/missing-table-file'));
    assert.match(await hoverAt(document, 'transport_maps'), /judged as Postfix 3\.\d+ \(newest known release\)/);
  });

  it('refuses to test a relay, says why, and connects nowhere', async () => {
    const api = await activateExtension();
    await openFile('.env', `SMTP_HOST=${relay.host}\nSMTP_PORT=${relay.ports.submission}\n`);
    const dialogs = answerDialogs(() => undefined);
    try {
      await vscode.commands.executeCommand('relayDoctor.testRelay');
    } finally {
      dialogs.restore();
    }
    assert.equal(dialogs.shown.length, 1);
    assert.match(dialogs.shown[0]!.text, /untrusted workspace/);
    assert.deepEqual(dialogs.shown[0]!.items, ['Manage Workspace Trust']);
    assert.equal(api.panelText(), '');
  });
});
