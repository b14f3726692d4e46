import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { RelayJson } from '../../../src/cli/relays.ts';
import { runCli } from '../../../src/cli/run.ts';
import { type FakeOptions, fakePorts, folderWith } from '../../support/cli.ts';

async function relays(args: readonly string[], given: FakeOptions = {}) {
  const ports = fakePorts(given);
  const code = await runCli(['relays', ...args], ports);
  return { code, ...ports.said };
}

async function listed(...args: string[]) {
  const { out, ...rest } = await relays([...args, '--format', 'json']);
  return { ...rest, json: JSON.parse(out) as { version: 1; relays: readonly RelayJson[] } };
}

function project(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  t.after(() => folder.remove());
  return folder.path;
}

test('each relay has exactly the fields of the contract', async (t) => {
  const path = join(
    project(t, {
      '.env': '# mail\nSMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_SECURE=false\nSMTP_USER=apikey\nSMTP_PASS=Tr0mbone\nSMTP_FROM=shop@example.net\n',
    }),
    '.env',
  );
  const { code, json } = await listed(path);
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(json), ['version', 'relays']);
  assert.equal(json.version, 1);
  const [relay, ...more] = json.relays;
  assert.deepEqual(more, []);
  assert.deepEqual(
    { ...relay, profile: 'any', security: 'any' },
    {
      file: path,
      line: 2,
      kind: 'dotenv',
      profile: 'any',
      host: 'smtp.sendgrid.net',
      port: 587,
      security: 'any',
      userPresent: true,
      passwordPresent: true,
      authExternal: false,
      from: 'shop@example.net',
      provider: 'sendgrid',
      group: 1,
    },
  );
  assert.ok(['implicit-tls', 'starttls-required', 'starttls-opportunistic', 'none', 'unspecified'].includes(relay!.security));
});

test('a password table names its relay, as main.cf protects it', async (t) => {
  const path = project(t, {
    'main.cf': 'smtp_tls_security_level = encrypt\n',
    sasl_passwd: '[smtp.example.net]:587 app:Tr0mbone\n',
  });
  const { json } = await listed(join(path, 'sasl_passwd'));
  const { host, port, security, userPresent, passwordPresent, authExternal } = json.relays[0]!;
  assert.deepEqual([host, port, security, userPresent, passwordPresent, authExternal], ['smtp.example.net', 587, 'starttls-required', true, true, false]);
});

test('what a file does not say is null', async (t) => {
  const path = project(t, { 'main.cf': 'relayhost = [relay.example.net]\n' });
  const { json } = await listed(path);
  assert.deepEqual(json.relays, [
    {
      file: join(path, 'main.cf'),
      line: 1,
      kind: 'postfix-main',
      profile: 'postfix',
      host: 'relay.example.net',
      port: null,
      security: 'unspecified',
      userPresent: false,
      passwordPresent: false,
      authExternal: false,
      from: null,
      provider: null,
      group: 1,
    },
  ]);
});

test('a password table is no password in the file, and an empty host has a place', async (t) => {
  const path = project(t, { 'main.cf': 'smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nrelayhost =\n' });
  const { json } = await listed(path);
  const [{ line, host, passwordPresent, authExternal } = { line: 0, host: '', passwordPresent: true, authExternal: false }] = json.relays;
  assert.deepEqual({ line, host, passwordPresent, authExternal }, { line: 3, host: null, passwordPresent: false, authExternal: true });
});

test('text has one line per relay and a count', async (t) => {
  const path = project(t, { 'main.cf': 'relayhost = [smtp.gmail.com]:587\n' });
  const { out } = await relays([path]);
  assert.match(out, /^\S+main\.cf:1 {2}smtp\.gmail\.com:587 {2}unspecified {2}no sign-in {2}Postfix, gmail\n\n1 relay setting\n$/);
});

test('nothing found is said and is no failure', async (t) => {
  const path = project(t, { 'app.yml': 'port: 1\n' });
  assert.deepEqual(await relays([path]), { code: 0, out: 'no relay settings found\n', err: '' });
  assert.deepEqual((await listed(path)).json, { version: 1, relays: [] });
});

test('a path that can not be read is named, the rest is listed, and the end is 3', async (t) => {
  const path = project(t, { 'main.cf': 'relayhost = [relay.example.net]\n' });
  const { code, err, json } = await listed(join(path, 'missing'), join(path, 'main.cf'));
  assert.equal(code, 3);
  assert.equal(json.relays.length, 1);
  assert.match(err, /missing: no such file or folder\n$/);
});

