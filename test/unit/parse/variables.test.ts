import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveVariables, variableReferences } from '../../../src/parse/variables.ts';

const values: Readonly<Record<string, string>> = { HOST: 'smtp.example.com', EMPTY: '', NESTED: '${HOST}:25', LOOP: '${LOOP}', A: '$B', B: '$A' };
const resolve = (text: string) => resolveVariables(text, (name) => values[name]);

describe('resolveVariables', () => {
  for (const [text, expected] of [
    ['plain', 'plain'],
    ['$HOST', 'smtp.example.com'],
    ['${HOST}', 'smtp.example.com'],
    ['x.$HOST.y', 'x.smtp.example.com.y'],
    ['${NESTED}', 'smtp.example.com:25'],
    ['${NONE:-d}', 'd'],
    ['${NONE-d}', 'd'],
    ['${NONE:-${HOST}}', 'smtp.example.com'],
    ['${NONE:-${ALSO:-deep}}', 'deep'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${HOST:+other}', 'other'],
    ['${spring.name:d}', 'd'],
    ['a$$b', 'a$b'],
    ['a\\$HOST', 'a$HOST'],
    ['100%', '100%'],
    ['cost: $5', 'cost: $5'],
  ] as const) {
    it(`reads ${text}`, () => {
      const { text: result, isOpen } = resolve(text);
      assert.deepEqual([result, isOpen], [expected, false]);
    });
  }

  for (const text of ['$NONE', '${NONE}', '${NONE:?must be set}', '${LOOP}', '$A', '${NONE:+x}']) {
    it(`leaves ${text} open`, () => assert.equal(resolve(text).isOpen, true));
  }

  it('says when a default was used', () => {
    assert.deepEqual([resolve('${NONE:-d}').usesDefault, resolve('${HOST:-d}').usesDefault], [true, false]);
  });

  it('survives endless openings', () => {
    assert.deepEqual(variableReferences('${a'.repeat(100_000)), []);
    assert.equal(resolve(`${'${a:-'.repeat(500)}x`).isOpen, false);
  });
});
