import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembered } from '../../../src/text/remember.ts';

function counting() {
  const asked: string[] = [];
  const answer = remembered((text) => {
    asked.push(text);
    return { length: text.length };
  });
  return { asked, answer };
}

test('a text is worked out once', () => {
  const { asked, answer } = counting();
  assert.equal(answer('a b'), answer('a b'));
  assert.deepEqual(answer('other'), { length: 5 });
  assert.deepEqual(asked, ['a b', 'other']);
});

test('long texts are not kept, and of many only the latest', () => {
  const { asked, answer } = counting();
  const long = 'x'.repeat(5000);
  answer(long);
  answer(long);
  assert.equal(asked.length, 2);
  for (let index = 0; index < 5000; index += 1) answer(String(index));
  answer('4999');
  assert.equal(asked.length, 5002);
  answer('0');
  assert.equal(asked.length, 5003);
});
