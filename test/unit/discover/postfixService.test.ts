import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPostfixFolder } from '../../../src/discover/postfixFolder.ts';
import { programOf, serviceParameters, servicesRunning, transportService } from '../../../src/discover/postfixService.ts';
import { parsePostfixMaster } from '../../../src/parse/postfixMaster.ts';

const folderOf = (master: string, main?: string) =>
  createPostfixFolder(parsePostfixMaster(master, 'master.cf'), {
    readText: (path) => (path === 'main.cf' ? main : undefined),
    stat: () => undefined,
  });

const MASTER = [
  'smtp inet n - y - - smtpd',
  'submission inet n - y - - smtpd -o smtpd_tls_security_level=encrypt -o syslog_name=postfix/$service_name',
  'smtp unix - - y - - smtp',
  'relay unix - - y - - /usr/lib/postfix/sbin/smtp -o domain=example.org',
  '',
].join('\n');

test('-o counts before main.cf, and main.cf before the default', () => {
  const folder = folderOf(MASTER, 'smtpd_tls_security_level = may\n');
  const [port25, submission] = servicesRunning(folder, 'smtpd');
  assert.equal(serviceParameters(folder, port25!).get('smtpd_tls_security_level').value, 'may');
  assert.equal(serviceParameters(folder, submission!).get('smtpd_tls_security_level').value, 'encrypt');
  assert.equal(serviceParameters(folder, submission!).get('smtpd_tls_auth_only').value, 'no');
});

test('a macro in main.cf sees what -o sets', () => {
  const folder = folderOf(MASTER, 'smtp_helo_name = mail.$domain\n');
  assert.equal(serviceParameters(folder, transportService(folder, 'relay')!).get('smtp_helo_name').value, 'mail.example.org');
  assert.equal(serviceParameters(folder, transportService(folder, 'smtp')!).get('smtp_helo_name').isKnown, false);
});

test('without main.cf only the overrides are known', () => {
  const folder = folderOf(MASTER);
  const parameters = serviceParameters(folder, servicesRunning(folder, 'smtpd')[1]!);
  assert.equal(parameters.get('smtpd_tls_security_level').isKnown, true);
  assert.equal(parameters.get('smtpd_tls_auth_only').isKnown, false);
});

test('a program is known by its last name, and the later of two equal services counts', () => {
  const folder = folderOf(`${MASTER}submission inet n - y - - smtpd -o smtpd_tls_security_level=none\n`);
  assert.deepEqual(servicesRunning(folder, 'smtp').map(programOf), ['smtp', 'smtp']);
  const [, submission] = servicesRunning(folder, 'smtpd');
  assert.equal(serviceParameters(folder, submission!).get('smtpd_tls_security_level').value, 'none');
});
