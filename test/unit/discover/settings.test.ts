import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discoverRelays } from '../../../src/discover/index.ts';
import type { RelaySetting } from '../../../src/discover/types.ts';
import { fileKind } from '../../../src/parse/fileKind.ts';
import { parseConfig } from '../../../src/parse/index.ts';

function relays(path: string, text: string): readonly RelaySetting[] {
  return discoverRelays(parseConfig(fileKind(path, text)!, text, path));
}

const one = (path: string, text: string) => relays(path, text)[0]!;

describe('discoverRelays', () => {
  it('keeps ids while values change', () => {
    const id = (host: string) => one('.env', `SMTP_HOST=${host}\nSMTP_PORT=587\n`).id;
    assert.equal(id('a.example.com'), id('b.example.com'));
  });

  it('gives each relay of a file an id and a scope of its own', () => {
    const found = relays(
      'c.yml',
      'services:\n  one:\n    environment: {SMTP_HOST: a.b, SMTP_PORT: 1}\n  two:\n    environment: {SMTP_HOST: a.b, SMTP_PORT: 1}\n',
    );
    assert.deepEqual(
      found.map(({ scope }) => scope),
      ['one', 'two'],
    );
    assert.equal(new Set(found.map(({ id }) => id)).size, 2);
  });

  it('names no scope for the only relay', () => assert.equal(one('c.yml', 'services:\n  one:\n    environment: {SMTP_HOST: a.b, SMTP_PORT: 1}\n').scope, ''));

  it('lists relays in file order', () => {
    const found = relays('.env', 'EMAIL_HOST=b.example.com\nEMAIL_HOST_USER=x\nMAIL_MAILER=smtp\nMAIL_HOST=a.example.com\n');
    assert.deepEqual(
      found.map(({ profile }) => profile),
      ['django', 'laravel'],
    );
  });

  it('says why, in the words of the app', () => {
    assert.equal(
      one('.env', 'MB_EMAIL_SMTP_HOST=a.b\nMB_EMAIL_SMTP_SECURITY=tls\n').security.because,
      'MB_EMAIL_SMTP_SECURITY=tls makes Metabase use STARTTLS if the server offers it',
    );
    assert.equal(one('.env', 'SMTP_HOST=a.b\nSMTP_SECURE=true\n').security.because, 'SMTP_SECURE=true makes most apps use TLS from the first byte');
    assert.equal(
      one('.env', 'GOTRUE_SMTP_HOST=a.b\nGOTRUE_SMTP_PORT=465\n').security.because,
      'the port is 465, and Supabase Auth then uses TLS from the first byte',
    );
  });

  it('points at the key that decided', () => {
    const { security } = one('.env', 'EMAIL_HOST=a.b\nEMAIL_USE_SSL=False\nEMAIL_USE_TLS=True\n');
    assert.deepEqual(
      security.by.map(({ entry }) => entry.key),
      ['EMAIL_USE_TLS'],
    );
  });

  it('decides nothing by a switch that is a variable', () => {
    assert.equal(one('.env', 'SMTP_HOST=a.b\nSMTP_PORT=587\nSMTP_SECURE=${X}\n').security.mode, 'unspecified');
  });

  it('marks what depends on the environment', () => {
    const { host, port } = one('c.yml', 'environment:\n  - SMTP_HOST=${SMTP_HOST}\n  - SMTP_PORT=${SMTP_PORT:-587}\n');
    assert.deepEqual([host?.templated, port?.templated, port?.value], [true, true, 587]);
  });

  it('does not guess a port that is a variable', () => {
    const { port, effectivePort } = one('.env', 'N8N_SMTP_HOST=a.b\nN8N_SMTP_PORT=${PORT}\n');
    assert.deepEqual([port, effectivePort], [undefined, undefined]);
  });

  it('knows where a password stands without holding it', () => {
    const secret = 'correct-horse-battery';
    for (const text of [`SMTP_HOST=a.b\nSMTP_PASS=${secret}\n`, `EMAIL_SERVER=smtp://u:${secret}@a.b\n`]) {
      const setting = one('.env', text);
      const { password } = setting;
      assert.equal(text.slice(password!.span.start, password!.span.end), secret);
      const { file: _file, entries: _entries, anchor: _anchor, host: _host, url: _url, ...said } = setting;
      const { entry: _entry, ...info } = password!;
      assert.ok(!JSON.stringify([{ ...said, password: info, port: undefined, user: said.user?.value, security: said.security.because }]).includes(secret));
    }
  });

  for (const [value, source] of [
    ['hunter22', 'literal'],
    ['changeme', 'placeholder'],
    ['"<your password>"', 'placeholder'],
    ['********', 'masked'],
    ['${SECRET}', 'variable'],
    ['"{{ vault.smtp }}"', 'variable'],
    ['${SECRET:-changeme}', 'variable'],
    ['pa$sword', 'literal'],
    ['pa$$sword', 'literal'],
    ["'${not} a variable'", 'literal'],
    ['null', undefined],
    ['', undefined],
    ['${SECRET:-}', undefined],
  ] as const) {
    it(`takes the password ${JSON.stringify(value)} for ${source}`, () => {
      assert.equal(one('.env', `SMTP_HOST=a.b\nSMTP_PORT=1\nSMTP_PASSWORD=${value}\n`).password?.source, source);
    });
  }

  it('follows a password that is a variable of the same file', () => {
    const text = 'REAL=hunter22\nSMTP_HOST=a.b\nSMTP_PASSWORD=${REAL}\n';
    const { password } = one('.env', text);
    assert.deepEqual([password?.source, password?.entry.key], ['literal', 'REAL']);
  });

  it('finds the app by the image beside the variables', () => {
    const service = (image: string) =>
      one('c.yml', `services:\n  a:\n    image: ${image}\n    environment: {SMTP_HOST: a.b, SMTP_PORT: 587, SMTP_FROM: x@a.b}\n`).profile;
    assert.deepEqual([service('vaultwarden/server:1'), service('example/other')], ['vaultwarden', 'generic-env']);
  });

  it('reads files inside a ConfigMap in place, so that they can be edited', () => {
    const text = 'kind: ConfigMap\ndata:\n  application.yml: |\n    spring:\n      mail:\n        host: a.example.com\n        port: 25\n';
    const setting = one('k.yml', text);
    assert.deepEqual([setting.profile, setting.host?.value, setting.port?.value], ['spring-boot', 'a.example.com', 25]);
    const { span } = setting.port!;
    assert.equal(text.slice(span.start, span.end), '25');
    assert.equal(setting.file.text, text);
  });

  it('lists a relay once that an anchor shows in several places', () => {
    const found = relays('c.yml', 'x-a: &a {SMTP_HOST: a.b, SMTP_PORT: 1}\nservices:\n  one: {environment: *a}\n  two: {environment: *a}\n');
    assert.equal(found.length, 1);
  });
});
