import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });
const rulesIn = (text: string) => service.analyze({ path: 'master.cf', text })!.findings.map(({ rule }) => rule);

test('a comment above a service silences what is said about its line', () => {
  const line = 'qmgr unix n - n 300 10 qmgr\n';
  assert.ok(rulesIn(line).includes('master/mismatched-process-limit'));
  assert.ok(!rulesIn(`# relay-doctor-disable-next-line master/mismatched-process-limit : a test\n${line}`).includes('master/mismatched-process-limit'));
});

test('a comment above an option silences what is said about that option', () => {
  const head = 'smtp inet n - n - - smtpd\n';
  const option = '  -o smtpd_helo_require=yes\n';
  assert.ok(rulesIn(head + option).includes('master/unknown-option'));
  assert.ok(!rulesIn(`${head}# relay-doctor-disable-next-line master/unknown-option : a test\n${option}`).includes('master/unknown-option'));
});

test('a comment above a service reaches its head, not the options below', () => {
  const text = '# relay-doctor-disable-next-line master/unknown-option : a test\nsmtp inet n - n - - smtpd\n  -o smtpd_helo_require=yes\n';
  assert.ok(rulesIn(text).includes('master/unknown-option'));
});
