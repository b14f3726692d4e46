import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeRelays } from '../../../src/discover/joinedPlaces.ts';
import { viewOfTexts } from '../../../src/discover/postfixFolder.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import type { Analysis, SourceText } from '../../../src/service/types.ts';
import type { SettingPart } from '../../../src/smtp/types.ts';
import { placeOf } from '../../../src/verdict/place.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** The marked text, with its file where that is another one, of the first relay. */
async function marked(source: SourceText, part: SettingPart): Promise<string> {
  const kind = source.kind ?? service.kindOf(source.path, source.text);
  if (kind) await service.prepare({ kind, text: source.text });
  const analysis = service.analyze(source) as Analysis;
  const [setting] = wholeRelays(analysis);
  assert.ok(setting, 'no relay setting');
  const { path, span } = placeOf(analysis, setting, part);
  const text = path === undefined ? source.text : (source.around?.readText(path) ?? '');
  return `${path === undefined ? '' : `${path}: `}${text.slice(span.start, span.end)}`;
}

const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';

function postfix(more: string, files: Record<string, string> = {}): SourceText {
  return { path: '/etc/postfix/main.cf', text: MAIN + more, around: viewOfTexts(files) };
}

test('a missing authority stands on the key that names the CA file', async () => {
  assert.equal(await marked(postfix('smtp_tls_CAfile = /etc/postfix/old.pem\nsmtp_tls_CAfile = /etc/postfix/ca.pem\n'), 'ca'), '/etc/postfix/ca.pem');
  assert.equal(await marked(postfix('smtp_tls_CApath = /etc/ssl/certs\n'), 'ca'), '/etc/ssl/certs');
  assert.equal(await marked(postfix(''), 'ca'), 'smtp.example.com');
  const msmtp = 'account default\nhost smtp.example.com\nport 587\ntls on\ntls_trust_file /etc/ssl/relay.pem\nauth cram-md5\nuser app\n';
  assert.equal(await marked({ path: '.msmtprc', text: msmtp }, 'ca'), '/etc/ssl/relay.pem');
});

test('a mechanism that the server lacks stands on the key that names it', async () => {
  const msmtp = 'account default\nhost smtp.example.com\nport 587\ntls on\nauth cram-md5\nuser app\n';
  assert.equal(await marked({ path: '.msmtprc', text: msmtp }, 'mechanism'), 'cram-md5');
  assert.equal(await marked(postfix('smtp_sasl_mechanism_filter = cram-md5\n'), 'mechanism'), 'cram-md5');
  assert.equal(await marked(postfix(''), 'mechanism'), 'yes');
});

test('protection stands on the policy of the next hop, which is stronger than what main.cf says for all', async () => {
  const files = { tls_policy: '[smtp.example.com]:587 encrypt\n' };
  const more = 'smtp_tls_security_level = may\nsmtp_tls_policy_maps = hash:/etc/postfix/tls_policy\n';
  assert.equal(await marked(postfix(more, files), 'security'), '/etc/postfix/tls_policy: [smtp.example.com]:587');
  assert.equal(await marked(postfix(more, { tls_policy: 'example.org none\n' }), 'security'), 'may');
});

test('a refused password stands on the row by the host, which is asked before the next hop', async () => {
  const both = { sasl_passwd: '[smtp.example.com]:587 app:x1\nsmtp.example.com app:x2\n' };
  assert.equal(await marked(postfix('', both), 'password'), '/etc/postfix/sasl_passwd: smtp.example.com');
  assert.equal(await marked(postfix('', { sasl_passwd: 'smtp.example.org app:x1\n' }), 'password'), 'smtp.example.com');
});

test('a refused password of a sender stands on the row of that sender where senders are looked up', async () => {
  const table = 'shop@example.com [smtp.example.com]:587\n';
  const files = (more: string) => ({
    'main.cf': `${MAIN}sender_dependent_relayhost_maps = hash:/etc/postfix/senders\n${more}`,
    sasl_passwd: '@example.com all:x1\nshop@example.com shop:x2\n[smtp.example.com]:587 app:x3\n',
  });
  const source = (more: string): SourceText => ({ path: '/etc/postfix/senders', kind: 'postfix-map', text: table, around: viewOfTexts(files(more)) });
  assert.equal(await marked(source('smtp_sender_dependent_authentication = yes\n'), 'password'), '/etc/postfix/sasl_passwd: shop@example.com');
  assert.equal(await marked(source(''), 'password'), '/etc/postfix/sasl_passwd: [smtp.example.com]:587');
});
