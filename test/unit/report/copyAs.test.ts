import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { copyAsNodemailer, copyAsOpenssl, copyAsSwaks, shellWord } from '../../../src/report/copyAs.ts';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import type { RelayPlan } from '../../../src/smtp/types.ts';
import { planTo } from '../../support/probeRun.ts';

const PLAN: RelayPlan = {
  ...planTo(587, { host: 'mail.test', mode: 'starttls-required', mailFrom: 'a@b.test', rcptTo: 'c@d.test', heloName: 'web.b.test' }),
  user: 'app',
  password: new Secret('s3cret-word'),
};

test('the commands say what the plan says', () => {
  assert.equal(
    copyAsSwaks(PLAN),
    'swaks --server mail.test --port 587 --helo web.b.test --from a@b.test --to c@d.test --quit-after RCPT --tls --tls-verify --tls-sni mail.test --auth PLAIN,LOGIN,CRAM-MD5 --auth-user app --auth-password "$SMTP_PASSWORD"',
  );
  assert.equal(
    copyAsOpenssl(PLAN),
    'openssl s_client -connect mail.test:587 -starttls smtp -name web.b.test -servername mail.test -verify_hostname mail.test -showcerts -crlf',
  );
  assert.equal(
    copyAsNodemailer(PLAN),
    `import nodemailer from 'nodemailer';

const transporter = nodemailer.createTransport({
  host: "mail.test",
  port: 587,
  secure: false,
  requireTLS: true,
  name: "web.b.test",
  auth: { user: "app", pass: process.env.SMTP_PASSWORD },
});

await transporter.verify();
`,
  );
});

const { user: _, password: __, ...ANONYMOUS } = PLAN;

const modes: readonly (readonly [string, RelayPlan, RegExp, RegExp | undefined, RegExp])[] = [
  ['implicit TLS', { ...PLAN, mode: 'implicit-tls', port: 465 }, / --tls-on-connect /, /-connect mail\.test:465 -servername/, /secure: true,\n {2}name/],
  [
    'TLS if offered, without password',
    { ...ANONYMOUS, mode: 'starttls-opportunistic' },
    / --tls-optional-strict /,
    /-starttls smtp/,
    /secure: false,\n {2}name/,
  ],
  ['TLS if offered, with a password', { ...PLAN, mode: 'starttls-opportunistic' }, / --tls --/, /-starttls smtp/, /requireTLS: true/],
  ['no TLS', { ...ANONYMOUS, mode: 'none' }, /--quit-after RCPT$/, undefined, /ignoreTLS: true/],
  ['no checking', { ...PLAN, verifyCertificate: false }, /--tls --tls-sni/, /-servername mail\.test -showcerts/, /tls: \{ rejectUnauthorized: false \}/],
  ['an IPv6 address', { ...PLAN, host: '::1' }, /--server ::1 .*--tls-verify --auth/, /-connect '\[::1\]:587' .*-noservername -verify_ip ::1/, /host: "::1"/],
  [
    'another name',
    { ...PLAN, host: '127.0.0.1', serverName: 'mail.test' },
    /--tls-sni mail\.test/,
    /-servername mail\.test/,
    /tls: \{ servername: "mail\.test" \}/,
  ],
  [
    'own authorities',
    { ...PLAN, ca: ['-----BEGIN'] },
    /--tls-ca-path "\$SMTP_CA_FILE"/,
    /-CAfile "\$SMTP_CA_FILE"/,
    /ca: readFileSync\(process\.env\.SMTP_CA_FILE\)/,
  ],
  ['the null sender', { ...PLAN, mailFrom: '' }, /--from '<>' /, /s_client/, /createTransport/],
  ['a mail exchanger', { ...PLAN, lookupMx: true }, /^# Postfix looks up/, /^# Postfix looks up/, /createTransport/],
];

for (const [what, plan, swaks, openssl, nodemailer] of modes) {
  test(`${what} is said to all three`, () => {
    assert.match(copyAsSwaks(plan), swaks);
    if (openssl) assert.match(copyAsOpenssl(plan) ?? '', openssl);
    else assert.equal(copyAsOpenssl(plan), undefined);
    assert.match(copyAsNodemailer(plan), nodemailer);
  });
}

test('a password that may not travel in clear text is not asked for', () => {
  const plan: RelayPlan = { ...PLAN, mode: 'none' };
  for (const text of [copyAsSwaks(plan), copyAsNodemailer(plan)]) {
    assert.match(text, /^(#|\/\/) The sign-in is left out/);
    assert.doesNotMatch(text, /auth/);
  }
  assert.match(copyAsSwaks({ ...plan, allowClearTextAuth: true }), /--auth CRAM-MD5,PLAIN,LOGIN --auth-user app/);
});

test('no password is copied, and no user name that is one', () => {
  const plan: RelayPlan = { ...PLAN, user: 's3cret-word' };
  for (const text of [copyAsSwaks(plan), copyAsOpenssl(plan) ?? '', copyAsNodemailer(plan)]) assert.doesNotMatch(text, /s3cret-word|••••/);
  assert.match(copyAsSwaks(plan), /--auth-user "\$SMTP_USER"/);
  assert.match(copyAsNodemailer(plan), /user: process\.env\.SMTP_USER/);
});

const HOSTILE = [`a'b`, 'a"b', '$(touch /tmp/x)', '`id`', 'a b', 'a\\', 'a;b', '!!', '~', '', '*', 'a\nb', `'"'"'`, '--', 'ü@é', '#x'];

for (const text of HOSTILE) {
  test(`${JSON.stringify(text)} is one word of a shell`, { skip: process.platform === 'win32' }, () => {
    assert.equal(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' }), text);
  });

  test(`${JSON.stringify(text)} as a user name is a string of JavaScript`, () => {
    const code = copyAsNodemailer({ ...PLAN, user: text, host: text });
    const body = code.replace(/^import .*$/m, '').replace('await transporter.verify();', 'return transporter;');
    const made = new Function('nodemailer', 'process', body)({ createTransport: (options: unknown) => options }, { env: { SMTP_PASSWORD: 'pw' } });
    assert.deepEqual([made.host, made.auth], [text, { user: text, pass: 'pw' }]);
  });
}
