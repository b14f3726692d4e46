import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../../../src/service/apps/complete.ts';
import { afterChoosing, analyze, appFixtures, offered } from '../../../support/completions.ts';

const LARAVEL = 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\n';

test('keys that the app reads and the file lacks are offered, with a value that fits', () => {
  const { labels, chosen, item } = offered('.env', `${LARAVEL}MAIL|`);
  assert.deepEqual(labels.slice(0, 6), ['MAIL_PORT', 'MAIL_SCHEME', 'MAIL_USERNAME', 'MAIL_PASSWORD', 'MAIL_FROM_ADDRESS', 'MAIL_EHLO_DOMAIN']);
  assert.equal(chosen('MAIL_PORT'), `${LARAVEL}MAIL_PORT=587`);
  assert.equal(chosen('MAIL_USERNAME'), `${LARAVEL}MAIL_USERNAME=apikey`);
  assert.equal(item('MAIL_PORT').detail, 'port · Laravel');
  assert.ok(item('MAIL_PORT').asksAgain);
});

test('keys that are set, outdated or of another app are not', () => {
  const { labels } = offered('.env', `${LARAVEL}|`);
  for (const key of ['MAIL_HOST', 'MAIL_MAILER', 'MAIL_DRIVER', 'MAIL_ENCRYPTION', 'MAIL_SERVER', 'APP_KEY']) assert.ok(!labels.includes(key), key);
});

test('a key takes the form of its neighbours in each grammar', () => {
  const compose = 'services:\n  n8n:\n    environment:\n';
  assert.equal(
    offered('compose.yml', `${compose}      N8N_SMTP_HOST: smtp.gmail.com\n      N8|\n`).chosen('N8N_SMTP_SSL'),
    `${compose}      N8N_SMTP_HOST: smtp.gmail.com\n      N8N_SMTP_SSL: "true"\n`,
  );
  assert.equal(
    offered('compose.yml', `${compose}      - N8N_SMTP_HOST=smtp.gmail.com\n      - N8|\n`).chosen('N8N_SMTP_SSL'),
    `${compose}      - N8N_SMTP_HOST=smtp.gmail.com\n      - N8N_SMTP_SSL=true\n`,
  );
  const pod = 'spec:\n  containers:\n    - name: x\n      env:\n        - name: N8N_SMTP_HOST\n          value: smtp.gmail.com\n';
  assert.equal(offered('pod.yml', `${pod}        - name: N|\n`).chosen('N8N_SMTP_PORT'), `${pod}        - name: N8N_SMTP_PORT\n          value: "465"\n`);
  assert.equal(
    offered('application.properties', 'spring.mail.host=smtp.gmail.com\nspring|\n').chosen('spring.mail.properties.mail.smtp.ssl.enable'),
    'spring.mail.host=smtp.gmail.com\nspring.mail.properties.mail.smtp.ssl.enable=true\n',
  );
  assert.equal(
    offered('application.yml', 'spring:\n  mail:\n    host: smtp.gmail.com\n    |\n').chosen('properties.mail.smtp.ssl.enable'),
    'spring:\n  mail:\n    host: smtp.gmail.com\n    properties:\n      mail:\n        smtp:\n          ssl:\n            enable: true\n',
  );
  assert.equal(
    offered('mail.js', "nodemailer.createTransport({\n  host: 'smtp.gmail.com',\n  port: 587\n  se|\n});\n").chosen('secure'),
    "nodemailer.createTransport({\n  host: 'smtp.gmail.com',\n  port: 587,\n  secure: false\n});\n",
  );
});

