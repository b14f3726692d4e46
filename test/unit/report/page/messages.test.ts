import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPageMessage, readPageState } from '../../../../src/report/page/messages.ts';

test('a known button and the first word of the page are read', () => {
  assert.deepEqual(readPageMessage({ type: 'ready' }), { type: 'ready' });
  assert.deepEqual(readPageMessage({ type: 'action', action: 'copy', uri: 'file:///etc/passwd' }), { type: 'action', action: 'copy' });
});

test('anything else from the page is dropped', () => {
  const others = [
    undefined,
    null,
    'ready',
    7,
    [],
    {},
    { type: 'action' },
    { type: 'action', action: 'rm' },
    { type: 'action', action: 'constructor' },
    { type: 'command' },
  ];
  assert.deepEqual(
    others.map(readPageMessage),
    others.map(() => undefined),
  );
});

test('of what a page kept only the key is read', () => {
  assert.deepEqual(readPageState({ key: 'setting .env a', page: '<script>' }), { key: 'setting .env a' });
  for (const value of [undefined, null, 'x', { key: 7 }]) assert.deepEqual(readPageState(value), {});
});
