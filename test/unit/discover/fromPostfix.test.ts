import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromPostfix } from '../../../src/discover/fromPostfix.ts';
import { createPostfixMain } from '../../../src/discover/postfixMain.ts';
import type { RelaySetting } from '../../../src/discover/types.ts';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';

function settingsOf(text: string): RelaySetting[] {
  const file = parsePostfixMain(text, 'main.cf');
  return fromPostfix(file, createPostfixMain(file));
}

function only(text: string): RelaySetting {
  const settings = settingsOf(text);
  assert.equal(settings.length, 1);
  return settings[0]!;
}

const at = (text: string, found: { span: { start: number; end: number } } | undefined) => found && text.slice(found.span.start, found.span.end);
const RELAY = 'relayhost = [smtp.example.com]:587\n';

describe('fromPostfix: the relay', () => {
  it('finds host, port and brackets with their places', () => {
    const setting = only(RELAY);
    assert.deepEqual([setting.host?.value, setting.port?.value, setting.effectivePort, setting.isBracketed], ['smtp.example.com', 587, 587, true]);
    assert.deepEqual([at(RELAY, setting.host), at(RELAY, setting.port)], ['smtp.example.com', '587']);
    assert.deepEqual([setting.profile, setting.scope, setting.id, setting.enabled], ['postfix', '', 'postfix//relayhost', true]);
  });

  it('uses the last relayhost and port 25 unless told otherwise', () => {
    const setting = only('relayhost = a.test:587\nrelayhost = b.test\n');
    assert.deepEqual([setting.host?.value, setting.port, setting.effectivePort, setting.isBracketed], ['b.test', undefined, 25, false]);
    assert.equal(only('relayhost = b.test\nsmtp_tcp_port = submission\n').effectivePort, 587);
    assert.equal(only('relayhost = b.test\nsmtp_tcp_port = $x\n').effectivePort, undefined);
  });

  it('lists an empty relayhost without a host and nothing where none is set', () => {
    const setting = only('relayhost =\nsmtp_tls_security_level = may\n');
    assert.deepEqual(
      [setting.host, setting.effectivePort, setting.security.mode, setting.anchor.key],
      [undefined, undefined, 'starttls-opportunistic', 'relayhost'],
    );
    assert.deepEqual(settingsOf('#relayhost = a.test\nsmtp_tls_security_level = may\n'), []);
    assert.deepEqual(settingsOf(' relayhost = a.test\n'), []);
  });

  it('lists every destination and tells them apart', () => {
    const settings = settingsOf(
      'relayhost = [a.test]:587,\n  [b.test]\nsmtp_fallback_relay = c.test\nrelay_transport = smtp:[d.test]:2525\ndefault_transport = relay\n',
    );
    assert.deepEqual(
      settings.map(({ scope, host, effectivePort }) => [scope, host?.value, effectivePort]),
      [
        ['', 'a.test', 587],
        ['relayhost 2', 'b.test', 25],
        ['smtp_fallback_relay', 'c.test', 25],
        ['relay_transport', 'd.test', 2525],
      ],
    );
    assert.equal(new Set(settings.map(({ id }) => id)).size, 4);
  });

  it('leaves transports alone that are not the SMTP client', () => {
    for (const value of ['lmtp:unix:private/x', 'error:no mail', 'uucp:a.test', 'smtp', 'smtp:', 'dovecot']) {
      assert.deepEqual(settingsOf(`default_transport = ${value}\n`), [], value);
    }
    assert.equal(only('default_transport = smtp-ses:[a.test]:587\n').host?.value, 'a.test');
  });

  it('marks a relayhost that no mail takes', () => {
    const setting = only('relayhost = a.test\ndefault_transport = error:offline\n');
    assert.deepEqual([setting.enabled, setting.enabledBy?.key], [false, 'default_transport']);
  });

  it('expands macros and points at what is written', () => {
    const text = 'relayhost = [$relay]:$port\nrelay = mx.test\nport = 587\n';
    const setting = only(text);
    assert.deepEqual([setting.host?.value, setting.host?.templated, setting.port?.value], ['mx.test', false, 587]);
    assert.deepEqual([at(text, setting.host), at(text, setting.port)], ['$relay', '$port']);
    const hidden = 'relayhost = $all\nall = [a.test]:25, b.test\n';
    assert.deepEqual(
      settingsOf(hidden).map((found) => [found.host?.value, at(hidden, found.host)]),
      [
        ['a.test', '$all'],
        ['b.test', '$all'],
      ],
    );
  });

  it('keeps variables and templates as written', () => {
    const setting = only('relayhost = [${SMTP_HOST:-smtp.example.com}]:${SMTP_PORT}\n');
    assert.deepEqual(
      [setting.host?.value, setting.host?.templated, setting.hostDefault, setting.port, setting.effectivePort],
      ['${SMTP_HOST:-smtp.example.com}', true, 'smtp.example.com', undefined, undefined],
    );
    assert.deepEqual(only('relayhost = [{{ smtp_host }}]:587\n').host?.templated, true);
  });

  it('knows providers and local relays', () => {
    assert.equal(only('relayhost = [smtp.gmail.com]:587\n').provider, 'gmail');
    assert.equal(only('relayhost = [127.0.0.1]:1025\n').isLocal, true);
    assert.equal(only(RELAY).isLocal, false);
  });
});

