import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, EXTENSION_ID, openFile, problemsWhen } from '../support.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
  };
}

describe('contributions', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('registers every command that the manifest declares', async () => {
    const { contributes } = vscode.extensions.getExtension(EXTENSION_ID)!.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('offers "Test SMTP Relay" under exactly that name', () => {
    const { contributes } = vscode.extensions.getExtension(EXTENSION_ID)!.packageJSON as Manifest;
    const found = contributes.commands.find(({ command }) => command === 'relayDoctor.testRelay');
    assert.deepEqual([found?.category, found?.title], ['Relay Doctor', 'Test SMTP Relay']);
  });

  it('gives main.cf its language, wherever it lies, and other files of a postfix folder too', async () => {
    assert.equal((await openFile('languages/main.cf', 'relayhost =\n')).languageId, 'postfix-main');
    assert.equal((await openFile('languages/etc/postfix/extra.cf', 'relayhost =\n')).languageId, 'postfix-main');
    assert.equal((await openFile('languages/etc/postfix/master.cf', 'smtp inet n - y - - smtpd\n')).languageId, 'postfix-master');
  });

  it('gives the tables of a postfix folder their language, and a squiggle where Postfix leaves out a line', async () => {
    const document = await openFile('languages/etc/postfix/transport', 'example.com smtp:[smtp.example.com]\nexample.org\n');
    assert.equal(document.languageId, 'postfix-map');
    const [problem] = await problemsWhen(document.uri, (rules) => rules.includes('table/missing-entry-value'));
    assert.equal(problem?.range.start.line, 1);
  });
});
