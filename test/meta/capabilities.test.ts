import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readTable } from '../../src/tools/generators/readTable.ts';

/* The README's comparison with other testers: whatever it says that we can do has a test that shows it. */

const rows = readTable('capabilities');

test('each capability stands there once, in order', () => {
  assert.deepEqual(
    rows.map(({ number }) => Number(number)),
    rows.map((_, index) => index + 1),
  );
});

test('what we claim is led to a test, and what we do not is not', () => {
  const wrong = rows.filter(({ ours, test: path = '' }) => (ours === 'yes' || ours === 'partly') !== (path !== ''));
  assert.deepEqual(
    wrong.map(({ number }) => number),
    [],
  );
});

test('each test that is named is there and has tests in it', () => {
  const named = rows.map(({ test: path = '' }) => path).filter((path) => path !== '');
  const broken = named.filter((path) => !existsSync(path) || !/\b(test|it)\(/.test(readFileSync(path, 'utf8')));
  assert.deepEqual(broken, []);
});
