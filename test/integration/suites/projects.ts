import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionsAt,
  activateExtension,
  applyAction,
  closeEditors,
  hoverAt,
  openFile,
  problemsOf,
  problemsWhen,
  rulesOf,
  workspaceUri,
  writeFile,
} from '../support.ts';

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

  it('have no problem any more once the file that uses them is closed', async () => {
    const env = await writeFile('closing/.env', 'RELAY=mail.acme.io\nRELAY_PORT=587\n');
    // As a person opens it: what `openTextDocument` opens stays open for minutes.
    await vscode.commands.executeCommand('vscode.open', await writeFile('closing/compose.yml', COMPOSE));
    await problemsWhen(env, (rules) => rules.includes(RULE));
    await closeEditors();
    assert.deepEqual(await problemsWhen(env, (rules) => !rules.includes(RULE)), []);
  });

  it('have no problem any more once the file that uses them is mended', async () => {
    const env = await writeFile('mending/.env', 'RELAY=mail.acme.io\nRELAY_PORT=587\n');
    const document = await openFile('mending/compose.yml', COMPOSE);
    await problemsWhen(env, (rules) => rules.includes(RULE));
    const edit = new vscode.WorkspaceEdit();
    const variable = '"$' + '{RELAY_PORT}"';
    const start = document.getText().indexOf(variable);
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + variable.length)), '"465"');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.deepEqual(await problemsWhen(env, (rules) => !rules.includes(RULE)), []);
    assert.deepEqual(problemsOf(document.uri), []);
    assert.equal(document.isClosed, false);
    assert.match(document.getText(), /SMTP_PORT: "465"/);
  });
});

const SECRET = 'SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=k4Tz9vQ8Horse\n';
const TRACKED = 'secrets/unsafe-tracked-file';

/** A git index of version 2 with these names (gitformat-index(5)), which are in the order of their bytes. */
function indexWith(...names: readonly string[]): Uint8Array {
  const entries = names.map((name) => {
    const bytes = new TextEncoder().encode(name);
    const entry = new Uint8Array((Math.floor((62 + bytes.length) / 8) + 1) * 8);
    new DataView(entry.buffer).setUint16(60, bytes.length);
    entry.set(bytes, 62);
    return entry;
  });
  const header = new Uint8Array(12);
  header.set(new TextEncoder().encode('DIRC'));
  new DataView(header.buffer).setUint32(4, 2);
  new DataView(header.buffer).setUint32(8, names.length);
  const all = [header, ...entries, new Uint8Array(20)];
  const index = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    index.set(piece, at);
    at += piece.length;
  }
  return index;
}

describe('a password in a file that git tracks', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('shows in a repository below the root of the workspace, and with its first commit', async () => {
    await writeFile('apps/shop/.git/index', indexWith('README.md'));
    const document = await openFile('apps/shop/deploy/mail.env', SECRET);
    // Nobody hovers before the file was understood, and its repository looked at.
    await hoverAt(document, 'mail.acme.io');
    await writeFile('apps/shop/.git/index', indexWith('README.md', 'deploy/mail.env'));
    assert.equal((await problemsWhen(document.uri, (rules) => rules.includes(TRACKED))).length > 0, true);
  });

  it('shows in a submodule, whose .git names another folder', async () => {
    await writeFile('modules/.git/modules/shop/index', indexWith('mail.env'));
    await writeFile('modules/.git/index', indexWith('.gitmodules'));
    await writeFile('modules/shop/.git', 'gitdir: ../.git/modules/shop\n');
    const { uri } = await openFile('modules/shop/mail.env', SECRET);
    await problemsWhen(uri, (rules) => rules.includes(TRACKED));
  });

  it('shows where the workspace is a folder inside a repository', async () => {
    const folder = workspaceUri('').path.replace(/\/$/, '').split('/').at(-1)!;
    const repository = workspaceUri('../.git');
    await writeFile('../.git/index', indexWith(`${folder}/inside/mail.env`));
    try {
      const { uri } = await openFile('inside/mail.env', SECRET);
      await problemsWhen(uri, (rules) => rules.includes(TRACKED));
    } finally {
      await vscode.workspace.fs.delete(repository, { recursive: true });
    }
  });

  it('belongs to the nearest repository alone, which may have no index yet', async () => {
    await writeFile('nested/.git/index', indexWith('inner/mail.env', 'outer.env'));
    await writeFile('nested/inner/.git/HEAD', 'ref: refs/heads/main\n');
    const inner = await openFile('nested/inner/mail.env', SECRET);
    const outer = await openFile('nested/outer.env', SECRET);
    await problemsWhen(outer.uri, (rules) => rules.includes(TRACKED));
    await hoverAt(inner, 'mail.acme.io');
    assert.ok(!rulesOf(inner.uri).includes(TRACKED));
  });
});
