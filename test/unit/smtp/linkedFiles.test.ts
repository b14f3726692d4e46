import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';
import { linkedFiles, linkedPlaces } from '../../../src/smtp/linkedFiles.ts';

const linked = (text: string) => linkedFiles(parsePostfixMain(text, 'main.cf'), '/etc/postfix');

test('a main.cf names its trust anchors and password tables', () => {
  assert.deepEqual(
    linked(
      'smtp_tls_CAfile = $config_directory/ca.pem\nsmtp_sasl_password_maps = hash:${config_directory}/sasl,\n  proxy:lmdb:/srv/more\nsmtp_sender_dependent_authentication = yes\n',
    ),
    { caFile: '/etc/postfix/ca.pem', passwordTables: ['/etc/postfix/sasl', '/srv/more'], senderDependent: true },
  );
});

test('the last of two lines counts', () => {
  assert.equal(linked('smtp_tls_CAfile = /a\nsmtp_tls_CAfile = /b\n').caFile, '/b');
});

test('tables without a text source are left out', () => {
  assert.deepEqual(linked('smtp_sasl_password_maps = mysql:/etc/postfix/my.cf, static:user:pass\n').passwordTables, []);
});

test('other files name nothing', () => {
  const file = { ...parsePostfixMain('smtp_tls_CAfile = /a\n', '.env'), kind: 'dotenv' as const };
  assert.deepEqual(linkedFiles(file, '/x'), { passwordTables: [], senderDependent: false });
});

test('a copy beside the main.cf is preferred', () => {
  assert.deepEqual(linkedPlaces('/etc/postfix/sasl', '/home/me/repo'), ['/home/me/repo/sasl', '/etc/postfix/sasl']);
  assert.deepEqual(linkedPlaces('/etc/postfix/sasl', '/etc/postfix'), ['/etc/postfix/sasl']);
});
