import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, openFile, writeFile } from '../support.ts';

const MAIN =
  '# ours\n# and theirs\noffice = 192.0.2.0/24\nmynetworks = 127.0.0.0/8,\n  $office\ntransport_maps = hash:/etc/postfix/transport\nvirtual_transport = dovecot\n';
const MASTER = 'smtp inet n - y - - smtpd\n  -o mynetworks=$office\ndovecot unix - n n - - pipe\n';

function placeOf(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + 1);
}

const said = (locations: readonly vscode.Location[]) => locations.map(({ uri, range }) => `${uri.path.split('/').at(-1)}:${range.start.line + 1}`);

describe('finding one’s way in main.cf and master.cf', () => {
  before(activateExtension);
  beforeEach(async () => {
    await writeFile('finding/main.cf', MAIN);
    await writeFile('finding/master.cf', MASTER);
    await writeFile('finding/transport', 'example.com smtp:[192.0.2.1]\n');
  });
  afterEach(closeEditors);

  it('goes from a use to its definition in the other file', async () => {
    const document = await openFile('finding/master.cf', MASTER);
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeDefinitionProvider', document.uri, placeOf(document, 'office'));
    assert.deepEqual(said(found), ['main.cf:3']);
  });

  it('goes from a transport to its service', async () => {
    const document = await openFile('finding/main.cf', MAIN);
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeDefinitionProvider', document.uri, placeOf(document, 'dovecot'));
    assert.deepEqual(said(found), ['master.cf:3']);
  });

  it('lists every use', async () => {
    const document = await openFile('finding/main.cf', MAIN);
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, placeOf(document, 'office'));
    assert.deepEqual(said(found).sort(), ['main.cf:3', 'main.cf:5', 'master.cf:2']);
  });

  it('shows an outline', async () => {
    const document = await openFile('finding/master.cf', MASTER);
    const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    assert.deepEqual(
      found.map(({ name, children }) => [name, children.map((child) => child.name)]),
      [
        ['smtp', ['mynetworks']],
        ['dovecot', []],
      ],
    );
  });

  it('folds comments and values of several lines', async () => {
    const document = await openFile('finding/main.cf', MAIN);
    const found = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.deepEqual(
      found.map(({ start, end }) => [start, end]),
      [
        [0, 1],
        [3, 4],
      ],
    );
  });

  it('links a table to the copy beside the file', async () => {
    const document = await openFile('finding/main.cf', MAIN);
    const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 10);
    const link = found.find(({ range }) => document.getText(range) === '/etc/postfix/transport');
    assert.ok(link, `no link among ${JSON.stringify(found.map(({ range }) => document.getText(range)))}`);
    assert.equal(link.target?.path, document.uri.path.replace('main.cf', 'transport'));
  });

  it('renames a name in both files', async () => {
    const document = await openFile('finding/main.cf', MAIN);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      placeOf(document, 'office'),
      'branch',
    );
    assert.deepEqual(
      edit.entries().map(([uri, edits]) => [uri.path.split('/').at(-1), edits.length]),
      [
        ['main.cf', 2],
        ['master.cf', 1],
      ],
    );
  });

  it('keeps the names of Postfix', async () => {
    const document = await openFile('finding/main.cf', MAIN);
    await assert.rejects(
      Promise.resolve(vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, placeOf(document, 'mynetworks'), 'nets')),
      /keeps its name/,
    );
  });
});
