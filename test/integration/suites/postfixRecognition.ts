import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, hoverAt, openFile, problemsOf, problemsWhen, ruleOf, rulesOf, until, workspaceUri, writeFile } from '../support.ts';

const BRACKETS = 'relay/missing-brackets';
const MISSING = 'postfix/missing-table-file';
const STALE = 'postfix/stale-table-index';
const MAIN_CF = 'relayhost = smtp.example.com:587\ntransport_maps = hash:/etc/postfix/transport\n';

const has = (rule: string) => (rules: string[]) => rules.includes(rule);
const lacks = (rule: string) => (rules: string[]) => !rules.includes(rule);

/** The branch that this machine's postconf tells; undefined when there is none. */
function installedBranch(): string | undefined {
  try {
    return /^\d+\.\d+/.exec(execFileSync('/usr/sbin/postconf', ['-dh', 'mail_version'], { encoding: 'utf8' }))?.[0];
  } catch {
    return undefined;
  }
}

async function languageOf(uri: vscode.Uri, language: string): Promise<void> {
  const document = () => vscode.workspace.textDocuments.find((other) => other.uri.toString() === uri.toString());
  await until(vscode.workspace.onDidOpenTextDocument, () => document()?.languageId === language);
}

describe('files beside main.cf on the disk', () => {
  before(activateExtension);
  afterEach(closeEditors);

  describe('that Postfix works with', () => {
    let uri: vscode.Uri;
    let table: string;

    beforeEach(async () => {
      await writeFile('live/dynamicmaps.cf', '');
      table = (await writeFile('live/transport', 'example.com smtp:[smtp.example.com]\n')).fsPath;
      ({ uri } = await openFile('live/main.cf', MAIN_CF));
      await problemsWhen(uri, has(MISSING));
      writeFileSync(`${table}.db`, 'index');
      await problemsWhen(uri, lacks(MISSING));
    });
    afterEach(() => rmSync(`${table}.db`, { force: true }));

    it('count when they are made outside of the editor', () => assert.ok(!rulesOf(uri).includes(STALE)));

    it('count when they are removed', async () => {
      rmSync(`${table}.db`);
      await problemsWhen(uri, has(MISSING));
    });

    it('are told when they are older than the text they are made from', async () => {
      const later = new Date(Date.now() + 60_000);
      utimesSync(table, later, later);
      await problemsWhen(uri, has(STALE));
    });
  });

  it('absences do not count in a folder that no Postfix works with', async () => {
    const { uri } = await openFile('copy/main.cf', MAIN_CF);
    const rules = (await problemsWhen(uri, has(BRACKETS))).map(ruleOf);
    assert.ok(!rules.includes(MISSING), rules.join());
  });
});

describe('the Postfix release', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('is that of the installed Postfix in a folder that it works with', async function () {
    const branch = installedBranch();
    if (branch === undefined) return this.skip();
    await writeFile('installed/postfix-files', '');
    const hover = await hoverAt(await openFile('installed/main.cf', MAIN_CF), 'relayhost');
    assert.ok(hover.includes(`judged as Postfix ${branch} (installed here)`), hover);
  });

  it('is that of a Dockerfile above the file, and changes with it', async () => {
    const recipe = await writeFile('image/Dockerfile', 'FROM debian:11\nRUN apt-get install -y postfix\n');
    const document = await openFile('image/etc/main.cf', 'relayhost = smtp.example.com:587\nvirtual_maps = inline:{ a=b }\n');
    const before = (await problemsWhen(document.uri, has(BRACKETS))).map(ruleOf);
    assert.ok(!before.includes('postfix/deprecated-parameter'), before.join());
    assert.match(await hoverAt(document, 'relayhost'), /judged as Postfix 3\.5 \(Dockerfile line 1: FROM debian:11\)/);
    writeFileSync(recipe.fsPath, 'FROM alpine:3.24\nRUN apk add postfix\n');
    await problemsWhen(document.uri, has('postfix/deprecated-parameter'));
  });
});

describe('the language of a file', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('chosen by hand, makes it a Postfix file or none', async () => {
    const document = await openFile('chosen/notes.txt', MAIN_CF);
    assert.equal(document.languageId, 'plaintext');
    await vscode.languages.setTextDocumentLanguage(document, 'postfix-main');
    await problemsWhen(document.uri, has(BRACKETS));
    const main = await openFile('chosen/main.cf', MAIN_CF);
    await problemsWhen(main.uri, has(BRACKETS));
    await vscode.languages.setTextDocumentLanguage(main, 'plaintext');
    await problemsWhen(main.uri, (rules) => rules.length === 0);
    assert.equal(await hoverAt(main, 'relayhost'), '');
  });

  it('is that of files.associations before the name', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('associations', { 'routes.cf': 'postfix-map', 'bounce*.txt': 'postfix-main' }, vscode.ConfigurationTarget.Workspace);
    try {
      const table = await openFile('associated/postfix/routes.cf', 'example.org\n');
      await problemsWhen(table.uri, has('table/missing-entry-value'));
      const main = await openFile('associated/bounces.txt', 'relayhost = smtp.example.com:587\n');
      await problemsWhen(main.uri, has(BRACKETS));
    } finally {
      await files.update('associations', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("of a database client's file in a postfix folder makes no main.cf of it", async () => {
    const document = await openFile('clients/postfix/mysql-aliases.cf', 'hosts = db.example.com\nuser = mail\ndbname = mail\nquery = SELECT 1\n');
    const main = await openFile('clients/postfix/other.cf', 'relayhost = smtp.example.com:587\n');
    await problemsWhen(main.uri, has(BRACKETS));
    assert.deepEqual(rulesOf(document.uri), []);
    assert.equal(await hoverAt(document, 'user'), '');
  });

  it('is a table below the folder of main.cf too, and what main.cf is changed to counts at once', async () => {
    const main = await openFile('above/main.cf', 'transport_maps = hash:/etc/postfix/maps/routes\n');
    const { uri } = await openFile('above/maps/routes', 'example.org\n');
    await languageOf(uri, 'postfix-map');
    await problemsWhen(uri, has('table/missing-entry-value'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(main.uri, new vscode.Range(0, 17, 0, 21), 'regexp');
    await vscode.workspace.applyEdit(edit);
    await problemsWhen(uri, (rules) => rules.length > 0 && lacks('table/missing-entry-value')(rules));
    await main.save();
  });

  it('is a table when main.cf beside it says so, until a person says otherwise', async () => {
    await writeFile('named/main.cf', 'smtpd_client_restrictions = check_client_access cidr:/etc/postfix/clients, permit\n');
    const uri = workspaceUri('named/clients');
    const document = await openFile('named/clients', '192.0.2.0/33 REJECT\n');
    await languageOf(uri, 'postfix-map');
    const [problem] = await problemsWhen(uri, (rules) => rules.length > 0);
    assert.equal(problem?.range.start.line, 0);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await problemsWhen(uri, (rules) => rules.length === 0);
    await openFile('named/notes', 'example.org\n');
    assert.deepEqual(problemsOf(workspaceUri('named/notes')), []);
    assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, 'plaintext');
  });
});
