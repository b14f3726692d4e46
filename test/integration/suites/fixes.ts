import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, activateExtension, applyAction, closeEditors, openFile, problemsWhen, ruleOf, rulesOf, setSetting, until } from '../support.ts';

const PORT_RULE = 'relay/unreachable-port-25';
/** Any finding will do where a test is about the editor; this one is old and plain. */
const ANY_RULE = 'relay/missing-brackets';

async function problemOf(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  const problems = await problemsWhen(document.uri, (rules) => rules.includes(rule));
  return problems.find((problem) => ruleOf(problem) === rule)!;
}

const titles = (actions: readonly vscode.CodeAction[]) => actions.map(({ title }) => title);

describe('fixes', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('switches main.cf to 587, with the security level that 587 needs, and the problem is gone', async () => {
    const document = await openFile(
      'fixes/main.cf',
      'relayhost = [smtp.sendgrid.net]:25\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_sasl_security_options = noanonymous\nsmtp_tls_security_level = may\n',
    );
    const problem = await problemOf(document, PORT_RULE);
    const actions = await actionsAt(document, problem.range, vscode.CodeActionKind.QuickFix);
    const action = actions.find(({ title }) => title.includes('587'));
    assert.ok(action, titles(actions).join(', '));
    assert.equal(action.isPreferred, true);
    await applyAction(action);
    assert.match(document.getText(), /^relayhost = \[smtp\.sendgrid\.net\]:587$/m);
    assert.match(document.getText(), /^smtp_tls_security_level = encrypt$/m);
    await problemsWhen(document.uri, (rules) => !rules.includes(PORT_RULE));
  });

  it('switches an .env file to 587 and keeps its comments and quotes', async () => {
    const document = await openFile('fixes/.env', '# mail\nMAIL_MAILER=smtp\nMAIL_HOST="smtp.sendgrid.net"\nMAIL_PORT="25" # blocked?\nMAIL_USERNAME=apikey\n');
    const problem = await problemOf(document, PORT_RULE);
    const action = (await actionsAt(document, problem.range)).find(({ title }) => title.includes('587'))!;
    await applyAction(action);
    assert.match(document.getText(), /^# mail\nMAIL_MAILER=smtp\nMAIL_HOST="smtp\.sendgrid\.net"\nMAIL_PORT="587" # blocked\?\n/);
    await problemsWhen(document.uri, (rules) => !rules.includes(PORT_RULE));
  });

  it('offers fixes first, then silence, then the explanation', async () => {
    const document = await openFile('fixes/order/main.cf', 'relayhost = smtp.example.com:587\n');
    const problem = await problemOf(document, ANY_RULE);
    const all = titles(await actionsAt(document, problem.range, vscode.CodeActionKind.QuickFix));
    const silence = all.indexOf(`Disable ${ANY_RULE} for this line`);
    const explain = all.indexOf(`Explain ${ANY_RULE}`);
    const fix = all.indexOf('Write "[smtp.example.com]"');
    assert.ok(fix >= 0 && silence > fix && explain > silence, all.join(', '));
  });

  it('silences a line with a comment, and the typed reason is selected', async () => {
    const document = await openFile('fixes/silence/main.cf', 'myhostname = a.example.com\nrelayhost =\n    # the usual one\n    smtp.example.com:587\n');
    const problem = await problemOf(document, ANY_RULE);
    const action = (await actionsAt(document, problem.range)).find(({ title }) => title === `Disable ${ANY_RULE} for this line`)!;
    await applyAction(action);
    assert.equal(
      document.getText(),
      `myhostname = a.example.com\n# relay-doctor-disable-next-line ${ANY_RULE} : reason\nrelayhost =\n    # the usual one\n    smtp.example.com:587\n`,
    );
    await problemsWhen(document.uri, (rules) => !rules.includes(ANY_RULE));
  });

  it('offers no comment in strict JSON', async () => {
    const document = await openFile(
      'fixes/silence/mail.json',
      '{ "smtp": { "host": "smtp.sendgrid.net", "port": 25, "user": "apikey", "password": "${PW}" } }\n',
    );
    const problem = await problemOf(document, PORT_RULE);
    const all = titles(await actionsAt(document, problem.range));
    assert.ok(!all.some((title) => title.startsWith('Disable')), all.join(', '));
  });

  it('explains a finding from its shipped page', async () => {
    const document = await openFile('fixes/explain/main.cf', 'relayhost = smtp.example.com:587\n');
    const problem = await problemOf(document, ANY_RULE);
    const action = (await actionsAt(document, problem.range)).find(({ title }) => title === `Explain ${ANY_RULE}`)!;
    await applyAction(action);
    const isShown = () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('relay-missing-brackets.md')));
    await until(vscode.window.tabGroups.onDidChangeTabs, isShown);
  });

  describe('all at once', () => {
    const MESSY =
      'relayhost = [smtp.example.com]:587\nsmtp_use_tls = yes\nsmtp_tls_security_level = encrypt\nmessage_size_limit = 10240000\nmessage_size_limit = 10240000\n';

    afterEach(async () => {
      await vscode.workspace.getConfiguration('editor').update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
      await setSetting('rules', undefined);
    });

    it('fixes what is safe, by command', async () => {
      const document = await openFile('fixes/all/main.cf', MESSY);
      await problemsWhen(document.uri, (rules) => rules.includes('tls/deprecated-use-tls'));
      await vscode.commands.executeCommand('relayDoctor.fixAll');
      await problemsWhen(document.uri, (rules) => !rules.includes('tls/deprecated-use-tls'));
      assert.doesNotMatch(document.getText(), /smtp_use_tls/);
    });

    it('fixes what is safe on save, when the user has asked for that', async () => {
      await vscode.workspace
        .getConfiguration('editor')
        .update('codeActionsOnSave', { 'source.fixAll.relay-doctor': 'explicit' }, vscode.ConfigurationTarget.Workspace);
      const document = await openFile('fixes/save/main.cf', MESSY);
      await problemsWhen(document.uri, (rules) => rules.length > 0);
      await vscode.window.activeTextEditor!.edit((edit) => edit.insert(new vscode.Position(0, 0), '# mine\n'));
      await document.save();
      assert.match(document.getText(), /^# mine\n/);
      assert.doesNotMatch(document.getText(), /smtp_use_tls/);
    });

    it('leaves alone what is switched off', async () => {
      await setSetting('rules', { 'tls/deprecated-use-tls': 'off' });
      const document = await openFile('fixes/off/main.cf', MESSY);
      await vscode.commands.executeCommand('relayDoctor.fixAll');
      assert.match(document.getText(), /smtp_use_tls/);
      assert.ok(!rulesOf(document.uri).includes('tls/deprecated-use-tls'));
    });
  });
});