describe('fromPostfix: TLS', () => {
  const modeOf = (text: string) => {
    const { mode, effective } = only(`${RELAY}${text}`).security;
    return mode === effective ? mode : `${mode}, ${effective}`;
  };

  it('follows smtp_tls_security_level', () => {
    for (const [level, mode] of [
      ['none', 'none'],
      ['', 'none'],
      ['may', 'starttls-opportunistic'],
      ['dane', 'starttls-opportunistic'],
      ['Encrypt', 'starttls-required'],
      ['dane-only', 'starttls-required'],
      ['fingerprint', 'starttls-required'],
      ['verify', 'starttls-required'],
      ['secure', 'starttls-required'],
      ['tls', 'unspecified'],
      ['constructor', 'unspecified'],
      ['$x', 'unspecified'],
      ['$x\nx = encrypt', 'starttls-required'],
    ] as const) {
      assert.equal(modeOf(`smtp_tls_security_level = ${level}\n`), mode, level);
    }
  });

  it('follows the older switches only while the level is empty', () => {
    assert.equal(modeOf('smtp_use_tls = yes\n'), 'starttls-opportunistic');
    assert.equal(modeOf('smtp_enforce_tls = YES\nsmtp_use_tls = no\n'), 'starttls-required');
    assert.equal(modeOf('smtp_use_tls = no\n'), 'none');
    assert.equal(modeOf('smtp_use_tls = true\n'), 'unspecified');
    assert.equal(modeOf('smtp_use_tls = yes\nsmtp_tls_security_level = encrypt\n'), 'starttls-required');
    assert.equal(modeOf('smtp_use_tls = yes\nsmtp_tls_security_level =\n'), 'starttls-opportunistic');
  });

  it('says nothing where the file does not, and what Postfix does then', () => {
    assert.equal(modeOf(''), 'unspecified, none');
    assert.equal(modeOf('compatibility_level = 3.11\n'), 'unspecified, starttls-opportunistic');
    assert.equal(modeOf('compatibility_level = x\n'), 'unspecified');
    assert.deepEqual(only(RELAY).security.by, []);
  });

  it('takes wrapper mode for TLS from the first byte and notices a level that is too weak', () => {
    const strong = only(`${RELAY}smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt\n`).security;
    assert.deepEqual(
      [strong.mode, strong.conflict, strong.by.map(({ entry }) => entry.key)],
      ['implicit-tls', undefined, ['smtp_tls_wrappermode', 'smtp_tls_security_level']],
    );
    assert.match(only(`${RELAY}smtp_tls_wrappermode = yes\nsmtp_tls_security_level = may\n`).security.conflict ?? '', /encrypt/);
    assert.match(only(`${RELAY}smtp_tls_wrappermode = yes\n`).security.conflict ?? '', /encrypt/);
    assert.equal(modeOf('smtp_tls_wrappermode = no\nsmtp_tls_security_level = may\n'), 'starttls-opportunistic');
  });

  it('tells whether certificates are checked', () => {
    const verifies = (text: string) => only(`${RELAY}${text}`).security.verify?.value;
    assert.deepEqual(
      ['may', 'encrypt', 'dane', 'verify', 'secure'].map((level) => verifies(`smtp_tls_security_level = ${level}\n`)),
      [false, false, undefined, true, true],
    );
    assert.equal(verifies('smtp_enforce_tls = yes\n'), true);
    assert.equal(verifies('smtp_enforce_tls = yes\nsmtp_tls_enforce_peername = no\n'), false);
  });
});

