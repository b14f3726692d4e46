import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isPlaceholder } from '../../../src/discover/placeholder.ts';

it('isPlaceholder knows stand-ins', () => {
  for (const word of [
    ...['changeme', 'CHANGE_ME', 'your-password', 'your_app_password', '<password>', '[PASSWORD]', '{{ smtp_password }}', 'xxxxxxxx', '********', '...'],
    ...['todo', 'password', 'PASSSSSSWORRDDDD', 'smtp_password', 'secret', 'username', 'example', 'null', 'my-secret', 'Replace with key', 'put_key_here'],
  ]) {
    assert.ok(isPlaceholder(word), word);
  }
});

it('isPlaceholder leaves real values alone', () => {
  for (const word of [
    '',
    'apikey',
    'resend',
    'SMTP_Injection',
    'postmaster@example.com',
    'qwYv72hhs',
    'abcd efgh ijkl mnop',
    'mycompany',
    'xylophone',
    'passion-fruit-27',
  ]) {
    assert.ok(!isPlaceholder(word), word);
  }
});
