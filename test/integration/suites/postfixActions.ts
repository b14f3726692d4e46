import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, activateExtension, applyAction, closeEditors, openFile, workspaceUri, writeFile } from '../support.ts';

const titles = (actions: readonly vscode.CodeAction[]) => actions.map(({ title }) => title);

async function actionOn(document: vscode.TextDocument, word: string, title: string, kind: vscode.CodeActionKind): Promise<vscode.CodeAction> {
  const position = document.positionAt(document.getText().indexOf(word));
  const actions = await actionsAt(document, new vscode.Range(position, position), kind);
  const action = actions.find((candidate) => candidate.title.startsWith(title));
  assert.ok(action, `${title} among: ${titles(actions).join(' | ')}`);
  return action;
}

describe('refactorings of Postfix files', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('write a list with one item per line', async () => {
    const document = await openFile('actions/main.cf', 'mydestination = a.example, localhost\n');
    await applyAction(await actionOn(document, 'mydestination', 'Write one item per line', vscode.CodeActionKind.RefactorRewrite));
    assert.equal(document.getText(), 'mydestination =\n    a.example,\n    localhost\n');
  });

  it('move an override from master.cf to main.cf, in one step', async () => {
    await writeFile('actions/move/main.cf', 'myorigin = a.example\n');
    const document = await openFile('actions/move/master.cf', 'relay unix - - n - - smtp\n  -o smtp_helo_timeout=5\n');
    await applyAction(await actionOn(document, 'smtp_helo_timeout', 'Move "smtp_helo_timeout" to main.cf', vscode.CodeActionKind.Refactor));
    const main = await vscode.workspace.openTextDocument(workspaceUri('actions/move/main.cf'));
    assert.equal(document.getText(), 'relay unix - - n - - smtp\n');
    assert.equal(main.getText(), 'myorigin = a.example\nsmtp_helo_timeout = 5\n');
    await main.save();
  });

  it('are source actions where they change the whole file', async () => {
    const document = await openFile('actions/source/main.cf', 'transport_maps = hash:/etc/postfix/transport\nsmtp_helo_timeout = 300s\n');
    await applyAction(await actionOn(document, 'transport_maps', 'Remove the setting that is equal to its default', vscode.CodeActionKind.Source));
    await applyAction(await actionOn(document, 'transport_maps', 'Convert hash: to lmdb: in this file', vscode.CodeActionKind.Source));
    assert.equal(document.getText(), 'transport_maps = lmdb:/etc/postfix/transport\n');
  });
});
