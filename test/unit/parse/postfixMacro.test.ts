import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expandMacros, macroProblems, macroReferences } from '../../../src/parse/postfixExpand.ts';
import { parseMacros } from '../../../src/parse/postfixMacro.ts';

const TABLE: Record<string, string> = { mydomain: 'a.test', empty: '', outer: '<$mydomain>', loop: 'x $loop', ping: '$pong', pong: '$ping', level: '3.6' };
const lookup = (name: string) => TABLE[name];
const expand = (value: string) => expandMacros(value, lookup).value;
const errorOf = (value: string) => expandMacros(value, lookup).problem?.code;
/** The code of each problem and the text at which Postfix stops. */
const problems = (value: string) => macroProblems(value).map((problem) => `${problem.code}: ${value.slice(problem.span.start, problem.span.end)}`);

describe('parseMacros', () => {
  it('tells text, names and their places apart', () => {
    const value = 'mx.$mydomain, ${ relayhost } $(x)$$5';
    const nodes = parseMacros(value).nodes.map((node) => [node.kind, value.slice(node.span.start, node.span.end), 'name' in node ? node.name : '']);
    assert.deepEqual(nodes, [
      ['literal', 'mx.', ''],
      ['reference', '$mydomain', 'mydomain'],
      ['literal', ', ', ''],
      ['reference', '${ relayhost }', 'relayhost'],
      ['literal', ' ', ''],
      ['reference', '$(x)', 'x'],
      ['literal', '$$5', ''],
    ]);
  });

  it('gives both branches of a conditional with their places', () => {
    const value = '${name?{yes $a}:{no}}';
    const [node] = parseMacros(value).nodes;
    assert.ok(node?.kind === 'reference' && node.whenTrue && node.whenFalse);
    assert.equal(value.slice(node.whenTrue.span.start, node.whenTrue.span.end), 'yes $a');
    assert.equal(value.slice(node.whenFalse.span.start, node.whenFalse.span.end), 'no');
    assert.deepEqual(
      node.whenTrue.nodes.map((inner) => inner.kind),
      ['literal', 'reference'],
    );
  });

  it('reads comparisons, level operators and functions', () => {
    const [comparison, call] = parseMacros('${{$level} >=level {3.6} ? {x}}${domain_to_ascii{$mydomain}}').nodes;
    assert.ok(comparison?.kind === 'comparison' && call?.kind === 'function');
    assert.deepEqual([comparison.relation, comparison.suffix, comparison.whenFalse, call.name], ['>=', 'level', undefined, 'domain_to_ascii']);
  });

  it('survives any depth of nesting', () => {
    const depth = 20_000;
    for (const piece of ['${a?', '${a?{', '$(', '${{', '${{a}=={']) {
      const open = piece.repeat(depth);
      assert.ok(parseMacros(open).nodes.length > 0);
      const closed =
        open +
        [...piece]
          .reverse()
          .map((mark) => (mark === '{' ? '}' : mark === '(' ? ')' : ''))
          .join('')
          .repeat(depth);
      assert.ok(macroProblems(closed).length > 0);
    }
  });
});

