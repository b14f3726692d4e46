import assert from 'node:assert/strict';
import { test } from 'node:test';
import { humanSize, humanTime } from '../../../../src/service/postfix/human.ts';

test('times are spelt out', () => {
  assert.equal(humanTime('432000s'), '432000 s = 5 days');
  assert.equal(humanTime('5400'), '5400 s = 1 hour 30 minutes');
  assert.equal(humanTime('1h'), '1h = 3600 s = 1 hour');
  assert.equal(humanTime('2w'), '2w = 1209600 s = 2 weeks');
  assert.equal(humanTime('10', 'd'), '10d = 864000 s = 10 days');
  assert.equal(humanTime('30s'), '30 s');
  assert.equal(humanTime('1s'), '1 s');
  assert.equal(humanTime('0'), '0 s');
});

test('what is no time is not spelt out', () => {
  for (const text of ['', 'h', '5 d', '-1', '5x', '$x']) assert.equal(humanTime(text), undefined);
});

test('sizes are given in binary units', () => {
  assert.equal(humanSize('512'), '512 bytes');
  assert.equal(humanSize('51200000'), '51200000 bytes are about 48.8 MiB');
  assert.equal(humanSize('1048576'), '1048576 bytes = 1 MiB');
  assert.equal(humanSize('1073741824'), '1073741824 bytes = 1 GiB');
  assert.equal(humanSize('10M'), undefined);
});