test('no password and no base64 of one is listed', async (t) => {
  const path = project(t, {
    '.env': 'SMTP_URL=smtp://me:Tr0mbone-secret@smtp.gmail.com:465\nSMTP_HOST=smtp.gmail.com\nSMTP_USER=me\nSMTP_PASS=Tr0mbone-secret\n',
    'main.cf': 'relayhost = [smtp.gmail.com]:587\nsmtp_sasl_password_maps = static:me:Tr0mbone-secret\n',
  });
  for (const format of ['text', 'json']) {
    const { out } = await relays([path, '--format', format]);
    for (const form of ['Tr0mbone', Buffer.from('Tr0mbone-secret').toString('base64')]) assert.ok(!out.includes(form));
  }
});

test('programs of a folder are looked into, those of others and tests are not', async (t) => {
  const program = "nodemailer.createTransport({ host: process.env.SMTP_HOST || 'smtp.example.net', port: 587, secure: false });\n";
  const path = project(t, {
    'src/mailer.js': `// relay\n${program}`,
    'app/settings.py': "EMAIL_HOST = 'smtp.example.net'\nEMAIL_PORT = 465\nEMAIL_USE_SSL = True\n",
    'config/app.php.example': "<?php\ndefine('SMTP_HOST', 'smtp.example.net');\ndefine('SMTP_PORT', 25);\n",
    'src/other.js': "connect({ host: 'db.example.net', port: 5432 });\n",
    'src/mailer.test.js': program,
    'dist/mailer.js': program,
  });
  const { code, json } = await listed(path);
  assert.equal(code, 0);
  assert.deepEqual(
    json.relays.map(({ file, line, kind, profile, host, port, security }) => [
      file.slice(path.length + 1).replaceAll('\\', '/'),
      line,
      kind,
      profile,
      host,
      port,
      security,
    ]),
    [
      ['app/settings.py', 1, 'python', 'django', 'smtp.example.net', 465, 'implicit-tls'],
      ['config/app.php.example', 2, 'php', 'generic-env', 'smtp.example.net', 25, 'unspecified'],
      ['src/mailer.js', 2, 'javascript', 'nodemailer', '${SMTP_HOST:-smtp.example.net}', 587, 'starttls-opportunistic'],
    ],
  );
});

test('a variable stays as the file writes it, beside what another file makes of it', async (t) => {
  const compose = 'services:\n  app:\n    environment:\n      SMTP_HOST: $' + '{RELAY}\n      SMTP_PORT: "$' + '{RELAY_PORT}"\n      SMTP_USER: me\n';
  const folder = project(t, { 'compose.yml': compose, '.env': 'RELAY=mail.acme.io\nRELAY_PORT=465\n' });
  const alone = (await listed(join(project(t, { 'compose.yml': compose }), 'compose.yml'))).json.relays[0]!;
  const [relay] = (await listed(join(folder, 'compose.yml'))).json.relays;
  assert.deepEqual({ ...relay, file: alone.file }, { ...alone, resolvedHost: 'mail.acme.io', resolvedPort: 465, resolvedFrom: join(folder, '.env') });
});

test('the same relay in several files is one row, and one object for each of its settings', async (t) => {
  const env = (host: string) => `SMTP_HOST=${host}\nSMTP_PORT=587\nSMTP_USER=me\n`;
  const folder = project(t, { 'a.env': env('mail.acme.io'), 'b.env': env('Mail.Acme.io'), 'c.env': env('other.acme.io') });
  const { json } = await listed(folder);
  assert.deepEqual(
    json.relays.map(({ group }) => group),
    [1, 1, 2],
  );
  const { out } = await relays([folder]);
  assert.equal(out.split('\n').filter((line) => line.includes('mail.acme.io:587')).length, 1);
  assert.match(out, /\n {2}also \S*b\.env:1\n/);
  assert.match(out, /\n2 relays in 3 settings\n$/);
});

test('a relay of env_file and environment is one in the list, and so is that of the file alone', async (t) => {
  const path = project(t, {
    'compose.yml': 'services:\n  app:\n    env_file: config/relay.vars\n    environment:\n      SMTP_PORT: "465"\n',
    'config/relay.vars': '# mail\nSMTP_HOST=mail.acme.io\nSMTP_USER=robot\nSMTP_PASS=Tr0mbone\n',
  });
  const { json } = await listed(path);
  assert.deepEqual(
    json.relays.map(({ file, line, kind, host, port, passwordPresent }) => ({ file, line, kind, host, port, passwordPresent })),
    [{ file: join(path, 'config/relay.vars'), line: 2, kind: 'dotenv', host: 'mail.acme.io', port: 465, passwordPresent: true }],
  );
  const { out } = await relays([path]);
  assert.match(out, /relay\.vars:2 .*mail\.acme\.io:465/);
  assert.doesNotMatch(out, /Tr0mbone/);
});
