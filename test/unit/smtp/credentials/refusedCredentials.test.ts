import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedCredentials } from '../../../../src/smtp/credentials/refusedCredentials.ts';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';

const tried = { host: 'smtp.lab.test', user: 'app', password: new Secret('correct-horse-7') };

test('what was refused is known again, and nothing else', () => {
  const memory = refusedCredentials('salt');
  assert.equal(memory.refusedAt(tried), undefined);
  memory.remember(tried, 1000);
  assert.equal(memory.refusedAt(tried), 1000);
  assert.equal(memory.refusedAt({ ...tried, host: 'SMTP.lab.test' }), 1000);
  assert.equal(memory.refusedAt({ ...tried, host: 'other.lab.test' }), undefined);
  assert.equal(memory.refusedAt({ ...tried, user: 'app2' }), undefined);
  assert.equal(memory.refusedAt({ ...tried, password: new Secret('correct-horse-8') }), undefined);
  // The parts do not run into each other.
  assert.equal(memory.refusedAt({ host: 'smtp.lab.tes', user: 'tapp', password: tried.password }), undefined);
});

test('the memory outlives a session with the same salt only', () => {
  const memory = refusedCredentials('salt');
  memory.remember(tried, 1000);
  assert.equal(refusedCredentials('salt', memory.entries()).refusedAt(tried), 1000);
  assert.equal(refusedCredentials('pepper', memory.entries()).refusedAt(tried), undefined);
});

test('a sign-in that worked takes it back', () => {
  const memory = refusedCredentials('salt');
  memory.remember(tried, 1000);
  memory.forget(tried);
  assert.equal(memory.refusedAt(tried), undefined);
});

test('what is kept shows neither password nor user, and has an end', () => {
  const memory = refusedCredentials('salt');
  for (let n = 0; n < 250; n += 1) memory.remember({ ...tried, user: `app${n}` }, 1000);
  assert.equal(memory.entries().length, 200);
  assert.equal(memory.refusedAt({ ...tried, user: 'app0' }), undefined);
  assert.equal(memory.refusedAt({ ...tried, user: 'app249' }), 1000);
  assert.ok(memory.entries().every((entry) => /^[\w-]{22} 1000$/.test(entry)));
});

test('what is no entry of ours is dropped', () => {
  assert.deepEqual(refusedCredentials('salt', ['', 'correct-horse-7', 'x'.repeat(22)]).entries(), []);
});