test('JSON gets its quotes and commas on both sides', () => {
  const before = '{"EmailSettings": {"EnableSMTPAuth": true, "SMTPServer": "smtp.gmail.com"';
  const wanted = `${before}, "SMTPUsername": "user@example.com", "SMTPPort": "465"}}`;
  assert.equal(offered('config.json', `${before}, "|", "SMTPPort": "465"}}`).chosen('SMTPUsername'), wanted);
  const lines = (middle: string) =>
    `{\n  "EmailSettings": {\n    "EnableSMTPAuth": true,\n    "SMTPServer": "smtp.gmail.com"${middle}\n    "SMTPPort": "465"\n  }\n}\n`;
  assert.equal(offered('config.json', lines('\n    "|"')).chosen('SMTPUsername'), lines(',\n    "SMTPUsername": "user@example.com",'));
  assert.equal(offered('config.json', `${before}, |}}`).chosen('ConnectionSecurity'), `${before}, "ConnectionSecurity": "TLS"}}`);
});

test('a key is offered in the map of its neighbours only', () => {
  assert.deepEqual(
    offered('compose.yml', 'services:\n  n8n:\n    environment:\n      N8N_SMTP_HOST: smtp.gmail.com\n  other:\n    environment:\n      |\n').labels,
    [],
  );
  assert.deepEqual(offered('config.json', '{"EmailSettings": {"EnableSMTPAuth": true, "SMTPServer": "smtp.gmail.com"}, "|"}').labels, []);
});

