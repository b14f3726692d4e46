import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, hoverAt, openFile, writeFile } from '../support.ts';

const MASTER = 'smtp      inet  n - y - - smtpd\nsubmission inet n - y - - smtpd\n  -o smtpd_tls_security_level=encrypt\nslow      unix  - - n - - smtp\n';
const MAIN = 'smtpd_tls_security_level = may\nmaximal_queue_lifetime = 432000s\nrelayhost =\n';

/** What is offered at the end of the document. */
async function completionsOf(document: vscode.TextDocument): Promise<readonly vscode.CompletionItem[]> {
  const end = document.positionAt(document.getText().length);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, end);
  return list.items;
}

const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label);

describe('writing main.cf and master.cf', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('knows both files by their names', async () => {
    assert.equal((await openFile('writing/main.cf', MAIN)).languageId, 'postfix-main');
    assert.equal((await openFile('writing/master.cf', MASTER)).languageId, 'postfix-master');
  });

  it('explains a parameter with the values of both files', async () => {
    await writeFile('writing/master.cf', MASTER);
    const hover = await hoverAt(await openFile('writing/main.cf', MAIN), 'smtpd_tls_security_level');
    assert.match(hover, /Here: `may`, main\.cf line 1/);
    assert.match(hover, /In `submission\/inet`: `encrypt`, master\.cf line 3/);
  });

  it('spells a time out', async () => {
    assert.equal(await hoverAt(await openFile('writing/main.cf', MAIN), '432000s'), '432000 s = 5 days');
  });

  it('explains the columns of master.cf', async () => {
    assert.match(await hoverAt(await openFile('writing/master.cf', MASTER), 'unix'), /`unix`: UNIX stream socket/);
  });

  it('offers names with their equals sign, outdated ones struck through', async () => {
    const items = await completionsOf(await openFile('writing/names/main.cf', `${MAIN}smtp`));
    const plain = items.find((item) => labelOf(item) === 'smtp_tls_loglevel');
    assert.equal(plain?.insertText, 'smtp_tls_loglevel = ');
    const outdated = items.find((item) => labelOf(item) === 'smtp_use_tls');
    assert.deepEqual(outdated?.tags, [vscode.CompletionItemTag.Deprecated]);
  });

  it('offers the services of the master.cf beside it', async () => {
    await writeFile('writing/services/master.cf', MASTER);
    const items = await completionsOf(await openFile('writing/services/main.cf', `${MAIN}default_transport = `));
    assert.ok(items.some((item) => labelOf(item) === 'slow'));
  });

  it('writes a relay with all that it needs, in place where it is set', async () => {
    const document = await openFile('writing/relay/main.cf', MAIN);
    const item = (await completionsOf(document)).find((candidate) => labelOf(candidate) === 'relay through Twilio SendGrid');
    assert.ok(item, 'the provider is offered');
    const [edit] = item.additionalTextEdits!;
    assert.deepEqual([edit!.range.start.line, edit!.newText], [2, ' [smtp.sendgrid.net]:587']);
    assert.match((item.insertText as vscode.SnippetString).value, /smtp_sasl_auth_enable = yes/);
  });
});
