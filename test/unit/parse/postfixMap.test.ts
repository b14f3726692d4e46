import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grammarOf, lineNumberOf, parsePostfixMap } from '../../../src/parse/postfixMap.ts';
import type { MapGrammar } from '../../../src/parse/postfixMapTypes.ts';
import { MAX_TEXT_LENGTH } from '../../../src/parse/types.ts';
import { contains, type Span, span } from '../../../src/text/span.ts';
import { cidrText, indexedText, regexpText } from '../../support/postfixTableText.ts';
import { createRandom } from '../../support/random.ts';

const textAt = (text: string, { start, end }: Span) => text.slice(start, end);

const entriesOf = (grammar: MapGrammar, text: string) =>
  parsePostfixMap(grammar, text).entries.map(({ key, keySpan, value, valueSpan }) => [key, textAt(text, keySpan), value, textAt(text, valueSpan)]);

const problemsOf = (grammar: MapGrammar, text: string) => {
  const file = parsePostfixMap(grammar, text);
  return file.problems.map((problem) => [problem.code, textAt(text, problem.span), lineNumberOf(file, problem)]);
};

describe('an indexed table', () => {
  it('has keys and values at their places', () => {
    const text = '# c\n[mx.test]:587  user:pa ss \nb\n# d\n  x\n';
    assert.deepEqual(entriesOf('indexed', text), [
      ['[mx.test]:587', '[mx.test]:587', 'user:pa ss', 'user:pa ss'],
      ['b', 'b', 'x', 'x'],
    ]);
  });

  it('keeps quotes and backslashes in keys', () => {
    assert.deepEqual(
      entriesOf('indexed', '"a b"@c x\na\\ b y\n').map(([key, , value]) => [key, value]),
      [
        ['"a b"@c', 'x'],
        ['a\\ b', 'y'],
      ],
    );
  });

  it('names what Postfix leaves out', () => {
    assert.deepEqual(problemsOf('indexed', ' a b\nkey\n"open x\nroot: x\nA 1\na 2\n\uFFFD x\n'), [
      ['leading-continuation', 'a b', 1],
      ['missing-value', 'key', 2],
      ['unbalanced-quote', '"', 3],
      ['colon-after-key', ':', 4],
      ['duplicate-key', 'a', 6],
      ['not-utf8', '\uFFFD', 7],
    ]);
  });

  it('may begin with a byte order mark and hold a NUL', () => {
    assert.deepEqual(problemsOf('indexed', '\uFEFFa b\nc d\0e\n'), [
      ['byte-order-mark', '\uFEFF', 1],
      ['nul-byte', '\0', 2],
    ]);
    assert.deepEqual(entriesOf('indexed', 'c d\0e\n')[0]![2], 'd');
  });
});

describe('a cidr table', () => {
  it('has networks and blocks', () => {
    const text = 'if !10.0.0.0/8\n!192.0.2.0/24 REJECT  x\nendif\n[2001:db8::]/32 OK\n';
    const { rules, problems } = parsePostfixMap('cidr', text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      rules.map((rule) =>
        rule.kind === 'endif'
          ? rule.kind
          : [rule.kind, rule.test.kind === 'network' && [rule.test.network.family, rule.test.network.prefix, rule.test.isNegated]],
      ),
      [['if', [4, 8, true]], ['match', [4, 24, true]], 'endif', ['match', [6, 32, false]]],
    );
    const [first] = rules;
    assert.equal(first?.kind === 'if' && first.endif, 2);
    assert.deepEqual(entriesOf('cidr', text), [
      ['192.0.2.0/24', '192.0.2.0/24', 'REJECT  x', 'REJECT  x'],
      ['[2001:db8::]/32', '[2001:db8::]/32', 'OK', 'OK'],
    ]);
  });

  it('names what is wrong', () => {
    assert.deepEqual(
      problemsOf('cidr', '10.0.0.1/8 x\nmail.test x\n10.0.0.0/40 x\n[10.0.0.0/8 x\n10.0.0.0/8\n!\nendif\nif 1.2.3.4\nif ::1\nendif x\n').map(([code, text]) => [
        code,
        text,
      ]),
      [
        ['host-bits', '10.0.0.1/8'],
        ['bad-network', 'mail.test'],
        ['bad-network', '10.0.0.0/40'],
        ['bad-network', '[10.0.0.0/8'],
        ['missing-value', '10.0.0.0/8'],
        ['missing-pattern', '!'],
        ['endif-without-if', 'endif'],
        ['text-after-endif', ' x'],
        ['if-without-endif', 'if ::1'],
        ['if-without-endif', 'if 1.2.3.4'],
      ],
    );
  });

  it('suggests the network', () => assert.match(parsePostfixMap('cidr', '10.0.0.1/8 x\n').problems[0]!.message, /the network is 10\.0\.0\.0\/8$/));
});

