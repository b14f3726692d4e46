import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineRule } from '../../../src/rules/define.ts';
import { rules } from '../../../src/rules/registry.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { cursorIn } from '../../support/cursor.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });
const analyze = (path: string, text: string) => service.analyze({ path, text })!;

const TWO_ENVIRONMENTS = [
  'MAIL_HOST=smtp.example.com',
  'MAIL_PORT=587',
  '',
  '# the old one',
  'LEGACY_SMTP_HOST=relay.example.org',
  'LEGACY_SMTP_PORT=25',
  'LEGACY_SMTP_USER=mailer',
  '',
  'APP_NAME=shop',
  '',
].join('\n');

/** The host of the setting that owns the cursor. */
function hostAt(path: string, marked: string): string | undefined {
  const { text, offset } = cursorIn(marked);
  return service.settingAt(analyze(path, text), offset)?.host?.value;
}

test('the service is frozen, and so is an analysis', () => {
  assert.ok(Object.isFrozen(service));
  assert.ok(Object.isFrozen(analyze('main.cf', '')));
});

test('a file of no kind of ours has no analysis', () => {
  assert.equal(service.analyze({ path: 'notes.txt', text: 'relayhost = a' }), undefined);
  assert.equal(service.kindOf('notes.txt'), undefined);
  assert.equal(service.kindOf('main.cf'), 'postfix-main');
});

test('a kind that is given wins over the name', () => {
  assert.equal(service.analyze({ path: 'notes.txt', text: 'relayhost a\n', kind: 'postfix-main' })?.findings[0]?.rule, 'syntax/missing-equals');
});

test('findings that a comment silences are left out', () => {
  const text = '# relay-doctor-disable-next-line relay/missing-brackets : our own MX\nrelayhost = smtp.example.com\n';
  assert.deepEqual(analyze('main.cf', text).findings, []);
  assert.equal(analyze('main.cf', text.replace(' : our own MX', '')).findings.length, 2);
});

test('a rule that throws is logged by its id, without the text it may have quoted', () => {
  const logged: string[] = [];
  const broken = defineRule({
    ...rules[0]!,
    run: () => {
      throw new TypeError('password is hunter2');
    },
  });
  const { findings } = createMailConfigService({ logger: { error: (message) => logged.push(message) } }, [broken, ...rules.slice(1)]).analyze({
    path: 'main.cf',
    text: 'biff = on\n',
  })!;
  assert.deepEqual(logged, [`rule ${rules[0]!.meta.id} failed (TypeError) and was left out`]);
  assert.equal(findings.length, 1);
});

for (const [what, text] of [
  ['nothing', ''],
  ['NUL bytes', 'relayhost = a\0b\n'],
  ['half a line', 'relayhost'],
  ['half a macro', 'relayhost = ${'],
  ['a lone surrogate', 'relayhost = \ud800\n'],
  ['a very long line', `mynetworks = ${'a'.repeat(200_000)}`],
  ['a thousand continuations', `mynetworks =\n${' 192.0.2.1\n'.repeat(1000)}`],
] as const) {
  test(`an analysis survives ${what}, of any kind`, () => {
    for (const path of ['main.cf', '.env', 'app.yml', 'appsettings.json']) assert.ok(service.analyze({ path, text }));
  });
}

for (const [what, marked, host] of [
  ['on the host', TWO_ENVIRONMENTS.replace('smtp.example', 'smtp.|example'), 'smtp.example.com'],
  ['on a key', TWO_ENVIRONMENTS.replace('LEGACY_SMTP_PORT', 'LEGACY_|SMTP_PORT'), 'relay.example.org'],
  ['at the start of a line', TWO_ENVIRONMENTS.replace('MAIL_PORT', '|MAIL_PORT'), 'smtp.example.com'],
  ['in another paragraph', TWO_ENVIRONMENTS.replace('APP_NAME', 'APP_|NAME'), undefined],
  ['on a comment right above', TWO_ENVIRONMENTS.replace('the old', 'the| old'), undefined],
] as const) {
  test(`the setting at a cursor ${what} of a .env file`, () => assert.equal(hostAt('.env', marked), host));
}

for (const [what, marked, host] of [
  ['on the first of two relays', 'relayhost = [a.exam|ple.com]:587, [b.example.com]:587\n', 'a.example.com'],
  ['on the second of two relays', 'relayhost = [a.example.com]:587, [b.example.com]:5|87\n', 'b.example.com'],
  ['on the TLS level', 'relayhost = [a.example.com]:587\n\nsmtp_tls_security_level = m|ay\n', 'a.example.com'],
  ['right below', 'relayhost = [a.example.com]:587\nbiff = n|o\n', 'a.example.com'],
  ['above', 'bi|ff = no\nrelayhost = [a.example.com]:587\n', undefined],
] as const) {
  test(`the setting at a cursor ${what} in main.cf`, () => assert.equal(hostAt('main.cf', marked), host));
}

test('a lens stands at each setting that has a host', () => {
  const analysis = analyze('main.cf', 'relayhost = [a.example.com]:587\n');
  assert.deepEqual(
    service.lenses(analysis).map(({ span, setting }) => [analysis.file.text.slice(span.start, span.end), setting.host?.value]),
    [['relayhost', 'a.example.com']],
  );
  assert.deepEqual(service.lenses(analyze('main.cf', 'relayhost =\n')), []);
});

test('grammars come with the first file that needs them, those of files inside others too', async () => {
  const text = 'kind: ConfigMap\ndata:\n  application.properties: |\n    # mail\n    spring.mail.host=smtp.example.com\n    spring.mail.port=587\n';
  await service.prepare({ kind: 'yaml', text });
  const [setting] = analyze('k.yml', text).settings;
  assert.deepEqual([setting?.host?.value, setting?.port?.value], ['smtp.example.com', 587]);
  assert.equal(text.slice(setting!.port!.span.start, setting!.port!.span.end), '587');
  await service.prepare({ kind: 'ini', text: '' });
  assert.equal(analyze('grafana.ini', '[smtp]\nenabled = true\nhost = smtp.example.com:587\n').file.entries.length, 2);
});
