import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileKind, needsText } from '../../../src/parse/fileKind.ts';

const OURS = "createTransport({ host: 'smtp.example.com' })\n";

describe('programs that hold mail settings', () => {
  for (const [path, kind] of [
    ['mailer.js', 'javascript'],
    ['lib/mailer.mjs', 'javascript'],
    ['Mailer.jsx', 'javascript'],
    ['src/mail.ts', 'typescript'],
    ['src/mail.mts', 'typescript'],
    ['src/Mail.tsx', 'tsx'],
    ['app/Config/Email.php', 'php'],
    ['wp-config-sample.php', 'php'],
    ['config/app_local.php.example', 'php'],
    ['project/settings.py', 'python'],
    ['settings/test.py', 'python'],
    ['local_settings.py.dist', 'python'],
    ['config/environments/production.rb', 'ruby'],
    ['config/environments/test.rb', 'ruby'],
    ['C:\\app\\mail.py', 'python'],
    ['main.go', 'go'],
    ['Send-Report.ps1', 'powershell'],
    ['config/runtime.exs', 'elixir'],
    ['config/test.exs', 'elixir'],
    ['main.tf', 'hcl'],
    ['prod.auto.tfvars', 'hcl'],
    ['modules/mail.nix', 'nix'],
  ] as const) {
    it(`takes ${path} for ${kind}`, () => {
      assert.equal(fileKind(path, OURS), kind);
      assert.ok(needsText(path));
    });
  }

  for (const path of [
    'node_modules/nodemailer/lib/mailer.js',
    'vendor/phpmailer/mail.php',
    'dist/mailer.js',
    'build/mail.js',
    'mail.min.js',
    'types/mail.d.ts',
    'src/mail.test.ts',
    'src/__tests__/mail.ts',
    'tests/test_mail.py',
    'test_mail.py',
    'mail_test.py',
    'spec/mail_spec.rb',
    'tests/MailTest.php',
    'src/MailTest.php',
    'conftest.py',
    'wp-includes/PHPMailer/mail.php',
    'lib/class.phpmailer.php',
    'main.rs',
    'mail_test.go',
    'lib/shop/mailer.ex',
    'mail.rs',
  ]) {
    it(`leaves ${path} alone`, () => {
      assert.equal(fileKind(path, OURS), undefined);
      assert.ok(!needsText(path));
    });
  }

  it('asks for the text, and leaves alone what says nothing about mail', () => {
    assert.equal(fileKind('app.js'), undefined);
    assert.equal(fileKind('app.js', "createServer({ host: 'example.com' })\n"), undefined);
    assert.equal(fileKind('settings.py', "EMAIL_HOST = 'x'\n"), 'python');
    assert.equal(fileKind('config.py', "MAIL_SERVER = 'x'\n"), 'python');
  });

  it('leaves alone what a machine put together', () => {
    assert.equal(fileKind('app.js', `${OURS}${'var a=1;'.repeat(2000)}`), undefined);
    assert.equal(fileKind('app.js', OURS.repeat(10_000)), undefined);
    assert.equal(fileKind('app.js', OURS.repeat(1000)), 'javascript');
    // One long line is no sign yet: a key, a picture.
    assert.equal(fileKind('app.js', `const key = '${'x'.repeat(2000)}';\n${OURS}`), 'javascript');
  });
});
