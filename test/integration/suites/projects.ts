import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, activateExtension, applyAction, closeEditors, openFile, problemsOf, problemsWhen, workspaceUri, writeFile } from '../support.ts';

const COMPOSE = [
  'services:',
  '  app:',
  '    image: n8nio/n8n',
  '    environment:',
  '      N8N_SMTP_HOST: $' + '{RELAY}',
  '      N8N_SMTP_PORT: "$' + '{RELAY_PORT}"',
  '',
].join('\n');
const RULE = 'tls/mismatched-port-587';

describe('variables that another file sets', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('are judged where they are set, and mended there', async () => {
    const env = await writeFile('project/.env', 'RELAY=mail.acme.io\nRELAY_PORT=587\n');
    await openFile('project/app/compose.yml', COMPOSE);
    // Not open: the problem shows all the same.
    const [problem] = await problemsWhen(env, (rules) => rules.includes(RULE));
    assert.equal(problem!.range.start.line, 1);
    assert.deepEqual(
      problem!.relatedInformation?.map(({ location }) => location.uri.path),
      [workspaceUri('project/app/compose.yml').path],
    );
    assert.deepEqual(problemsOf(workspaceUri('project/app/compose.yml')), []);

    const document = await vscode.workspace.openTextDocument(env);
    await vscode.window.showTextDocument(document, { preview: false });
    const actions = await actionsAt(document, problem!.range);
    const action = actions.find(({ title }) => title.includes('465'));
    assert.ok(action, actions.map(({ title }) => title).join());
    await applyAction(action);
    // Unsaved text counts.
    assert.ok(document.isDirty);
    await problemsWhen(env, (rules) => !rules.includes(RULE));
    assert.match(document.getText(), /RELAY_PORT=465/);
  });

  it('are judged anew when their file changes on the disk', async () => {
    const env = await writeFile('other/.env', 'RELAY=mail.acme.io\nRELAY_PORT=587\n');
    const document = await openFile('other/compose.yml', COMPOSE);
    await problemsWhen(env, (rules) => rules.includes(RULE));
    await writeFile('other/.env', 'RELAY=mail.acme.io\nRELAY_PORT=465\n');
    await problemsWhen(env, (rules) => !rules.includes(RULE));
    assert.equal(document.isClosed, false);
  });
});
