import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedCredentials } from '../../../src/smtp/refusedCredentials.ts';
import { Secret } from '../../../src/smtp/secret.ts';

const tried = { host: 'smtp.lab.test', user: 'app', password: new Secret('correct-horse-7') };

test('what was refused is known again, and nothing else', () => {
  const memory = refusedCredentials('salt');
  assert.equal(memory.wasRefused(tried), false);
  memory.remember(tried);
  assert.equal(memory.wasRefused(tried), true);
  assert.equal(memory.wasRefused({ ...tried, host: 'SMTP.lab.test' }), true);
  assert.equal(memory.wasRefused({ ...tried, host: 'other.lab.test' }), false);
  assert.equal(memory.wasRefused({ ...tried, user: 'app2' }), false);
  assert.equal(memory.wasRefused({ ...tried, password: new Secret('correct-horse-8') }), false);
  // The parts do not run into each other.
  assert.equal(memory.wasRefused({ host: 'smtp.lab.tes', user: 'tapp', password: tried.password }), false);
});

test('the memory outlives a session with the same salt only', () => {
  const memory = refusedCredentials('salt');
  memory.remember(tried);
  assert.equal(refusedCredentials('salt', memory.entries()).wasRefused(tried), true);
  assert.equal(refusedCredentials('pepper', memory.entries()).wasRefused(tried), false);
});

test('a sign-in that worked takes it back', () => {
  const memory = refusedCredentials('salt');
  memory.remember(tried);
  memory.forget(tried);
  assert.equal(memory.wasRefused(tried), false);
});

test('what is kept shows neither password nor user, and has an end', () => {
  const memory = refusedCredentials('salt');
  for (let n = 0; n < 250; n += 1) memory.remember({ ...tried, user: `app${n}` });
  assert.equal(memory.entries().length, 200);
  assert.equal(memory.wasRefused({ ...tried, user: 'app0' }), false);
  assert.equal(memory.wasRefused({ ...tried, user: 'app249' }), true);
  assert.ok(memory.entries().every((entry) => /^[\w-]{22}$/.test(entry)));
});
