import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProject } from '../../../src/discover/project.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import '../../support/formats.ts';
import '../../support/programs.ts';

const SECRET = 'Hunter2Horse';
const ENCODED = Buffer.from(SECRET).toString('base64').replace(/=+$/, '');

/** Everything about the place of a file that brings a rule to speak. */
const PROJECT = createProject({
  readText: (name) => (name === 'railway.json' ? '{}' : undefined),
  stat: () => ({ modifiedMs: 1, mode: 0o644 }),
  isTracked: () => true,
});
const LOOSE = createProject({ ...PROJECT.view, isTracked: () => false });

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** Everything that a person, a log or a report may get to see about a text. */
async function wordsAbout(path: string, text: string, project = PROJECT): Promise<string[]> {
  const analysis = service.analyze({ path, text, project });
  if (!analysis) return [];
  const findings = analysis.findings.flatMap(({ message, related, fixes }) => [
    message,
    ...related.map((place) => place.message),
    ...fixes.map(({ title }) => title),
  ]);
  const hovers = await Promise.all(Array.from({ length: text.length }, async (_, offset) => (await service.hover(analysis, offset))?.markdown ?? ''));
  const settings = analysis.settings.flatMap(({ security, profileTitle }) => [security.because, security.conflict ?? '', profileTitle]);
  return [...findings, ...hovers, ...settings];
}

