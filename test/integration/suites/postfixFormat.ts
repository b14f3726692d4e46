import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, openFile, setSetting } from '../support.ts';

const MAIN = 'myhostname=mail.example.com   \nbiff =no\nmynetworks =\n\t127.0.0.0/8\n\n\n\n\nmyorigin = $myhostname';

async function format(document: vscode.TextDocument): Promise<string> {
  await vscode.commands.executeCommand('editor.action.formatDocument');
  return document.getText();
}

describe('the form of main.cf and master.cf', () => {
  before(activateExtension);
  afterEach(async () => {
    await setSetting('postfix.format.alignEquals', undefined);
    await setSetting('postfix.inlayHints', undefined);
    await closeEditors();
  });

  it('is brought into shape by the format command', async () => {
    const expected = 'myhostname = mail.example.com\nbiff = no\nmynetworks =\n    127.0.0.0/8\n\n\nmyorigin = $myhostname\n';
    assert.equal(await format(await openFile('form/main.cf', MAIN)), expected);
  });

  it('has its equals signs below each other when asked for', async () => {
    await setSetting('postfix.format.alignEquals', true);
    const text = await format(await openFile('form/aligned/main.cf', MAIN));
    assert.ok(text.startsWith('myhostname = mail.example.com\nbiff       = no\nmynetworks =\n'), text);
  });

  it('puts services into columns', async () => {
    const text = await format(await openFile('form/master.cf', 'smtp inet n - y - - smtpd\n\t-o myorigin=a\n'));
    assert.equal(text, 'smtp      inet  n       -       y       -       -       smtpd\n  -o myorigin=a\n');
  });

  it('shows values behind names only when asked for', async () => {
    const document = await openFile('form/hints/main.cf', MAIN);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = () => vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
    assert.deepEqual(await hints(), []);
    await setSetting('postfix.inlayHints', true);
    assert.deepEqual(
      (await hints()).map(({ label }) => label),
      ['= mail.example.com'],
    );
  });

  it('is coloured by meaning', async () => {
    const document = await openFile('form/tokens/main.cf', MAIN);
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length >= 5 * 6, String(tokens.data.length));
  });
});
