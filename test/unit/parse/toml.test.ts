import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { insertAfter, setValue, spanInValue } from '../../../src/parse/edit.ts';
import { loadFormat } from '../../../src/parse/format.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { applyEdits } from '../../../src/text/span.ts';
import {
  assertInserts,
  assertRemoves,
  assertSets,
  assertSound,
  BLANK_VALUES,
  entryOf,
  LINE_VALUES,
  NO_GRAMMARS,
  settingsIn,
} from '../../support/formatEdits.ts';

before(() => loadFormat('toml', NO_GRAMMARS));

const settings = (text: string) => settingsIn('toml', text, 'a.toml');
const problems = (text: string) => parseConfig('toml', text).problems.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);

describe('parseToml', () => {
  for (const [what, text, expected] of [
    ['reads tables and keys', 'a = "b"\n[smtp.x]\nhost = "h" # c\nport = 587\ntls = true', ['a=b', 'smtp/x/host=h', 'smtp/x/port=587', 'smtp/x/tls=true']],
    ['reads dotted and quoted keys', 'a.b = 1\n"c d".\'e\' = 2\n["f.g"]\nh=3', ['a/b=1', 'c d/e=2', 'f.g/h=3']],
    ['counts tables of an array', '[[a]]\nb=1\n[[a]]\nb=2\n[a.c]\nd=3', ['a/0/b=1', 'a/1/b=2', 'a/1/c/d=3']],
    ['reads inline tables and arrays', 'a = {b = "c", d = [1, "e"]}', ['a/b=c', 'a/d/0=1', 'a/d/1=e']],
    ['resolves escapes', 'a = "b\\"c\\u00e4\\\\"\nd = \'e\\f\'', ['a=b"cä\\', 'd=e\\f']],
    ['reads texts over lines', 'a = """\nb\\\n   c"""\nd = \'\'\'\ne\'\'\'', ['a=bc', 'd=e']],
    ['reads CRLF and a byte order mark', '\uFEFF[a]\r\nb = "c"\r\n', ['a/b=c']],
    ['keeps a key that is set twice', 'a = 1\na = 2\n[b]\nc=1\n[b]\nc=2', ['a=1', 'a=2', 'b/c=1', 'b/c=2']],
    ['tolerates templates', 'a = {{ port }}\nb = "{{ host }}"\n{% if x %}\nc = 1\n{% endif %}', ['a={{ port }}', 'b={{ host }}', 'c=1']],
  ] as const) {
    it(what, () => {
      assert.deepEqual(settings(text), expected);
      assert.deepEqual(problems(text), []);
    });
  }

  for (const [what, text, expected, broken] of [
    ['an open quote', '[a]\nb = "c\nd = 1', ['a/d=1'], ['invalid-syntax b = "c']],
    ['a missing value', '[a]\nb =\nd = 1', ['a/d=1'], ['invalid-syntax b =']],
    ['a lone key', '[a]\nb\nd = 1', ['a/d=1'], ['invalid-syntax b']],
    ['a missing bracket', '[a\nb = 1', ['b=1'], ['invalid-syntax [a']],
    ['a text without quotes', 'b = smtp.example.com\nd = 1', ['d=1'], ['invalid-syntax b = smtp.example.com']],
    ['an open array', 'a = [1,\nb = 1\nc = 2\n', ['b=1', 'c=2'], ['invalid-syntax a = [1,']],
    ['an open long text', 'x = 1\na = """b\nc = 2\n', ['x=1', 'c=2'], ['invalid-syntax a = """b']],
    ['a wrong escape', 'a = "C:\\x"\nb = 1', ['b=1'], ['invalid-syntax a = "C:\\x"']],
    ['several mistakes', 'a = \nb = 1\nc\nd = 2\ne = "\nf = 3', ['b=1', 'd=2', 'f=3'], ['invalid-syntax a = ', 'invalid-syntax c', 'invalid-syntax e = "']],
  ] as const) {
    it(`reads on behind ${what}`, () => {
      assert.deepEqual(settings(text), expected);
      assert.deepEqual(problems(text), broken);
    });
  }

  it('keeps what stands above more mistakes than it tries', () => {
    const text = `a = 1\n${'b\n'.repeat(100)}c = 2\n`;
    assert.deepEqual(settings(text), ['a=1']);
    assert.ok(problems(text).length > 0);
  });

  it('finds a part of a value behind escapes', () => {
    const file = parseConfig('toml', 'A = "x\\u00e4smtp.example.com"');
    const place = spanInValue(entryOf(file, 'A'), 2, 18);
    assert.equal(file.text.slice(place.start, place.end), 'smtp.example.com');
  });

  it('survives what makes careless readers slow or stop', () => {
    for (const text of ['x'.repeat(500_000), `a = ${'['.repeat(100_000)}`, 'a = "\n'.repeat(20_000), '[a]\n'.repeat(5000), `a = "${'\\n'.repeat(200_000)}"`])
      assertSound(parseConfig('toml', text));
  });
});

describe('editing TOML', () => {
  for (const text of [
    '[s]\nX = 1\nA = "b" # c\nY = "2"\n',
    "[s]\r\nA = 'b'\r\nY = '2'\r\n",
    's = {A = "b", Y = "2"}\n',
    's.A = "b"\ns.Y = "2"',
    '[s]\nA = """\nb"""\nY = "2"\n',
    '[[s]]\n  A=25\n  Y=2\n',
  ]) {
    const place = { kind: 'toml', path: 'a.toml', text } as const;
    it(`sets, adds and removes in ${JSON.stringify(text)}`, () => {
      assertSets(place, [...LINE_VALUES, ...BLANK_VALUES]);
      assertInserts(place, [...LINE_VALUES, ...BLANK_VALUES]);
      assertRemoves(place);
    });
  }

  it('keeps numbers, switches and texts what they are', () => {
    const changed = (text: string, value: string) => {
      const file = parseConfig('toml', text);
      return applyEdits(text, [setValue(file, entryOf(file, 'A'), value)]);
    };
    assert.equal(changed('A = 25', '587'), 'A = 587');
    assert.equal(changed('A = "25"', '587'), 'A = "587"');
    assert.equal(changed('A = true', 'false'), 'A = false');
    assert.equal(changed('A = true', 'starttls'), 'A = "starttls"');
    assert.equal(changed('env = ["A=b"]', 'c"d'), 'env = ["A=c\\"d"]');
  });

  it('adds what its neighbours look like', () => {
    const added = (text: string, value: string) => {
      const file = parseConfig('toml', text);
      return applyEdits(text, [insertAfter(file, entryOf(file, 'A'), 'N', value)]);
    };
    assert.equal(added('A = "b"\nport = 25\n', '587'), 'A = "b"\nN = 587\nport = 25\n');
    assert.equal(added('A = "b"\nport = "25"\n', '587'), 'A = "b"\nN = "587"\nport = "25"\n');
    assert.equal(added("  s.A='b'", 'x'), "  s.A='b'\n  s.N='x'");
    assert.equal(added('s = { x.A = 1 }', '1'), 's = { x.A = 1, x.N = 1 }');
    assert.equal(added('env = ["A=b"]', '1'), 'env = ["A=b", "N=1"]');
    assert.equal(added('env = [{name = "A", value = "b"}]', '1'), 'env = [{name = "A", value = "b"}, { name = "N", value = "1" }]');
  });
});