/** Where a password may stand, correctly or by mistake. */
const TEXTS: readonly (readonly [string, string, string])[] = [
  ['a static table', 'main.cf', `smtp_sasl_password_maps = static:mailer:${SECRET}`],
  ['an inline table', 'main.cf', `smtp_sasl_password_maps = inline:{ { [smtp.example.com]:587 = mailer:${SECRET} } }`],
  ['a quoted table', 'main.cf', `smtp_sasl_password_maps = "static:mailer:${SECRET}"`],
  ['a table without a type', 'main.cf', `smtp_sasl_password_maps = mailer:${SECRET}`],
  ['a table set twice', 'main.cf', `smtp_sasl_password_maps = static:mailer:${SECRET}\nsmtp_sasl_password_maps = static:mailer:${SECRET}`],
  ['a misspelt table', 'main.cf', `smtp_sasl_password_map = static:mailer:${SECRET}`],
  ['a table without "="', 'main.cf', `smtp_sasl_password_maps static:mailer:${SECRET}`],
  ['a table with a colon for "="', 'main.cf', `smtp_sasl_password_maps: static:mailer:${SECRET}`],
  ['an indented first line', 'main.cf', `  smtp_sasl_password_maps = static:mailer:${SECRET}`],
  ['a swallowed line', 'main.cf', `smtp_sasl_auth_enable = yes\n  smtp_sasl_password_maps = static:mailer:${SECRET}`],
  ['a swallowed line of a level', 'main.cf', `smtp_tls_security_level = encrypt\n  smtp_sasl_password_maps = static:mailer:${SECRET}`],
  ['a continuation', 'main.cf', `message_size_limit = 10\n  mailer:${SECRET}`],
  ['a line of sasl_passwd', 'main.cf', `[smtp.example.com]:587 mailer:${SECRET}`],
  ['a lone user and password', 'main.cf', `mailer:${SECRET}`],
  ['a comment behind a value', 'main.cf', `relayhost = [smtp.example.com]:587 # mailer:${SECRET}`],
  ['a commented-out table', 'main.cf', `#smtp_sasl_password_maps = static:mailer:${SECRET}\nbiff = no`],
  ['a relay with credentials', 'main.cf', `relayhost = smtp://mailer:${SECRET}@smtp.example.com:587`],
  ['a relay in another form', 'main.cf', `relayhost = mailer:${SECRET}@smtp.example.com`],
  ['half a macro', 'main.cf', `smtp_sasl_password_maps = static:mailer:abc$${SECRET}`],
  ['an open macro', 'main.cf', `smtp_sasl_password_maps = static:mailer:\${${SECRET}`],
  ['an odd macro', 'main.cf', `smtp_sasl_password_maps = static:mailer:\${abc-${SECRET}}`],
  ['a named value', 'main.cf', `relay_password = ${SECRET}\nsmtp_sasl_password_maps = static:mailer:$relay_password`],
  ['a value with a no-break space', 'main.cf', `smtp_sasl_password_maps = static:mailer:\u00a0${SECRET}`],
  ['a password table', 'sasl_passwd', `[smtp.example.com]:587 mailer:${SECRET}\n[smtp.example.com]:587 mailer:${SECRET} # ${SECRET}`],
  [
    'a password table without blanks',
    'sasl_passwd',
    `smtp.example.com:587:mailer:${SECRET}\nsmtp.example.com:587:mailer:${SECRET} x\nsmtp.example.com:587:mailer:${SECRET} x`,
  ],
  ['a password table as main.cf has it', 'sasl_passwd', `[smtp.example.com]:587 = mailer:${SECRET}\nmailer:${SECRET}: x`],
  ['a password table with an open quote', 'sasl_passwd', `"mailer:${SECRET}\n  mailer:${SECRET}`],
  ['a password table with patterns', 'sasl_passwd', `/mailer:${SECRET}/ x\n*@${SECRET} x\n10.0.0.0/8${SECRET} x`],
  ['a .env value', '.env', `MAIL_HOST=smtp.example.com\nMAIL_PORT=25\nMAIL_USERNAME=mailer\nMAIL_PASSWORD=${SECRET}`],
  ['a .env value with an open quote', '.env', `SMTP_HOST=smtp.example.com\nSMTP_USER=mailer\nSMTP_PASSWORD="${SECRET}`],
  ['a .env user that is the password', '.env', `SMTP_HOST=smtp.postmarkapp.com\nSMTP_PORT=587\nSMTP_USER=${SECRET}\nSMTP_PASSWORD=${SECRET}`],
  ['a URL', '.env', `MAILER_DSN=smtp://mailer:${SECRET}@smtp.example.com:25`],
  ['a URL with mistakes', '.env', `MAILER_DSN="smtp://mailer:${SECRET}@smtp.example.com:99999?encryption=none`],
  ['a URL as host', '.env', `SMTP_HOST=smtp://mailer:${SECRET}@smtp.example.com\nSMTP_PORT=587`],
  ['a YAML value', 'application.yml', `spring:\n  mail:\n    host: smtp.example.com\n    port: 465\n    username: mailer\n    password: ${SECRET}`],
  ['a broken YAML value', 'application.yml', `spring:\n  mail:\n    host: smtp.example.com\n    username: mailer\n    password: "${SECRET}\n    port: 25`],
  ['a JSON value', 'appsettings.json', `{"Smtp":{"Host":"smtp.example.com","Port":25,"Username":"mailer","Password":"${SECRET}"}}`],
  [
    'a value with a dollar sign',
    'compose.yml',
    `services:\n  a:\n    image: a\n    environment:\n      SMTP_HOST: smtp.example.com\n      SMTP_USER: mailer\n      SMTP_PASSWORD: a$$b$${SECRET}`,
  ],
  ['a value with a percent sign', 'a.service', `[Service]\nEnvironment=SMTP_HOST=smtp.example.com SMTP_USER=mailer SMTP_PASSWORD=%n${SECRET}`],
  ['an INI value with a mark', 'app.ini', `[mailer]\nSMTP_ADDR = smtp.example.com\nSMTP_PORT = 587\nUSER = mailer\nPASSWD = a#${SECRET}`],
  ['an INI value before a mark', 'app.ini', `[mailer]\nSMTP_ADDR = smtp.example.com\nSMTP_PORT = 587\nUSER = mailer\nPASSWD = ${SECRET}#a`],
  ['a properties value', 'application.properties', `spring.mail.host=smtp.gmail.com\nspring.mail.username=mailer\nspring.mail.password=\\a${SECRET}`],
  [
    'an XML attribute',
    'web.config',
    `<configuration><system.net><mailSettings><smtp><network host="smtp.example.com" port="25" userName="mailer" password="a&amp;&${SECRET}"/></smtp></mailSettings></system.net></configuration>`,
  ],
  ['an ssmtp password', 'ssmtp.conf', `mailhub=smtp.example.com:25\nAuthUser=mailer\nAuthPass = ${SECRET}`],
  ['an msmtp password', 'msmtprc', `account a\nhost smtp.example.com\nauth off\nuser mailer\npassword ${SECRET}`],
  ['a value in typographic quotes', '.env', `SMTP_HOST=smtp.example.com\nSMTP_USER=mailer\nSMTP_PASSWORD=\u201C${SECRET}\u201D`],
  ['a value with an odd blank', '.env', `SMTP_HOST=smtp.gmail.com\nSMTP_USER=mailer@example.com\nSMTP_PASSWORD="\u00A0${SECRET} "`],
  ['a ConfigMap', 'config.yaml', `apiVersion: v1\nkind: ConfigMap\ndata:\n  SMTP_HOST: smtp.example.com\n  SMTP_USER: mailer\n  SMTP_PASSWORD: ${SECRET}`],
  [
    'a Secret in plain text',
    'secret.yaml',
    `apiVersion: v1\nkind: Secret\ndata:\n  SMTP_HOST: c210cC5leGFtcGxlLmNvbQ==\n  SMTP_USER: bWFpbGVy\n  SMTP_PASSWORD: ${SECRET}-`,
  ],
  [
    'a Secret with a line end',
    'secret.yaml',
    `apiVersion: v1\nkind: Secret\ndata:\n  SMTP_HOST: c210cC5leGFtcGxlLmNvbQ==\n  SMTP_USER: bWFpbGVy\n  SMTP_PASSWORD: ${btoa(`${SECRET}\n`)}`,
  ],
  [
    'a password and its file',
    'alertmanager.yml',
    `global:\n  smtp_smarthost: smtp.gmail.com:587\n  smtp_auth_username: mailer\n  smtp_auth_password: ${SECRET}\n  smtp_auth_password_file: /run/smtp`,
  ],
  ['a CRAM-MD5 secret', 'alertmanager.yml', `global:\n  smtp_smarthost: smtp.gmail.com:587\n  smtp_auth_username: mailer\n  smtp_auth_secret: ${SECRET}`],
  [
    'a sender that is the password',
    '.env',
    `APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.gmail.com\nMAIL_PORT=587\nMAIL_USERNAME=mailer@example.com\nMAIL_PASSWORD=${SECRET}`,
  ],
  ['a test file', '.env.test', `SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=apikey\nSMTP_PASSWORD=${SECRET}`],
  [
    'a production file',
    '.env.production',
    `APP_KEY=\nMAIL_MAILER=log\nMAIL_HOST=smtp.example.com\nMAIL_PORT=587\nMAIL_USERNAME=mailer\nMAIL_PASSWORD=${SECRET}`,
  ],
  [
    'the settings of Zulip',
    'settings.py',
    `EXTERNAL_HOST = "a"\nZULIP_ADMINISTRATOR = "b"\nEMAIL_HOST = "smtp.example.com"\nEMAIL_HOST_USER = "mailer"\nEMAIL_HOST_PASSWORD = "${SECRET}"`,
  ],
  ['a broken JSON value', 'appsettings.json', `{"Smtp":{"Host":"smtp.example.com","Port":25 "Password":"${SECRET}}}`],
];

for (const [what, path, text] of TEXTS) {
  test(`no word about a file repeats the password of ${what}`, async () => {
    for (const ending of ['', '\n', '\r\n']) {
      const words = [...(await wordsAbout(path, text + ending)), ...(await wordsAbout(path, text + ending, LOOSE))];
      const leaks = words.filter((word) => word.includes(SECRET) || word.includes(ENCODED));
      assert.deepEqual(leaks, []);
    }
  });
}
