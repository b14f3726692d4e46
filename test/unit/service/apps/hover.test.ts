import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProject } from '../../../../src/discover/project.ts';
import { createMailConfigService } from '../../../../src/service/mailConfigService.ts';
import { appFixtures } from '../../../support/completions.ts';
import { cursorIn } from '../../../support/cursor.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

async function hoverAt(path: string, marked: string, around: Readonly<Record<string, string>> = {}): Promise<string> {
  const { text, offset } = cursorIn(marked);
  const project = createProject({ readText: (name) => around[name], stat: () => undefined });
  return (await service.hover(service.analyze({ path, text, project })!, offset))?.markdown ?? '';
}

test('a key tells what its words do in this app, which one is set, and what counts without it', async () => {
  const markdown = await hoverAt('.env', 'MB_EMAIL_SMTP_HOST=smtp.example.org\nMB_EMAIL_SMTP_PORT=587\nMB_EMAIL_SMTP_SEC|URITY=tls\n');
  assert.match(markdown, /^\*\*`MB_EMAIL_SMTP_SECURITY`\*\* · Metabase · protection/);
  assert.match(markdown, /Not set: no TLS\./);
  assert.match(markdown, /\| \*\*`tls`\*\* \| STARTTLS if the server offers it \|/);
  assert.match(markdown, /\| `starttls` \| STARTTLS, and no mail without it \|/);
  assert.match(markdown, /\[metabase\/metabase [^\]]*\]\(https:\/\/github\.com\/metabase\/metabase\)/);
  assert.match(markdown, /\*\*Mail relay\*\* · Metabase/);
});

test('switches that count together are told together', async () => {
  const rc = (lines: string) => hoverAt('.msmtprc', `account x\nhost mail.example.org\n${lines}`);
  assert.match(await rc('tl|s on\ntls_starttls on\n'), /\*\*`on`\*\* \| TLS from the first byte \(with `tls_starttls` off\); else STARTTLS/);
  assert.match(await rc('tls on\ntls_start|tls off\n'), /\*\*`off`\*\* \| TLS from the first byte \(with `tls` on\)/);
  assert.match(
    await hoverAt('dma.conf', 'SMARTHOST mail.example.org\nSTART|TLS\n'),
    /being there \| STARTTLS, and no mail without it \(with `SECURETRANSFER` on\); else no TLS/,
  );
});

test('what surprises about an app is told at the keys that it is about', async () => {
  const at = (marked: string) => hoverAt('alertmanager.yml', `global:\n  smtp_smarthost: mail.example.org:587\n${marked}`);
  assert.match(await at('  smtp_require|_tls: false\n'), /`require_tls: false` means never TLS/);
  assert.doesNotMatch(await at('  smtp_fr|om: a@example.org\n'), /never TLS/);
});

test('a key that the app does not read says so, and which one it reads', async () => {
  const markdown = await hoverAt('.env', 'SMTP_SERVER=mail.example.org\nLOCAL_DOMAIN=example.org\nSMTP_USER|NAME=robot\nSMTP_PASSWORD=x\n');
  assert.match(markdown, /Mastodon does not read this key\. It reads `SMTP_LOGIN`\./);
});

test('the version of the library decides what is told', async () => {
  const env = 'MAIL_MAILER=smtp\nMAIL_HOST=mail.example.org\nMAIL_PORT=587\nMAIL_ENC|RYPTION=tls\n';
  const lock = (version: string) => ({ 'composer.lock': `{"packages": [{"name": "laravel/framework", "version": "v${version}"}]}` });
  assert.match(await hoverAt('.env', env), /Laravel from 11\.36 on does not read it, but `MAIL_SCHEME`/);
  assert.match(await hoverAt('.env', env, lock('11.40.0')), /Laravel from 11\.36 on does not read this key\. It reads `MAIL_SCHEME`/);
  assert.match(await hoverAt('.env', env, lock('8.83.0')), /\*\*`tls`\*\* \| STARTTLS, and no mail without it/);
});

test('a variable says which file its value comes from', async () => {
  const compose = 'services:\n  n8n:\n    environment:\n      N8N_SMTP_HO|ST: ${RELAY}\n      N8N_SMTP_PORT: 587\n';
  const markdown = await hoverAt('compose.yml', compose, { '.env': 'RELAY=smtp.gmail.com\n' });
  assert.match(markdown, /Its value comes from `RELAY` in `\.env`/);
  assert.match(markdown, /\| Host \| `smtp\.gmail\.com` \| `N8N_SMTP_HOST`, from `RELAY` in `\.env` \|/);
});

test('keys that were recognised by their words alone get no meaning', async () => {
  assert.match(await hoverAt('.env', 'SMTP_HOST=mail.example.org\nSMTP_PORT=587\nSMTP_SEC|URE=false\n'), /^\*\*Mail relay\*\*/);
});

test('no hover in the file of any app shows a password', async () => {
  for (const { path: name, text } of appFixtures()) {
    const analysis = service.analyze({ path: name, text });
    if (!analysis) continue;
    const secrets = analysis.settings.flatMap(({ password }) => (password?.source === 'literal' ? [text.slice(password.span.start, password.span.end)] : []));
    for (const entry of analysis.settings.flatMap(({ entries }) => entries)) {
      const markdown = (await service.hover(analysis, entry.keySpan.start))?.markdown ?? '';
      for (const secret of secrets.filter((each) => !/^(false|true|null)$/i.test(each))) assert.ok(!markdown.includes(secret), `${name}: ${entry.key}`);
    }
  }
});
