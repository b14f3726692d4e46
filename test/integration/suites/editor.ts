import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, hoverAt, openFile, setSetting } from '../support.ts';

const ENV =
  '# mail\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=587\nMAIL_ENCRYPTION=tls\nMAIL_USERNAME=apikey\nMAIL_PASSWORD=SG.hunter2-Correct-Horse\n';

async function lensesOf(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
}

describe('in the editor', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('tells on hover what was understood, and from which keys, but no password', async () => {
    const hover = await hoverAt(await openFile('editor/.env', ENV), 'smtp.sendgrid.net');
    for (const expected of ['smtp.sendgrid.net', '587', 'SendGrid', 'MAIL_HOST', 'MAIL_PORT']) assert.ok(hover.includes(expected), `${expected} in:\n${hover}`);
    assert.doesNotMatch(hover, /hunter2/);
  });

  it('says nothing about what is no mail setting', async () => {
    assert.equal(await hoverAt(await openFile('editor/other/.env', 'APP_NAME=shop\nAPP_PORT=8080\n'), 'shop'), '');
  });

  describe('lenses', () => {
    afterEach(() => setSetting('codeLens.enable', undefined));

    it('stand above each relay setting and know which one they test', async () => {
      const document = await openFile(
        'editor/docker-compose.yml',
        'services:\n  a:\n    environment:\n      SMTP_HOST: smtp.one.example\n      SMTP_PORT: "587"\n  b:\n    environment:\n      - SMTP_HOST=smtp.two.example\n      - SMTP_PORT=465\n',
      );
      const lenses = await lensesOf(document);
      assert.deepEqual(
        lenses.map(({ range }) => document.lineAt(range.start.line).text.trim()),
        ['SMTP_HOST: smtp.one.example', '- SMTP_HOST=smtp.two.example'],
      );
      for (const { command } of lenses) {
        assert.match(command!.title, /Test SMTP Relay$/);
        assert.equal(command!.command, 'relayDoctor.testRelay');
      }
      assert.equal(new Set(lenses.map(({ command }) => JSON.stringify(command!.arguments))).size, 2);
    });

    it('can be switched off', async () => {
      await setSetting('codeLens.enable', false);
      assert.deepEqual(await lensesOf(await openFile('editor/lenses/.env', ENV)), []);
    });
  });
});
