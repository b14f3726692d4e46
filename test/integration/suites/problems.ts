import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, marked, openFile, problemsOf, problemsWhen, ruleOf, rulesOf, setSetting, until, writeFile } from '../support.ts';

const SENDGRID_ON_25 = 'relayhost = [smtp.sendgrid.net]:25\nsmtp_tls_security_level = encrypt\nsmtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt\n';
const PORT_RULE = 'relay/unreachable-port-25';

/** Any finding will do where a test is about the editor; this one is old and plain. */
const ANY_PROBLEM = 'relayhost = smtp.example.com:587\n';
const ANY_RULE = 'relay/missing-brackets';

describe('problems', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('marks the port of a provider that wants 587, with source, rule and a link to its page', async () => {
    const document = await openFile('problems/main.cf', SENDGRID_ON_25);
    const problems = await problemsWhen(document.uri, (rules) => rules.includes(PORT_RULE));
    const problem = problems.find((one) => ruleOf(one) === PORT_RULE)!;
    assert.equal(marked(document, problem), '25');
    assert.equal(problem.source, 'relay-doctor');
    assert.match(problem.message, /port 25/);
    const { target } = problem.code as { target: vscode.Uri };
    assert.match(target.toString(), /\/v\d+\.\d+\.\d+\/media\/rules\/relay-unreachable-port-25\.md$/);
  });

  it('marks problems in .env, YAML and JSON files', async () => {
    const texts = {
      'problems/.env': 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=25\nMAIL_USERNAME=apikey\n',
      'problems/docker-compose.yml': 'services:\n  app:\n    environment:\n      SMTP_HOST: smtp.sendgrid.net:587\n      SMTP_PORT: "587"\n',
      'problems/appsettings.json': '{ "Smtp": { "Host": "smtp.sendgrid.net:587 ", "Port": 465, "EnableSsl": false } }\n',
    };
    for (const [name, text] of Object.entries(texts)) {
      const document = await openFile(name, text);
      assert.notDeepEqual(await problemsWhen(document.uri, (rules) => rules.length > 0), [], name);
    }
  });

  it('marks problems in programs of each language', async () => {
    const texts = {
      'problems/mailer.js': "require('nodemailer').createTransport({ host: 'smtp.sendgrid.net', port: 587, secure: true });\n",
      'problems/mailer.ts': "createTransport({ host: 'smtp.sendgrid.net', port: 465, secure: false } as Options);\n",
      'problems/mailer.tsx': "export const t = createTransport({ host: 'smtp.sendgrid.net', port: 465, secure: false });\n",
      'problems/mail.php': "<?php\n$mail->isSMTP();\n$mail->Host = 'smtp.sendgrid.net';\n$mail->SMTPSecure = 'ssl';\n$mail->Port = 587;\n",
      'problems/settings.py': "EMAIL_HOST = 'smtp.sendgrid.net'\nEMAIL_PORT = 465\nEMAIL_USE_TLS = True\n",
      'problems/production.rb': "config.action_mailer.smtp_settings = { address: 'smtp.sendgrid.net', port: 587, tls: true }\n",
    };
    for (const [name, text] of Object.entries(texts)) {
      const document = await openFile(name, text);
      assert.notDeepEqual(await problemsWhen(document.uri, (rules) => rules.some((rule) => rule.startsWith('tls/mismatched-port-'))), [], name);
    }
  });

  it('follows the typing: a half-typed line comes and goes', async () => {
    const document = await openFile('problems/typing/main.cf', 'relayhost = [smtp.example.com]:587\n');
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'smtp_tls_securty_level = may\n'));
    await problemsWhen(document.uri, (rules) => rules.includes('postfix/unknown-parameter'));
    await editor.edit((edit) => edit.delete(new vscode.Range(1, 0, 2, 0)));
    await problemsWhen(document.uri, (rules) => !rules.includes('postfix/unknown-parameter'));
  });

  it('leaves with the document', async () => {
    const uri = await writeFile('problems/closing/main.cf', ANY_PROBLEM);
    // As a person opens it: what `openTextDocument` opens stays open for minutes.
    await vscode.commands.executeCommand('vscode.open', uri);
    await problemsWhen(uri, (rules) => rules.length > 0);
    await closeEditors();
    await problemsWhen(uri, (rules) => rules.length === 0);
  });

  it('is silenced by a comment with a reason', async () => {
    const document = await openFile('problems/silenced/main.cf', ANY_PROBLEM);
    await problemsWhen(document.uri, (rules) => rules.includes(ANY_RULE));
    await vscode.window.activeTextEditor!.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), `# relay-doctor-disable-next-line ${ANY_RULE} : MX on purpose\n`),
    );
    await problemsWhen(document.uri, (rules) => !rules.includes(ANY_RULE));
  });

  describe('settings', () => {
    afterEach(async () => {
      await setSetting('rules', undefined);
      await setSetting('enable', undefined);
    });

    it('switches one rule off and gives another severity', async () => {
      const document = await openFile('problems/settings/main.cf', ANY_PROBLEM);
      const severity = () => problemsOf(document.uri).find((one) => ruleOf(one) === ANY_RULE)?.severity;
      await problemsWhen(document.uri, (rules) => rules.includes(ANY_RULE));
      await setSetting('rules', { [ANY_RULE]: 'hint' });
      await until(vscode.languages.onDidChangeDiagnostics, () => severity() === vscode.DiagnosticSeverity.Hint);
      await setSetting('rules', { [ANY_RULE]: 'off' });
      await problemsWhen(document.uri, (rules) => !rules.includes(ANY_RULE));
    });

    it('clears all problems when the extension is switched off, and brings them back', async () => {
      const document = await openFile('problems/off/main.cf', ANY_PROBLEM);
      await problemsWhen(document.uri, (rules) => rules.length > 0);
      await setSetting('enable', false);
      await problemsWhen(document.uri, (rules) => rules.length === 0);
      await setSetting('enable', undefined);
      await problemsWhen(document.uri, (rules) => rules.length > 0);
    });
  });

  describe('documents that nobody edits, or nobody can', () => {
    /** Another document is looked at later than those before it, so its problems show that they had their turn. */
    async function afterTheNextFile(name: string): Promise<void> {
      const document = await openFile(name, ANY_PROBLEM);
      await problemsWhen(document.uri, (rules) => rules.length > 0);
    }

    it('are left alone when they are an old version', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('git', { provideTextDocumentContent: () => ANY_PROBLEM });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('git:/old/main.cf'));
      await afterTheNextFile('problems/after-git/main.cf');
      provider.dispose();
      assert.deepEqual(rulesOf(document.uri), []);
    });

    it('are read when they have no name yet', async () => {
      const document = await vscode.workspace.openTextDocument({ language: 'postfix-main', content: ANY_PROBLEM });
      await problemsWhen(document.uri, (rules) => rules.includes(ANY_RULE));
    });

    it('are left alone when they are huge, and the others still get their turn', async () => {
      const document = await vscode.workspace.openTextDocument(await writeFile('problems/huge/main.cf', `${ANY_PROBLEM}${'# padding\n'.repeat(1_000_000)}`));
      await afterTheNextFile('problems/after-huge/main.cf');
      assert.deepEqual(
        rulesOf(document.uri).filter((rule) => rule === ANY_RULE),
        [],
      );
    });

    it('do no harm when they are not text', async () => {
      const bytes = Uint8Array.from({ length: 4096 }, (_, at) => (at % 64 === 0 ? 10 : (at * 37) % 256));
      const uri = await writeFile('problems/binary/.env', bytes);
      // VS Code itself refuses some binary files.
      await vscode.workspace.openTextDocument(uri).then(
        (document) => vscode.window.showTextDocument(document),
        () => undefined,
      );
      await afterTheNextFile('problems/after-binary/main.cf');
    });
  });

  it('never quotes a password', async () => {
    const secret = 'hunter2-Correct-Horse';
    const document = await openFile(
      'problems/secret/.env',
      `SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=25\nSMTP_SECURE=true\nSMTP_USER=apikey\nSMTP_PASS=${secret}\nSMTP_URL=smtp://apikey:${secret}@smtp.sendgrid.net:25\n`,
    );
    const problems = await problemsWhen(document.uri, (rules) => rules.length > 0);
    for (const { message, relatedInformation } of problems)
      assert.ok(!`${message} ${relatedInformation?.map((info) => info.message)}`.includes(secret), message);
  });
});