describe('expandMacros', () => {
  it('replaces every form of a name', () => {
    assert.equal(expand('$mydomain ${mydomain} $(mydomain) ${ mydomain }'), 'a.test a.test a.test a.test');
    assert.equal(expand('$mydomain-x $mydomain.x'), 'a.test-x a.test.x');
    assert.equal(expand('[$outer]'), '[<a.test>]');
  });

  it('takes "$$" for a dollar sign and leaves other brackets alone', () => {
    assert.equal(expand('cost $$5 } )'), 'cost $5 } )');
  });

  it('treats a name without a value as empty and tells it', () => {
    const { value, undefinedNames, problem } = expandMacros('<$nosuch>', lookup);
    assert.deepEqual([value, undefinedNames, problem], ['<>', ['nosuch'], undefined]);
  });

  it('chooses by whether the value is empty', () => {
    assert.equal(expand('${mydomain?yes}${empty?yes}'), 'yes');
    assert.equal(expand('${mydomain:no}${empty:no}'), 'no');
    assert.equal(expand('${mydomain?{a}:{b}} ${empty ? {a} : {b}} ${empty?{a}:b}'), 'a b b');
    assert.equal(expand('x${mydomain?yes:no}'), 'xyes:no');
    assert.equal(expand('${mydomain?{ yes }}'), ' yes ');
    assert.equal(expand('${empty:{${mydomain?{inner}}}}'), 'inner');
  });

  it('compares numbers as numbers and the rest as text', () => {
    assert.equal(expand('${{10} > {9} ? {gt} : {le}} ${{10a} > {9} ? {gt} : {le}}'), 'gt le');
    assert.equal(expand('[${{a} == {a}}] [${{a} == {b}}] ${{ a } == {a} ? {same} : {different}}'), '[true] [] different');
    assert.equal(expand('${{$mydomain} != {b.test}?{other}}'), 'other');
    assert.equal(expand('${{a} <= {b}:{no}}${{b} < {a}?{yes}:{no}}'), 'no');
  });

  it('compares compatibility levels part by part', () => {
    assert.equal(expand('${{$level} <level {3.10} ? {older} : {newer}} ${{3.9} >=level {3.11}}'), 'older ');
    assert.equal(errorOf('${{x} <level {3.6}}'), 'compatibility-level');
  });

  it('looks only at the branch that is taken', () => {
    assert.equal(expand('${mydomain?{ok}:{${bad-name}}}'), 'ok');
    assert.equal(errorOf('${empty?{ok}:{${bad-name}}}'), 'macro-name-syntax');
  });

  it('ends cycles and endless growth with a problem that names its owner', () => {
    const cycle = expandMacros('$ping', lookup);
    assert.equal(cycle.problem?.code, 'macro-nesting');
    assert.ok(['ping', 'pong'].includes(cycle.problemIn ?? ''));
    assert.equal(errorOf('$loop'), 'macro-nesting');
    assert.equal(errorOf('${{$loop} == {x}}'), 'macro-nesting');
    const doubling = (name: string) => (name === 'a60' ? '.' : `$a${Number(name.slice(1)) + 1}`.repeat(2));
    assert.equal(expandMacros('$a1', doubling).problem?.code, 'expansion-too-long');
  });

  it('keeps an ASCII domain and admits that it can not convert another', () => {
    assert.equal(expandMacros('${domain_to_ascii{ $mydomain }}', lookup).value, 'a.test');
    assert.equal(expandMacros('${domain_to_ascii{bücher.test}}', lookup).isOpaque, true);
  });
});

describe('macroProblems', () => {
  it('names the place at which Postfix gives up', () => {
    assert.deepEqual(problems('a $'), ['empty-macro-name: $']);
    assert.deepEqual(problems('a $ b'), ['empty-macro-name: $']);
    assert.deepEqual(problems('a $-b'), ['empty-macro-name: $']);
    assert.deepEqual(problems('x${}'), ['empty-macro-name: ${}']);
    assert.deepEqual(problems('x ${mydomain) y'), ['truncated-macro: ${mydomain) y']);
    assert.deepEqual(problems('${my-domain}'), ['macro-name-syntax: -domain']);
    assert.deepEqual(problems('${a b}'), ['macro-name-syntax:  b']);
    assert.deepEqual(problems('${$mydomain}'), ['macro-name-syntax: $mydomain']);
    assert.deepEqual(problems('${nosuch{x}}'), ['macro-name-syntax: {x}']);
    assert.deepEqual(problems('x${mydomain?{yes} no}'), ['colon-expected: no']);
    assert.deepEqual(problems('x${mydomain?{yes}:{no}c}'), ['text-after-operand: c']);
    assert.deepEqual(problems('x${mydomain:{yes}:{no}}'), ['text-after-operand: :{no}']);
    assert.deepEqual(problems('${{a} = {b} ? {x} : {y}}'), ['operator-expected: = {b} ? {x} : {y}']);
    assert.deepEqual(problems('${{a} == ? {x} : {y}}'), ['operand-expected:  ? {x} : {y}']);
    assert.deepEqual(problems('${{a} ==size {b}}'), ['operator-suffix: size']);
    assert.deepEqual(problems('${{a} == {b} x}'), ['condition-expected: x']);
    assert.deepEqual(problems('$(a?{b)'), ['unbalanced-braces: {b']);
  });

  it('looks into both branches and both sides', () => {
    assert.deepEqual(problems('${a?{${b-}}:{${c-}}}'), ['macro-name-syntax: -']);
    assert.deepEqual(problems('${{$} == {$}}'), ['empty-macro-name: $', 'empty-macro-name: $']);
    assert.deepEqual(problems('${a-} ${b'), ['macro-name-syntax: -', 'truncated-macro: ${b']);
  });

  it('is silent about what Postfix accepts', () => {
    assert.deepEqual(problems('$a ${b} $(c) ${d?x:y} ${e?{x}:{y}} ${{$a} >=level {3}?{b}} $$ } )'), []);
  });
});

describe('macroReferences', () => {
  it('lists the names of both branches with their places', () => {
    const value = '$a ${b?{$c}:{${d}}} ${{$e} == {x}}';
    const references = macroReferences(value);
    assert.deepEqual(
      references.map((reference) => reference.name),
      ['a', 'b', 'c', 'd', 'e'],
    );
    for (const { name, span } of references) assert.equal(value.slice(span.start, span.end), name);
  });
});
