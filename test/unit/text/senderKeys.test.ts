import assert from 'node:assert/strict';
import { test } from 'node:test';
import { senderKeys } from '../../../src/text/senderKeys.ts';

test('a sender is looked up whole, without its extension, and by its domain', () => {
  assert.deepEqual(senderKeys('app+test@example.com'), ['app+test@example.com', 'app@example.com', '@example.com']);
  assert.deepEqual(senderKeys('app@example.com'), ['app@example.com', '@example.com']);
  assert.deepEqual(senderKeys('@example.com'), ['@example.com']);
  assert.deepEqual(senderKeys('app'), ['app']);
});
