import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grammarFiles } from '../../../../src/cli/grammarFiles.ts';
import { discoverRelays } from '../../../../src/discover/index.ts';
import { loadFormat } from '../../../../src/parse/format.ts';
import { parseConfig } from '../../../../src/parse/index.ts';
import type { CodeKind } from '../../../../src/parse/types.ts';
import { rules } from '../../../../src/rules/registry.ts';
import { runRules } from '../../../../src/rules/run.ts';

const KINDS: readonly CodeKind[] = ['javascript', 'typescript', 'php', 'python', 'ruby'];
for (const kind of KINDS) await loadFormat(kind, grammarFiles);

const read = (kind: CodeKind, text: string) => parseConfig(kind, text).entries.map(({ path, value }) => `${path.slice(-2).join('.')}=${value}`);

function judge(kind: CodeKind, text: string, path: string) {
  const onRuleError = (_rule: string, error: Error) => {
    throw error;
  };
  const file = parseConfig(kind, text, path);
  return runRules({ file, settings: discoverRelays(file) }, { rules, onRuleError });
}

/** A program that is right as a whole; typing it goes through all its beginnings. */
const PROGRAMS: Readonly<Record<string, { readonly kind: CodeKind; readonly path: string; readonly text: string }>> = {
  JavaScript: {
    kind: 'javascript',
    path: 'mail.js',
    text: "import nodemailer from 'nodemailer';\nexport function send() {\n  const relay = nodemailer.createTransport({\n    host: 'mail.acme.io',\n    port: 465,\n    secure: true,\n    auth: { user: 'robot@acme.io', pass: process.env.MAIL_SECRET },\n  });\n  return relay;\n}\n",
  },
  PHP: {
    kind: 'php',
    path: 'config/mail.php',
    text: "<?php\nreturn [\n    'default' => 'smtp',\n    'mailers' => [\n        'smtp' => [\n            'transport' => 'smtp',\n            'host' => 'mail.acme.io',\n            'port' => 465,\n            'username' => env('MAIL_USERNAME'),\n            'password' => env('MAIL_PASSWORD'),\n        ],\n    ],\n];\n",
  },
  Python: {
    kind: 'python',
    path: 'settings.py',
    text: "import os\nMAILERS = {\n    'default': {\n        'BACKEND': 'django.core.mail.backends.smtp.EmailBackend',\n        'OPTIONS': {\n            'host': 'mail.acme.io',\n            'port': 465,\n            'use_ssl': True,\n            'username': 'robot@acme.io',\n            'password': os.environ['MAIL_SECRET'],\n        },\n    },\n}\n",
  },
  Ruby: {
    kind: 'ruby',
    path: 'config/environments/production.rb',
    text: "Rails.application.configure do\n  config.action_mailer.smtp_settings = {\n    address: 'mail.acme.io',\n    tls: true,\n    port: 465,\n    user_name: 'robot@acme.io',\n    password: ENV['MAIL_SECRET']\n  }\nend\n",
  },
};

describe('a program that is still being typed', () => {
  it('has the settings before the place, under their whole path', () => {
    assert.deepEqual(read('javascript', "const a = nodemailer.createTransport({\n  host: 'mail.acme.io',\n  auth: { user: 'robot',\n"), [
      'createTransport.host=mail.acme.io',
      'auth.user=robot',
    ]);
    assert.deepEqual(read('php', "<?php\nreturn [\n  'mailers' => [\n    'smtp' => [\n      'host' => 'mail.acme.io',\n      'po"), ['smtp.host=mail.acme.io']);
    assert.deepEqual(read('python', "MAILERS = {\n  'default': {\n    'OPTIONS': {\n      'host': 'mail.acme.io',\n      'por"), ['OPTIONS.host=mail.acme.io']);
    assert.deepEqual(read('ruby', "Rails.application.configure do\n  config.action_mailer.smtp_settings = {\n    address: 'mail.acme.io',\n    po\n"), [
      'smtp_settings.address=mail.acme.io',
    ]);
  });

  it('keeps what stands behind the place', () => {
    const entries = read('javascript', "const a = createTransport({\n  host: 'mail.acme.io',\n  po\n\nfunction b() {\n  return a.sendMail({ to: 'x' });\n}\n");
    assert.deepEqual(entries, ['createTransport.host=mail.acme.io', 'sendMail.to=x']);
  });

  it('has places inside its text only', () => {
    for (const { kind, text } of Object.values(PROGRAMS)) {
      for (let end = 0; end < text.length; end += 1) {
        const file = parseConfig(kind, text.slice(0, end));
        for (const { span, keySpan, valueSpan } of file.entries)
          for (const each of [span, keySpan, valueSpan]) assert.ok(each.start <= each.end && each.end <= end);
      }
    }
  });

  for (const [language, { kind, path, text }] of Object.entries(PROGRAMS)) {
    it(`gives no warning on the way to a right program: ${language}`, () => {
      for (let end = 0; end <= text.length; end += 1) {
        const told = judge(kind, text.slice(0, end), path).filter(({ severity }) => severity === 'error' || severity === 'warning');
        assert.deepEqual(
          told.map(({ rule }) => rule),
          [],
          JSON.stringify(text.slice(0, end).slice(-40)),
        );
      }
    });
  }

  it('is judged as soon as it is whole', () => {
    const { kind, path, text } = PROGRAMS.JavaScript!;
    const rule = ({ rule }: { readonly rule: string }) => rule;
    assert.ok(judge(kind, text.replace('secure: true', 'secure: false'), path).map(rule).includes('tls/mismatched-port-465'));
  });
});
