import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { cursorIn } from '../../support/cursor.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

async function hoverAt(path: string, marked: string): Promise<{ readonly on: string; readonly markdown: string } | undefined> {
  const { text, offset } = cursorIn(marked);
  const hover = await service.hover(service.analyze({ path, text })!, offset);
  return hover && { on: text.slice(hover.span.start, hover.span.end), markdown: hover.markdown };
}

const MAIN = [
  'relayhost = [smtp.sendgrid.net]:587',
  'smtp_sasl_auth_enable = yes',
  'smtp_sasl_password_maps = static:apikey:SG.very-private',
  'smtp_tls_security_level = encrypt',
  'biff = no',
  '',
].join('\n');

test('a relay shows host, port, mode, provider and the keys that decided', async () => {
  const { on, markdown } = (await hoverAt('main.cf', MAIN.replace('relayhost', 'relay|host')))!;
  assert.equal(on, 'relayhost');
  assert.match(markdown, /\*\*Mail relay\*\* · Postfix · .*SendGrid/);
  assert.match(markdown, /\| Host \| `smtp\.sendgrid\.net`, no MX lookup \| `relayhost` \|/);
  assert.match(markdown, /\| Port \| 587 \| `relayhost` \|/);
  assert.match(markdown, /\| Security \| STARTTLS required \| `smtp_tls_security_level` \|/);
  assert.match(markdown, /\| User \| `apikey` \| `smtp_sasl_password_maps` \|/);
  assert.match(markdown, /\| Password \| set \| `smtp_sasl_password_maps` \|/);
});

test('no hover anywhere in a file holds the password', async () => {
  for (let at = 0; at <= MAIN.length; at += 1) {
    const hover = await service.hover(service.analyze({ path: 'main.cf', text: MAIN })!, at);
    assert.doesNotMatch(hover?.markdown ?? '', /very-private/);
  }
});

test('a user name that may be a token is not shown, an address is', async () => {
  const env = async (user: string) => (await hoverAt('.env', `SMTP_HOST=smtp.|example.com\nSMTP_PORT=587\nSMTP_USER=${user}\nSMTP_PASSWORD=x\n`))!.markdown;
  assert.match(await env('2f6b9a10-77aa-4b6c-8f3e-0a1b2c3d4e5f'), /\| User \| set \|/);
  assert.match(await env('mailer@example.com'), /\| User \| `mailer@example\.com` \|/);
});

test('a Postfix parameter shows type, default and its manual', async () => {
  const { on, markdown } = (await hoverAt('main.cf', MAIN.replace('biff', 'bi|ff')))!;
  assert.equal(on, 'biff');
  assert.match(markdown, /\*\*biff\*\* · `yes` or `no`/);
  assert.match(markdown, /Default: `yes`/);
  assert.match(markdown, /\(https:\/\/www\.postfix\.org\/postconf\.5\.html#biff\)/);
  assert.doesNotMatch(markdown, /Mail relay/);
});

test('a deprecated parameter shows what took its place', async () => {
  assert.match((await hoverAt('main.cf', 'smtp_use|_tls = yes\n'))!.markdown, /Deprecated since Postfix 3\.9: use `smtp_tls_security_level`/);
});

test('a macro in a value shows the parameter it names', async () => {
  const { on, markdown } = (await hoverAt('main.cf', 'mydestination = $myhost|name, localhost\n'))!;
  assert.equal(on, 'myhostname');
  assert.match(markdown, /\*\*myhostname\*\*/);
});

test('of several relays in a value the one at the cursor is shown', async () => {
  const { markdown } = (await hoverAt('main.cf', 'relayhost = [a.example.com]:587, [b.exam|ple.com]:587\n'))!;
  const [relay = ''] = markdown.split('---\n\n**');
  assert.match(relay, /b\.example\.com/);
  assert.doesNotMatch(relay, /a\.example\.com/);
});

test('there is nothing to say about a comment, a blank or an unknown name', async () => {
  assert.equal(await hoverAt('main.cf', '# rel|ayhost\n'), undefined);
  assert.equal(await hoverAt('main.cf', '\n|\nbiff = no\n'), undefined);
  assert.equal(await hoverAt('main.cf', 'no_such|_name = x\n'), undefined);
});

test('text of the file is never read as Markdown', async () => {
  assert.match((await hoverAt('main.cf', 'relay|host = a`b`c\n'))!.markdown, /`` a`b`c ``/);
});
