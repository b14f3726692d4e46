import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expandValue, scanValue } from '../../../../src/service/postconf/macros.ts';
import { Output } from '../../../../src/service/postconf/output.ts';

const VALUES: Readonly<Record<string, string>> = { a: '1', empty: '', loop: 'x$loop', deep: '$a', bad: '${' };

function expand(value: string, hasFunctions = false) {
  const output = new Output();
  const result = expandValue(value, (name) => VALUES[name], { output, hasFunctions });
  return {
    result,
    said: output.stderr
      .replaceAll('postconf: warning: ', '')
      .trimEnd()
      .split('\n')
      .filter((line) => line !== ''),
  };
}

function scan(value: string) {
  const output = new Output();
  const names: string[] = [];
  scanValue(value, (name) => names.push(name), { output, hasFunctions: false });
  return {
    names,
    said: output.stderr
      .replaceAll('postconf: warning: ', '')
      .trimEnd()
      .split('\n')
      .filter((line) => line !== ''),
  };
}

describe('expansion', () => {
  for (const [value, result] of [
    ['$a$deep-$$-$nope', '11-$-'],
    ['${a?yes}${empty?no}${nope:none}', 'yesnone'],
    ['${a?{x}:{y}} ${empty ? {x} : {y}}', 'x y'],
    ['${{$a} == {1}}|${{$a} == {2}}', 'true|'],
    ['${{10} > {9} ? {num} : {text}}${{b} > {10}?{text}}', 'numtext'],
    ['${{3.6} <level {3.10} ? {older}}', 'older'],
    ['${nope?$bad}ok', 'ok'],
    ['', ''],
  ] as const) {
    it(`of ${JSON.stringify(value)} gives ${JSON.stringify(result)}`, () => assert.deepEqual(expand(value), { result, said: [] }));
  }

  it('calls functions since 3.11', () => {
    assert.deepEqual(expand('${domain_to_ascii{ a.test }}', true), { result: 'a.test', said: [] });
    assert.deepEqual(expand('${domain_to_ascii{x}}').said, ['attribute name syntax error at: "...domain_to_ascii>>>{x}"']);
  });
});

describe('mistakes', () => {
  for (const [value, ...said] of [
    ['x $', 'empty macro name: "x $"'],
    ['${} b', 'empty macro name: "${} b"'],
    ['${a', 'truncated macro reference: "${a"'],
    ['${a?${b}', 'truncated macro reference: "${a?${b}"'],
    ['${a-b}', 'attribute name syntax error at: "...a>>>-b"'],
    ['${ a b }', 'attribute name syntax error at: "... a>>> b "'],
    ['${a?{x}y}', '":" expected at: "...x}>>>y"'],
    ['${a?{x}:{y}z}', 'unexpected input at: "...y}>>>z"'],
    ['${a:{x}:{y}}', 'unexpected input at: "...x}>>>:{y}"'],
    ['${{a}={b}}', '"==" or "!="" or "<"" or "<="" or ">="" or ">" expected at: "...a}>>>={b}"'],
    ['${{a} ==foo {b}}', 'bad operator suffix at: "...==>>>foo"'],
    ['${{a} == b}', '"{expression}" expected at: "...{a} ==>>> b"'],
    ['${{a} == {b} c}', '"?" or ":" expected at: "...}>>>c"'],
    ['${{x} <level {1}}', 'malformed compatibility level syntax: "x"'],
    ['${{1} <level {1.2000}}', 'malformed compatibility level syntax: "1.2000"'],
  ] as const) {
    it(`in ${JSON.stringify(value)} are named`, () => assert.deepEqual(expand(value), { result: undefined, said }));
  }

  it('do not keep plain names after them from being looked at', () => {
    assert.deepEqual(expand('${a-b} $- ${c-d} $').said, ['attribute name syntax error at: "...a>>>-b"', 'empty macro name: "${a-b} $- ${c-d} $"']);
    assert.deepEqual(expand('${a-b} ${c-d} $').said, ['attribute name syntax error at: "...a>>>-b"']);
  });

  it('say of circles what each level sees of them', () => {
    const { said } = expand('$loop');
    assert.deepEqual([...new Set(said)], ['unreasonable macro call nesting: "x"', 'unreasonable macro call nesting: "loop"']);
  });

  it('in numbers end the program', () => {
    const output = new Output();
    assert.throws(() => expandValue('${{99999999999999999999} == {1}}', () => undefined, { output, hasFunctions: false }));
    assert.equal(output.stderr, 'postconf: fatal: mac_exp_eval: bad conversion: 99999999999999999999\n');
  });
});

describe('a scan', () => {
  it('sees both branches and looks into no values', () => {
    assert.deepEqual(scan('$deep ${a?{$b}:{$c}} ${{$d} == {$e} ? $f}'), { names: ['deep', 'a', 'b', 'c', 'd', 'e', 'f'], said: [] });
  });

  it('names mistakes in branches that are not taken', () => assert.deepEqual(scan('${empty?${}}').said, ['empty macro name: "${}"']));

  it('does not compare', () => assert.deepEqual(scan('${{x} <level {y}}').said, []));
});
