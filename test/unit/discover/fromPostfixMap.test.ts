import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { discoverRelays } from '../../../src/discover/index.ts';
import { createPostfixFolder, viewOfTexts } from '../../../src/discover/postfixFolder.ts';
import type { RelaySetting } from '../../../src/discover/types.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { planFor } from '../../../src/smtp/plan.ts';

function relaysIn(path: string, text: string, around: Record<string, string> = {}): readonly RelaySetting[] {
  const file = parseConfig('postfix-map', text, path);
  return discoverRelays(file, undefined, createPostfixFolder(file, viewOfTexts(around)));
}

function only(relays: readonly RelaySetting[]): RelaySetting {
  assert.equal(relays.length, 1);
  return relays[0]!;
}

const address = ({ host, port, effectivePort }: RelaySetting) => [host?.value, port?.value, effectivePort];
const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_tls_security_level = encrypt\n';

describe('a password table', () => {
  test('names a server by its key and says how to sign in', () => {
    const text = '# ours\n[smtp.example.com]:587 app@example.com:se:cr$t\n';
    const relay = only(relaysIn('/etc/postfix/sasl_passwd', text));
    assert.deepEqual(address(relay), ['smtp.example.com', 587, 587]);
    assert.equal(text.slice(relay.host!.span.start, relay.host!.span.end), 'smtp.example.com');
    assert.equal(text.slice(relay.port!.span.start, relay.port!.span.end), '587');
    assert.equal(relay.user?.value, 'app@example.com');
    assert.deepEqual([relay.password?.source, text.slice(relay.password!.span.start, relay.password!.span.end)], ['literal', 'se:cr$t']);
    assert.equal(relay.security.mode, 'unspecified');
    assert.equal(relay.provider, undefined);
  });

  test('takes protection from the main.cf beside it', () => {
    const relay = only(relaysIn('sasl_passwd', '[smtp.example.com]:587 a:b\n', { 'main.cf': MAIN }));
    assert.equal(relay.security.mode, 'starttls-required');
    assert.equal(relay.authEnabled?.value, true);
  });

  test('takes protection from the service in master.cf that the mail takes', () => {
    const around = { 'main.cf': MAIN, 'master.cf': 'smtp unix - - y - - smtp -o smtp_tls_wrappermode=yes\n' };
    assert.equal(only(relaysIn('sasl_passwd', '[smtp.example.com]:587 a:b\n', around)).security.mode, 'implicit-tls');
  });

  test('a bare host has the port of the next hop that it is for, and none where that is unknown', () => {
    const known = only(relaysIn('sasl_passwd', 'smtp.example.com a:b\n', { 'main.cf': MAIN }));
    assert.deepEqual([...address(known), known.nextHop], ['smtp.example.com', undefined, 587, '[smtp.example.com]:587']);
    const unknown = only(relaysIn('sasl_passwd', 'smtp.example.com a:b\n'));
    assert.deepEqual([...address(unknown), unknown.isBracketed], ['smtp.example.com', undefined, undefined, undefined]);
  });

  test('a password for a sender names no server', () => {
    assert.deepEqual(relaysIn('sasl_passwd', 'me@example.com a:b\n@example.org c:d\n'), []);
  });

  test('variables are no secrets, and halves of templates no hosts', () => {
    const [relay, ...others] = relaysIn('sasl_passwd.tmpl', '[${RELAY:-smtp.example.com}]:587 ${USER}:${PASS}\n{{ relay }}:587 {{ user }}:{{ pass }}\n');
    assert.deepEqual([relay?.hostDefault, relay?.user?.templated, relay?.password?.source, others.length], ['smtp.example.com', true, 'variable', 0]);
  });

  test('the test signs in with the row at hand', () => {
    const rows = 'other.example.com no:no\n[smtp.example.com]:587 app@example.com:se:cret\n';
    const relay = relaysIn('sasl_passwd', rows, { 'main.cf': MAIN }).find(({ host }) => host?.value === 'smtp.example.com');
    const result = planFor(relay!);
    assert.ok(result.ok, JSON.stringify(result));
    const { user, password, port, mode, lookupMx } = result.plan;
    assert.deepEqual([user, password?.reveal(), port, mode, lookupMx], ['app@example.com', 'se:cret', 587, 'starttls-required', undefined]);
  });
});

describe('a table of routes', () => {
  test('names the next hops of the SMTP client only', () => {
    const text = 'a.example smtp:[mx.example.com]:26\nb.example lmtp:unix:private/lmtp\nc.example error:gone\nd.example :\ne.example relay:mx.example.net\n';
    const relays = relaysIn('/etc/postfix/transport', text);
    assert.deepEqual(relays.map(address), [
      ['mx.example.com', 26, 26],
      ['mx.example.net', undefined, undefined],
    ]);
    assert.deepEqual(
      relays.map(({ scope, isBracketed }) => [scope, isBracketed]),
      [
        ['a.example', true],
        ['e.example', false],
      ],
    );
  });

  test('the test looks the password up under the next hop alone', () => {
    const main = `${MAIN}smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\ntransport_maps = hash:/etc/postfix/transport\n`;
    const relay = only(relaysIn('transport', 'a.example smtp:[mx.example.com]:587\n', { 'main.cf': main }));
    const result = planFor(relay, { saslPasswords: { text: '[mx.example.com]:587 app:se:cret\n' } });
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual([result.plan.user, result.plan.password?.reveal()], ['app', 'se:cret']);
  });
});

describe('a table of relays by sender', () => {
  const main = `${MAIN}smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_sender_dependent_authentication = yes\n`;

  test('the test sends for that sender and with its password', () => {
    const relay = only(
      relaysIn('sender_relay_maps', '@example.org [smtp.example.org]:587\n', {
        'main.cf': `${main}sender_dependent_relayhost_maps = hash:/etc/postfix/sender_relay_maps\n`,
      }),
    );
    const result = planFor(relay, { saslPasswords: { text: '[smtp.example.org]:587 common:x\n@example.org org:y\n', senderDependent: true } });
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual([result.plan.mailFrom, result.plan.user, result.plan.password?.reveal()], ['postmaster@example.org', 'org', 'y']);
  });

  test('the one of docker-mailserver may name senders without a relay', () => {
    const relay = only(relaysIn('config/postfix-relaymap.cf', '@example.org [smtp.example.org]:587\n@example.net\n'));
    assert.deepEqual([relay.host?.value, relay.user, relay.password], ['smtp.example.org', undefined, undefined]);
  });

  test('a password in main.cf itself is not taken for text of the table', () => {
    const inline = `${MAIN}smtp_sasl_password_maps = static:a:b\nsender_dependent_relayhost_maps = hash:/etc/postfix/relayhosts\n`;
    const relay = only(relaysIn('postfix/relayhosts', '@example.org [smtp.example.org]:587\n', { 'main.cf': inline }));
    assert.deepEqual([relay.user, relay.password?.source], [undefined, 'map']);
  });
});

test('other tables name no servers, and long ones not all', () => {
  assert.deepEqual(relaysIn('/etc/postfix/virtual', 'a@example.com b@example.com\n'), []);
  const rows = Array.from({ length: 300 }, (_, index) => `d${index}.example smtp:[mx.example.com]\n`).join('');
  assert.equal(relaysIn('/etc/postfix/transport', rows).length, 100);
});