test('the host is offered with the provider and how one signs in', () => {
  const { item, chosen } = offered('.env', 'MAIL_MAILER=smtp\nMAIL_HOST=|\n');
  assert.match(item('smtp.sendgrid.net').detail!, /SendGrid/);
  assert.match(item('smtp.sendgrid.net').documentation!, /587 STARTTLS[\s\S]*the word `apikey`/);
  assert.equal(chosen('smtp.sendgrid.net'), 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\n');
  assert.equal(
    offered('alertmanager.yml', 'global:\n  smtp_smarthost: |\n  smtp_from: a@example.com\n').chosen('smtp.sendgrid.net:587').split('\n')[1],
    '  smtp_smarthost: smtp.sendgrid.net:587',
  );
});

test("ports come with the provider's protection, its preferred one first, and what has to change along", () => {
  const { labels, item } = offered('.env', 'SMTP_HOST=smtp.office365.com\nSMTP_PORT=|\nSMTP_SECURE=true\nSMTP_USER=a@example.com\n');
  assert.deepEqual(labels, ['587', '25']);
  assert.equal(item('587').detail, 'STARTTLS');
  assert.match(item('587').documentation!, /set `SMTP_SECURE` to `false`/);
});

test("words for TLS are the app's own, each with what it does there, those that fit the port first", () => {
  const { items } = offered('.env', 'MB_EMAIL_SMTP_HOST=smtp.example.org\nMB_EMAIL_SMTP_PORT=465\nMB_EMAIL_SMTP_SECURITY=|\n');
  assert.deepEqual(
    items.map(({ label, detail }) => [label, detail]),
    [
      ['ssl', 'TLS from the first byte'],
      ['none', 'no TLS'],
      ['tls', 'STARTTLS if the server offers it'],
      ['starttls', 'STARTTLS, and no mail without it'],
    ],
  );
  assert.deepEqual(offered('settings.py', "EMAIL_HOST = 'smtp.gmail.com'\nEMAIL_PORT = 587\nEMAIL_USE_TLS = |True\n").labels, ['True', 'False']);
});

test('a URL comes as a skeleton in each scheme, and for each provider', () => {
  const { items, item, chosen } = offered('.env', 'MAILER_DSN=|\n');
  assert.match(item('smtps://user:password@smtp.example.com:465').detail!, /TLS from the first byte/);
  assert.ok(items.some(({ label }) => label === 'smtp://apikey:password@smtp.sendgrid.net:587'));
  assert.equal(chosen('smtps://user:password@smtp.example.com:465'), 'MAILER_DSN=smtps://user:password@smtp.example.com:465\n');
});

test('a user name that the provider prescribes is offered', () => {
  assert.deepEqual(offered('.env', 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\nMAIL_USERNAME=|\n').labels, ['apikey']);
  assert.deepEqual(offered('.env', 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\nMAIL_PASSWORD=|\n').labels, []);
});

test('in a file with nothing in it yet, what is typed is taken for the name of an app', () => {
  const { item, chosen } = offered('.env', 'MAIL_|');
  assert.match(item('MAIL_SERVER').detail!, /Flask-Mail, FastAPI-Mail/);
  assert.equal(chosen('MAIL_SERVER'), 'MAIL_SERVER=');
  assert.deepEqual(
    offered('.env', 'MA|').labels.filter((label) => label.startsWith('MAIL')),
    [],
  );
  assert.ok(offered('.env', 'SMTP_HOST=|').labels.includes('smtp.gmail.com'));
});

test('"relay through" writes all that the app of the file needs, and changes what is there', () => {
  assert.equal(
    offered('.env', 'APP_KEY=\n|').chosen('relay through Gmail'),
    'APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.gmail.com\nMAIL_PORT=465\nMAIL_USERNAME=user@example.com\nMAIL_PASSWORD=password\nMAIL_FROM_ADDRESS=user@example.com',
  );
  assert.equal(
    offered('.env', '|').chosen('relay through Twilio SendGrid'),
    'SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_SECURE=false\nSMTP_USER=apikey\nSMTP_PASS=password\nSMTP_FROM=user@example.com',
  );
  assert.match(offered('.env', 'A=1\nrelay through res|').chosen('relay through Resend'), /^A=1\nSMTP_HOST=smtp\.resend\.com\n/);
  const known = 'N8N_SMTP_HOST=localhost\nN8N_SMTP_PORT=1025\nN8N_SMTP_PASS=kept\n';
  const after = offered('.env', `${known}|`).chosen('relay through Twilio SendGrid');
  assert.match(after, /^N8N_SMTP_HOST=smtp\.sendgrid\.net\nN8N_SMTP_PORT=587\nN8N_SMTP_PASS=kept\n/);
  assert.match(after, /N8N_SMTP_SSL=false/);
});

test('nothing is offered in comments, templates, variables and for the files of Postfix', () => {
  assert.deepEqual(offered('.env', `${LARAVEL}# MAIL_|\n`).labels, []);
  assert.deepEqual(offered('.env', 'MAIL_MAILER=smtp\nMAIL_HOST=${HO|ST}\n').labels, []);
  assert.deepEqual(offered('values.yml', 'env:\n  N8N_SMTP_HOST: smtp.gmail.com\n  N8N_SMTP_PORT: {{ .Values.p| }}\n').labels, []);
  assert.deepEqual(offered('.env.j2', `${LARAVEL}MAIL_|\n`).labels, []);
  assert.deepEqual(offered('main.cf', 'relay|').labels, []);
});

test('at a finished value all others can be chosen as well', () => {
  const { items } = offered('.env', `${LARAVEL}MAIL_PORT=587|\n`);
  assert.deepEqual([...new Set(items.map(({ filterText }) => filterText))], ['587']);
});

test('whatever value is chosen in the files of all apps, the file then holds it', () => {
  let count = 0;
  for (const { path: name, text } of appFixtures()) {
    const analysis = analyze(name, text);
    for (const { file, entries } of analysis.settings) {
      if (file !== analysis.file) continue;
      for (const entry of entries) {
        const items = completionsAt(analysis, entry.valueSpan.start).filter(({ kind }) => kind === 'value');
        for (const item of items.filter((_, at) => at % 9 === 0)) {
          const after = analyze(name, afterChoosing(text, item)).file;
          const same = after.entries.filter(({ path }) => path.join('\0') === entry.path.join('\0'));
          assert.ok(
            same.some(({ value }) => value === item.label),
            `${name}: ${entry.key} becomes ${item.label}, not ${same.map(({ value }) => value).join()}`,
          );
          assert.equal(after.entries.length, analysis.file.entries.length, `${name}: ${entry.key} as ${item.label} leaves the rest alone`);
          count += 1;
        }
      }
    }
  }
  assert.ok(count > 1000, String(count));
});
