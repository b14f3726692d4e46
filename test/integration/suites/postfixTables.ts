import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, activateExtension, applyAction, closeEditors, openFile, problemsWhen, until, writeFile } from '../support.ts';

const MAIN =
  'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\ntransport_maps = hash:/etc/postfix/transport\n';
const KEY_RULE = 'auth/mismatched-password-key';
const SECRET = 'Hunter2Horse';

const placeOf = (document: vscode.TextDocument, text: string) => document.positionAt(document.getText().indexOf(text) + 1);
const said = (locations: readonly vscode.Location[]) => locations.map(({ uri, range }) => `${uri.path.split('/').at(-1)}:${range.start.line + 1}`);

async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, placeOf(document, text));
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

const definitionsAt = (document: vscode.TextDocument, text: string) =>
  vscode.commands.executeCommand<vscode.Location[]>('vscode.executeDefinitionProvider', document.uri, placeOf(document, text));

describe('lookup tables', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('explain a key and keep the password', async () => {
    await writeFile('tables/postfix/main.cf', MAIN);
    await writeFile('tables/postfix/transport', 'example.com smtp:[smtp.example.com]:587\n');
    const document = await openFile('tables/postfix/sasl_passwd', `[smtp.example.com]:587 robot:${SECRET}\n`);
    assert.equal(document.languageId, 'postfix-map');
    const hover = await hoverAt(document, '[smtp');
    assert.match(
      hover,
      /The account for mail that goes to the next hop[\s\S]*Used by `relayhost`, main\.cf line 1[\s\S]*Used by `transport_maps`, transport line 1/,
    );
    assert.doesNotMatch(await hoverAt(document, 'robot'), /Hunter2/);
  });

  it('offer transports of the master.cf beside them', async () => {
    await writeFile('tables/postfix/main.cf', MAIN);
    await writeFile('tables/postfix/master.cf', 'slow unix - - n - - smtp\n');
    const document = await openFile('tables/postfix/transport', 'example.com ');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, new vscode.Position(0, 12));
    assert.ok(list.items.some(({ insertText }) => insertText === 'slow:'));
  });

  it('lead from the relayhost to its account and back', async () => {
    await writeFile('way/postfix/sasl_passwd', `# ours\n[smtp.example.com]:587 robot:${SECRET}\n`);
    await writeFile('way/postfix/transport', 'example.com smtp:[smtp.example.com]:587\n');
    const main = await openFile('way/postfix/main.cf', MAIN);
    assert.deepEqual(said(await definitionsAt(main, '[smtp')), ['sasl_passwd:2']);
    assert.deepEqual(said(await definitionsAt(main, '/etc/postfix/transport')), ['transport:1']);
    const table = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(main.uri, '..', 'sasl_passwd'));
    assert.deepEqual(said(await definitionsAt(table, '[smtp')), ['main.cf:1', 'transport:1']);
  });

  it('are where a finding about them leads', async () => {
    await writeFile('goto/postfix/sasl_passwd', `# ours\nsmtp.example.com:587 robot:${SECRET}\n`);
    const main = await openFile('goto/postfix/main.cf', MAIN);
    const problem = (await problemsWhen(main.uri, (rules) => rules.includes(KEY_RULE))).find(({ range }) => range.start.line === 0)!;
    const action = (await actionsAt(main, problem.range, vscode.CodeActionKind.QuickFix)).find(({ title }) => title === 'Go to the entry in sasl_passwd');
    assert.ok(action);
    await applyAction(action);
    const isThere = () => vscode.window.activeTextEditor?.document.uri.path.endsWith('goto/postfix/sasl_passwd') ?? false;
    await until(vscode.window.onDidChangeActiveTextEditor, isThere);
    assert.deepEqual(vscode.window.activeTextEditor?.selection.start, new vscode.Position(1, 0));
  });

  it('get an entry where none is like it', async () => {
    const table = await writeFile('create/postfix/sasl_passwd', '# ours\n');
    const main = await openFile('create/postfix/main.cf', MAIN);
    const problem = (await problemsWhen(main.uri, (rules) => rules.includes(KEY_RULE))).find(({ range }) => range.start.line === 0)!;
    const action = (await actionsAt(main, problem.range, vscode.CodeActionKind.QuickFix)).find(({ title }) => title.startsWith('Create the entry'));
    assert.ok(action);
    await applyAction(action);
    const changed = await vscode.workspace.openTextDocument(table);
    assert.equal(changed.getText(), '# ours\n[smtp.example.com]:587 user:password\n');
    await changed.save();
  });
});

describe('the search through all Postfix files', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('finds settings, classes, services and tables, as they are typed', async () => {
    await writeFile('symbols/postfix/master.cf', 'zebra_service unix - - n - - smtp\n');
    await writeFile('symbols/postfix/zebra_access', 'example.com REJECT\n');
    const main = await openFile('symbols/postfix/main.cf', 'biff = no\n');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(main.uri, new vscode.Position(1, 0), 'smtpd_restriction_classes = zebra_class\nzebra_class = reject\n');
    await vscode.workspace.applyEdit(edit);
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'zebra');
    const names = found.map(({ name, location }) => `${location.uri.path.split('/').at(-1)}:${location.range.start.line + 1} ${name}`);
    assert.deepEqual(names.sort(), ['main.cf:3 zebra_class', 'master.cf:1 zebra_service', 'zebra_access:1 zebra_access']);
  });
});
