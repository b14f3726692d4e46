import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meaningInMap, meaningOfKey, wordsOf } from '../../../src/discover/keyTokens.ts';

describe('wordsOf', () => {
  for (const [key, words] of [
    ['SMTP_HOST', ['smtp', 'host']],
    ['smtpHost', ['smtp', 'host']],
    ['SMTPServer', ['smtp', 'server']],
    ['SmtpUserName', ['smtp', 'username']],
    ['smtphost', ['smtp', 'host']],
    ['Mail:Smtp:Start_TLS', ['mail', 'smtp', 'starttls']],
    ['PORT_NUMBER', ['port']],
    ['N8N_SMTP', ['n8n', 'smtp']],
    ['', []],
  ] as const) {
    it(`splits ${key}`, () => assert.deepEqual(wordsOf(key), words));
  }
});

describe('meaningOfKey', () => {
  for (const [key, role, prefix] of [
    ['SMTP_HOST', 'host', ''],
    ['SMTP_SERVER', 'host', ''],
    ['SMTP_HOST_ADDR', 'host', ''],
    ['SMTP_HOST_PORT', 'port', ''],
    ['SMTP_ADDRESS', 'host', ''],
    ['EMAIL_ADDRESS', undefined, ''],
    ['SMTP_RELAY', 'host', ''],
    ['RELAYHOST', 'host', ''],
    ['APP_SMARTHOST', 'host', 'app'],
    ['SMTP_USER_NAME', 'user', ''],
    ['SMTP_USER_PWD', 'password', ''],
    ['SMTP_AUTH_PASSWORD', 'password', ''],
    ['EMAIL_HOST_USER', 'user', ''],
    ['EMAIL_HOST_PASSWORD', 'password', ''],
    ['SMTP_SENDER_PASSWORD', 'password', ''],
    ['SMTP_PASSWORD_FILE', 'password', ''],
    ['SMTP_TOKEN', 'password', ''],
    ['EMAIL_TOKEN', undefined, ''],
    ['SMTP_ENABLE_STARTTLS_AUTO', 'tls', ''],
    ['MAIL_ENCRYPTION', 'tls', ''],
    ['SMTP_ENABLED', 'enabled', ''],
    ['SMTP_FROM', 'from', ''],
    ['SMTP_FROM_NAME', undefined, ''],
    ['DEFAULT_FROM_EMAIL', 'from', ''],
    ['SENDER_EMAIL', 'from', ''],
    ['SENDER_PASSWORD', 'password', ''],
    ['SMTP_EMAIL', 'from', ''],
    ['EMAIL_SERVER_URL', 'url', ''],
    ['MY_APP_SMTP_PORT', 'port', 'my_app'],
    ['SMTP_DOMAIN', 'helo', ''],
    ['MAIL_DOMAIN', undefined, ''],
    // The role stands before the family word, or another word says that it is about something else.
    ['USER_EMAIL', undefined, ''],
    ['SSL_EMAIL', undefined, ''],
    ['ADMIN_EMAIL_USER', undefined, ''],
    ['IMAP_SMTP_HOST', undefined, ''],
    ['SMTP_TLS_VERIFY', undefined, ''],
    ['EMAIL_TEMPLATE_HOST', undefined, ''],
    ['MAILDEV_SMTP_PORT', undefined, ''],
    ['TEST_EMAIL_USER', undefined, ''],
    ['TEST_SMTP_USER', 'user', 'test'],
    ['REDIS_PORT', undefined, ''],
  ] as const) {
    it(`takes ${key} for ${role}`, () => {
      const meaning = meaningOfKey(key);
      assert.equal(meaning?.role, role);
      if (meaning) assert.equal(meaning.prefix, prefix);
    });
  }
});

describe('meaningInMap', () => {
  const role = (key: string, inner: readonly string[] = []) => meaningInMap(key, inner, ['smtp'])?.role;
  it('reads keys without a word of their own', () => {
    assert.deepEqual(
      [role('Host'), role('port'), role('UserName'), role('Pwd'), role('EnableSsl'), role('FromAddress')],
      ['host', 'port', 'user', 'password', 'tls', 'from'],
    );
  });
  it('reads keys of an inner map', () => assert.equal(role('user', ['auth']), 'user'));
  it('lets a word veto', () => assert.equal(role('host', ['imap']), undefined));
});
