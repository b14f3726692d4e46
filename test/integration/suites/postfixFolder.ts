import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, activateExtension, applyAction, closeEditors, openFile, problemsWhen, ruleOf, setSetting, writeFile } from '../support.ts';

const MAIN_CF =
  'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n';
const KEY_RULE = 'auth/mismatched-password-key';

describe('the folder around main.cf', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('shows a password key that does not fit the relay, and mends it in its own file', async () => {
    const table = await writeFile('folder/sasl_passwd', '# for the relay\nsmtp.example.com:587 robot:placeholder\n');
    const document = await openFile('folder/main.cf', MAIN_CF);
    const problem = (await problemsWhen(document.uri, (rules) => rules.includes(KEY_RULE))).find((candidate) => ruleOf(candidate) === KEY_RULE)!;
    const related = problem.relatedInformation![0]!;
    assert.equal(related.location.uri.toString(), table.toString());
    assert.deepEqual(related.location.range, new vscode.Range(1, 0, 1, 20));
    const action = (await actionsAt(document, problem.range, vscode.CodeActionKind.QuickFix)).find(({ title }) => title.startsWith('Rename the key'))!;
    assert.match(action.title, /sasl_passwd/);
    await applyAction(action);
    const changed = await vscode.workspace.openTextDocument(table);
    assert.equal(changed.getText(), '# for the relay\n[smtp.example.com]:587 robot:placeholder\n');
    assert.equal(document.getText(), MAIN_CF);
    await problemsWhen(document.uri, (rules) => !rules.includes(KEY_RULE));
    await changed.save();
  });

  it('judges by the Postfix release of the settings', async () => {
    await setSetting('postfix.version', '3.2');
    try {
      const document = await openFile('release/main.cf', 'virtual_maps = inline:{ a=b }\nrelayhost = smtp.example.com:587\n');
      const before = await problemsWhen(document.uri, (rules) => rules.includes('relay/missing-brackets'));
      assert.ok(!before.map(ruleOf).includes('postfix/deprecated-parameter'));
      await setSetting('postfix.version', '3.11');
      await problemsWhen(document.uri, (rules) => rules.includes('postfix/deprecated-parameter'));
    } finally {
      await setSetting('postfix.version', undefined);
    }
  });
});
