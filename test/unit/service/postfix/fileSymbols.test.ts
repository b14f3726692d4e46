import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from '../../../support/postfixEditor.ts';

const editor = await service.postfixEditor();
const said = (path: string, text: string) => editor.symbols({ path, text }).map(({ kind, name, detail }) => [kind, name, detail].join(' ').trimEnd());

test('a main.cf has parameters, restriction classes and the tables that it names', () => {
  const text = 'transport_maps = hash:/etc/postfix/transport\nsmtpd_restriction_classes = strict\nstrict = reject\n';
  assert.deepEqual(said('main.cf', text), [
    'parameter transport_maps',
    'table hash:/etc/postfix/transport transport_maps',
    'parameter smtpd_restriction_classes',
    'class strict restriction class',
  ]);
});

test('a master.cf has its services', () => {
  assert.deepEqual(said('master.cf', 'smtp inet n - y - - smtpd\n  -o myorigin=x\nslow unix - - n - - smtp\n'), [
    'service smtp inet smtpd',
    'service slow unix smtp',
  ]);
});

test('a table has its own name and no key', () => {
  assert.deepEqual(said('postfix/sasl_passwd', '[smtp.example.com]:587 robot:x\n'), ['table sasl_passwd passwords']);
});

test('other files have nothing, and no value is told', () => {
  assert.deepEqual(said('.env', 'SMTP_HOST=x\n'), []);
  const text = 'smtp_sasl_password_maps = static:/Hunter2:Horse, static:Hunter2\nsmtp_sasl_auth_enable = yes\nmine = hash:Hunter2\n';
  assert.doesNotMatch(JSON.stringify(editor.symbols({ path: 'main.cf', text })), /Hunter2/);
});

test('a name stands where it is set', () => {
  const [, second] = editor.symbols({ path: 'main.cf', text: 'biff = no\nmyorigin = x\n' });
  assert.deepEqual(second?.span, { start: 10, end: 18 });
});
