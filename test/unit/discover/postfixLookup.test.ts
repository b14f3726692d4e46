import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookUpInMap } from '../../../src/discover/postfixLookup.ts';
import { parsePostfixMap } from '../../../src/parse/postfixMap.ts';
import type { MapGrammar } from '../../../src/parse/postfixMapTypes.ts';

function ask(grammar: MapGrammar, text: string, key: string): string | undefined | null {
  const answer = lookUpInMap(parsePostfixMap(grammar, text), key);
  return answer.kind === 'found' ? answer.value : answer.kind === 'none' ? null : undefined;
}

describe('a look-up', () => {
  it('in an indexed table is exact but for case, and the first entry counts', () => {
    const text = 'Example.COM a\nexample.com b\n';
    assert.deepEqual(
      ['example.com', 'EXAMPLE.com', 'example', ''].map((key) => ask('indexed', text, key)),
      ['a', 'a', null, null],
    );
  });

  it('in an alias file goes by the name', () => assert.equal(ask('aliases', 'Root: admin\n', 'root'), 'admin'));

  it('gives no verdict on letters beyond ASCII that it does not find', () => {
    assert.deepEqual(
      ['bücher', 'straße'].map((key) => ask('indexed', 'bücher x\n', key)),
      ['x', undefined],
    );
  });

  it('in a cidr table stops at the first network', () => {
    const text = '10.0.0.0/8 a\n10.1.0.0/16 b\n::/0 c\n';
    assert.deepEqual(
      ['10.1.2.3', '11.0.0.1', '2001:db8::1', 'mx.test', '10.1'].map((key) => ask('cidr', text, key)),
      ['a', null, 'c', null, null],
    );
  });

  it('in a cidr table does not let a negation match the other family', () => {
    assert.deepEqual(
      ['2001:db8::1', '11.0.0.1'].map((key) => ask('cidr', '!10.0.0.0/8 x\n', key)),
      [null, 'x'],
    );
  });

  it('skips a block whose condition fails, and the rest without its end', () => {
    const rules = '10.0.0.1 in\n';
    assert.deepEqual(
      [ask('cidr', `if 192.0.2.0/24\n${rules}endif\n10.0.0.1 out\n`, '10.0.0.1'), ask('cidr', `if 192.0.2.0/24\n${rules}`, '10.0.0.1')],
      ['out', null],
    );
  });

  it('in a regexp table ignores case unless told otherwise', () => {
    assert.deepEqual([ask('regexp', '/^abc$/ x\n', 'ABC'), ask('regexp', '/^abc$/i x\n', 'ABC')], ['x', null]);
  });

  it('in a regexp table needs all patterns of a rule', () => {
    assert.deepEqual(
      ['ab', 'ac'].map((key) => ask('regexp', '/^a/!/b/ x\n', key)),
      [null, 'x'],
    );
    assert.deepEqual(
      ['ab', 'ac'].map((key) => ask('regexp', '/^a/!!/b/ x\n', key)),
      ['x', null],
    );
  });

  it('puts groups into the result', () => {
    assert.equal(ask('regexp', '/^(.*)@(.*)$/ $2 ${1} $(2) $$1\n', 'joe@mx'), 'mx joe mx $1');
    assert.equal(ask('regexp', '/^a(x)?$/ [$1]\n', 'a'), undefined);
  });

  it('gives no verdict where expressions might differ', () => {
    for (const text of ['/(a)\\1/ x\n', '/(a|ab)(c|bcd)/ $1\n', '/a/x y\n', '/ü/ x\n']) assert.equal(ask('regexp', text, 'abcd'), undefined, text);
    assert.equal(ask('pcre', '/a/ x\n', 'a'), undefined);
    assert.equal(ask('regexp', '/a/ x\n', 'ä'), undefined);
  });

  it('goes on behind rules that Postfix leaves out', () => assert.equal(ask('regexp', '/(/ x\n/a/ y\n', 'a'), 'y'));
});