describe('fromPostfix: credentials', () => {
  const passwordOf = (maps: string, extra = '') => {
    const text = `${RELAY}smtp_sasl_password_maps = ${maps}\n${extra}`;
    const { user, password } = only(text);
    return [user?.value, password?.source, password && text.slice(password.span.start, password.span.end)];
  };

  it('says when a table has them', () => {
    assert.deepEqual(passwordOf('hash:/etc/postfix/sasl_passwd'), [undefined, 'map', 'hash:/etc/postfix/sasl_passwd']);
    assert.deepEqual(passwordOf('proxy:mysql:/x, static:joe:s3same'), [undefined, 'map', 'proxy:mysql:/x']);
    assert.deepEqual(passwordOf('/etc/postfix/sasl_passwd'), [undefined, 'map', '/etc/postfix/sasl_passwd']);
    assert.deepEqual(passwordOf(''), [undefined, undefined, undefined]);
  });

  it('reads a static table', () => {
    assert.deepEqual(passwordOf('static:joe@example.com:s3:same'), ['joe@example.com', 'literal', 's3:same']);
    assert.deepEqual(passwordOf('static:{ joe:open sesame }'), ['joe', 'literal', 'open sesame']);
    assert.deepEqual(passwordOf('static:joe'), ['joe', undefined, undefined]);
    assert.deepEqual(passwordOf('static:apikey:changeme'), ['apikey', 'placeholder', 'changeme']);
  });

  it('reads the key of this relay in an inline table', () => {
    assert.deepEqual(passwordOf('inline:{ other.test=x:y, [smtp.example.com]:587=joe:s3same }'), ['joe', 'literal', 's3same']);
    assert.deepEqual(passwordOf('inline:{ { smtp.example.com = joe:open sesame } }'), ['joe', 'literal', 'open sesame']);
    assert.deepEqual(passwordOf('inline:{ other.test=x:y }'), [undefined, undefined, undefined]);
    assert.deepEqual(passwordOf('inline:{ other.test=x:y }, hash:/x'), [undefined, 'map', 'hash:/x']);
  });

  it('follows a variable to its entry or says that it can not', () => {
    assert.deepEqual(passwordOf('static:$user:${pass}', 'user = joe\npass = s3same\n'), ['joe', 'literal', 's3same']);
    assert.deepEqual(passwordOf('static:${USER}:${PASS}'), ['${USER}', 'variable', '${PASS}']);
    assert.deepEqual(passwordOf('static:joe:{{ vault_password }}'), ['joe', 'variable', '{{ vault_password }}']);
  });

  it('finds a password on a continuation line', () => {
    assert.deepEqual(passwordOf('\n    static:joe:s3same'), ['joe', 'literal', 's3same']);
  });

  it('tells whether sign-in is switched on, and the names of the session', () => {
    const text = `${RELAY}smtp_sasl_auth_enable = yes\nmyhostname = mx.example.com\n`;
    const setting = only(text);
    assert.deepEqual([setting.authEnabled?.value, setting.helo?.value], [true, 'mx.example.com']);
    assert.equal(only(`${RELAY}smtp_sasl_auth_enable = maybe\n`).authEnabled, undefined);
    assert.equal(only(`${RELAY}smtp_helo_name = h.example.com\nmyhostname = mx.example.com\n`).helo?.value, 'h.example.com');
    assert.equal(only(RELAY).helo, undefined);
  });

  it('names every entry that took part, in file order', () => {
    const text =
      'smtp_tls_security_level = encrypt\nsmtp_sasl_password_maps = inline:{ a.test=x:y }\nsmtp_sasl_auth_enable = yes\nbiff = no\nrelayhost = b.test\n';
    assert.deepEqual(
      only(text).entries.map((entry) => entry.key),
      ['smtp_tls_security_level', 'smtp_sasl_password_maps', 'smtp_sasl_auth_enable', 'relayhost'],
    );
  });
});
