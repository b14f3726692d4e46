import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, oneOf } from '../../../../src/rules/support/didYouMean.ts';

for (const [word, candidates, expected] of [
  ['relayhots', ['relayhost', 'myhostname'], 'relayhost'],
  ['relay_host', ['relayhost'], 'relayhost'],
  ['relayhost', ['relayhost'], undefined],
  ['biff', ['bi'], undefined],
  ['ab', ['ac'], undefined],
  ['something', ['else', 'entirely'], undefined],
  ['encypt', ['none', 'may', 'encrypt'], 'encrypt'],
  ['aaaaab', ['aaaaac', 'aaaaad'], 'aaaaac'],
  ['', ['a'], undefined],
] as const) {
  test(`"${word}" among ${candidates.join(', ')} suggests ${expected}`, () => assert.equal(didYouMean(word, candidates), expected));
}

test('words are listed in quotes', () => {
  assert.equal(oneOf(['a', 'b']), 'one of "a", "b"');
  assert.equal(oneOf(['a']), '"a"');
});