describe('a regexp table', () => {
  it('has patterns with flags', () => {
    const text = '!/^Subject:\\/x/im!|y| REJECT $$\n';
    const { rules, problems } = parsePostfixMap('regexp', text);
    assert.deepEqual(problems, []);
    const [rule] = rules;
    const test = rule?.kind === 'match' ? rule.test : undefined;
    assert.ok(test?.kind === 'patterns');
    assert.deepEqual(
      test.patterns.map(({ source, span: where, flags, isNegated, ignoresCase }) => [source, textAt(text, where), flags, isNegated, ignoresCase]),
      [
        ['^Subject:\\/x', '^Subject:\\/x', 'im', true, false],
        ['y', 'y', '', true, true],
      ],
    );
  });

  it('names what is wrong', () => {
    assert.deepEqual(
      problemsOf('regexp', '/a x\n/a/q x\n/a/ $1\n!/(a)/ $1\n/a/ $x\n/(/ x\nabc x\n/a/\nendif\nif /a/ /b/ x\nif /c/\nendif x\n').map(([code, text]) => [
        code,
        text,
      ]),
      [
        ['missing-delimiter', '/a x'],
        ['unknown-flag', 'q'],
        ['replacement-out-of-range', '$1'],
        ['replacement-in-negation', '$1'],
        ['bad-replacement', '$x'],
        ['bad-expression', '('],
        ['unrecognized', 'abc x'],
        ['missing-result', '/a/'],
        ['endif-without-if', 'endif'],
        ['text-after-if', '/b/ x'],
        ['text-after-endif', 'x'],
        ['if-without-endif', 'if /a/ /b/ x'],
      ],
    );
  });

  it('takes an indented rule for a part of the line above', () => {
    assert.deepEqual(problemsOf('regexp', 'if /a/\n  /b/ REJECT\nendif\n'), [['text-after-if', '/b/ REJECT', 1]]);
  });
});

describe('a pcre table', () => {
  it('has other flags and no second pattern', () => {
    assert.deepEqual(problemsOf('pcre', '/(?<a>x)/imsxAEUX $1\n'), []);
    assert.deepEqual(problemsOf('pcre', '/a/!/b/ x\n'), [['unknown-flag', '!', 1]]);
    assert.deepEqual(parsePostfixMap('pcre', '/a x\n').problems[0]!.logged, ['no closing regexp delimiter "/": ignoring this rule']);
  });
});

describe('an alias file', () => {
  it('has names before the colon', () => {
    assert.deepEqual(entriesOf('aliases', 'root: admin, "|/bin/x y"\n"john smith" : j@a.test\na.b:\n  :include:/etc/list\n'), [
      ['root', 'root', 'admin, "|/bin/x y"', 'admin, "|/bin/x y"'],
      ['john smith', '"john smith"', 'j@a.test', 'j@a.test'],
      ['a.b', 'a.b', ':include:/etc/list', ':include:/etc/list'],
    ]);
  });

  it('names what postalias leaves out', () => {
    assert.deepEqual(problemsOf('aliases', 'root admin\na, b: x\nx@y: z\nRoot: a\nroot: b\n: x\ny:\n'), [
      ['missing-colon', 'root admin', 1],
      ['missing-colon', 'a, b: x', 2],
      ['name-not-local', '@', 3],
      ['duplicate-key', 'root', 5],
      ['missing-colon', ': x', 6],
      ['missing-colon', 'y:', 7],
    ]);
  });

  it('may have comments in parentheses and quoted colons', () => {
    assert.deepEqual(
      entriesOf('aliases', '"a:b"(c (d)): x\n').map(([key]) => key),
      ['a:b (c (d))'],
    );
  });
});

describe('table types', () => {
  it('have a grammar when they are read from text', () => {
    assert.deepEqual(['hash', 'lmdb', 'texthash', 'cidr', 'pcre', 'ldap', 'static', 'constructor'].map(grammarOf), [
      'indexed',
      'indexed',
      'indexed',
      'cidr',
      'pcre',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('any table', () => {
  const GRAMMARS = ['indexed', 'cidr', 'regexp', 'pcre', 'aliases'] as const;

  it('keeps every place inside the text, and accounts for each line', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = createRandom(seed);
      const text = random.pick([cidrText, indexedText, regexpText])(random);
      for (const grammar of GRAMMARS) {
        const { entries, problems, rules, logicalLines } = parsePostfixMap(grammar, text);
        for (const { keySpan, valueSpan, span: where } of entries) assert.ok(contains(where, keySpan) && contains(where, valueSpan), `${grammar} ${seed}`);
        for (const { span: where } of problems) assert.ok(where.start <= where.end && contains(span(0, text.length), where), `${grammar} ${seed}`);
        const owners = [...entries, ...problems, ...rules.flatMap((rule) => (rule.kind === 'match' ? [] : [rule]))].map((part) => part.span);
        for (const line of logicalLines)
          assert.ok(
            owners.some((where) => contains(line.span, where)),
            `${grammar} ${seed}: ${JSON.stringify(line.text)}`,
          );
      }
    }
  });

  it('is read in time that grows with its length', () => {
    for (const grammar of GRAMMARS) {
      for (const piece of ['a b\n', '/a/ $1\n', 'if /a/\n', '10.0.0.0/8 x\n', 'a: b\n', '"', '\\', '(', ' c\n', '!', '\0']) {
        const text = `x y\n${piece.repeat(Math.floor(100_000 / piece.length))}`;
        assert.ok(parsePostfixMap(grammar, text).problems.length >= 0);
      }
    }
  });

  it('may be too long', () =>
    assert.deepEqual(
      problemsOf('cidr', ' '.repeat(MAX_TEXT_LENGTH + 1)).map(([code]) => code),
      ['too-large'],
    ));
});
