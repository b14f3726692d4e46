import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insertAfter, removeEntry, renameKey, setValue, spanInValue } from '../../../src/parse/edit.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import type { ConfigFile, Entry, FileKind } from '../../../src/parse/types.ts';
import { applyEdits, type TextEdit } from '../../../src/text/span.ts';

const entryOf = (file: ConfigFile, key: string): Entry => file.entries.find((entry) => entry.key === key)!;
const after = (file: ConfigFile, edit: TextEdit): string => applyEdits(file.text, [edit]);

function changed(kind: FileKind, text: string, key: string, value: string): string {
  const file = parseConfig(kind, text);
  return after(file, setValue(file, entryOf(file, key), value));
}

function inserted(kind: FileKind, text: string, anchor: string, key: string, value: string): string {
  const file = parseConfig(kind, text);
  return after(file, insertAfter(file, entryOf(file, anchor), key, value));
}

function removed(kind: FileKind, text: string, key: string): string {
  const file = parseConfig(kind, text);
  return after(file, removeEntry(file, entryOf(file, key)));
}

describe('setValue', () => {
  for (const [what, kind, text, value, expected] of [
    ['keeps a plain value plain', 'dotenv', 'A=25', '587', 'A=587'],
    ['keeps quotes', 'dotenv', 'A="25" # x', '587', 'A="587" # x'],
    ['adds quotes for blanks', 'dotenv', 'A=b', 'c d', 'A="c d"'],
    ['adds quotes for a hash', 'dotenv', 'A=b', 'c #d', 'A="c #d"'],
    ['changes quotes that do not fit', 'dotenv', "A='b'", "it's", 'A="it\'s"'],
    ['closes an open quote', 'dotenv', 'A="b\n', 'c', 'A="c"\n'],
    ['fills an empty value', 'dotenv', 'A=', 'b', 'A=b'],
    ['gives a lone key its sign', 'dotenv', 'A', 'b', 'A=b'],
    ['keeps the blank after the sign', 'dotenv', 'A = ', 'b', 'A = b'],
    ['changes a YAML number', 'yaml', 'A: 25 # x', '587', 'A: 587 # x'],
    ['keeps YAML quotes', 'yaml', "A: '25'", '587', "A: '587'"],
    ['doubles a single quote', 'yaml', "A: 'b'", "it's", "A: 'it''s'"],
    ['quotes what YAML would split', 'yaml', 'A: b', 'c: d', 'A: "c: d"'],
    ['keeps a YAML text a text', 'yaml', 'A: b', 'true', 'A: "true"'],
    ['fills an empty YAML value', 'yaml', 'A:\nB: c', 'd', 'A: d\nB: c'],
    ['changes an item in place', 'yaml', 'environment:\n  - A=b', 'c', 'environment:\n  - A=c'],
    ['quotes a whole item', 'yaml', 'environment:\n  - A=b', 'c: d', 'environment:\n  - "A=c: d"'],
    ['gives a lone item its sign', 'yaml', 'environment:\n  - A', 'b', 'environment:\n  - A=b'],
    ['changes a named value', 'yaml', 'env:\n  - name: A\n    value: b', 'c', 'env:\n  - name: A\n    value: c'],
    ['changes a block scalar', 'yaml', 'A: |\n  b\nB: c', 'd', 'A: |\n  d\nB: c'],
    ['keeps a JSON number a number', 'json', '{"A": 25}', '587', '{"A": 587}'],
    ['keeps a JSON text a text', 'json', '{"A": "25"}', '587', '{"A": "587"}'],
    ['keeps a JSON switch a switch', 'json', '{"A": true}', 'false', '{"A": false}'],
    ['quotes a text in place of a switch', 'json', '{"A": true}', 'starttls', '{"A": "starttls"}'],
    ['escapes in JSON', 'json', '{"A": "b"}', 'c"d\\e', '{"A": "c\\"d\\\\e"}'],
    ['changes main.cf', 'postfix-main', 'A = b\nB = c\n', 'd', 'A = d\nB = c\n'],
    ['replaces continuation lines', 'postfix-main', 'A = b,\n  c\nB = d\n', 'e', 'A = e\nB = d\n'],
    ['fills an empty parameter', 'postfix-main', 'A =\n', 'b', 'A = b\n'],
    ['keeps a main.cf value on one line', 'postfix-main', 'A = b\n', 'c\nd', 'A = c d\n'],
  ] as const) {
    it(what, () => assert.equal(changed(kind, text, 'A', value), expected));
  }
});

describe('setValue, then reading', () => {
  const VALUES = [
    '587',
    'smtp.example.com',
    '',
    'a b',
    ' lead',
    "it's",
    'say "x"',
    'both \' and "',
    'back\\slash',
    'ends\\',
    '#hash',
    'a #b',
    'a: b',
    '- x',
    '[x]',
    '{x}',
    '*x',
    '&x',
    '!x',
    '%x',
    '@x',
    '`x`',
    'null',
    'true',
    '~',
    '1e3',
    'ünï ✓',
    '${VAR:-x}',
    'a=b',
    'tab\there',
    'two\nlines',
  ];
  const PLACES: readonly (readonly [FileKind, string])[] = [
    ['dotenv', 'X=1\nA=b # c\nY=2\n'],
    ['dotenv', 'X=1\r\nexport A="b"\r\nY=2\r\n'],
    ['dotenv', "Y=2\nA='b'"],
    ['dotenv', 'A=`b`\nY=2'],
    ['yaml', 'X: 1\nA: b # c\nY: 2\n'],
    ['yaml', 'm:\n  - A: "b"\n    Y: 2\n'],
    ['yaml', "m: {A: 'b', Y: 2}\n"],
    ['yaml', 'environment:\n  - X=1\n  - A=b\n  - Y=2\n'],
    ['yaml', 'environment: ["A=b", \'Y=2\']\n'],
    ['yaml', 'env:\n  - name: A\n    value: b\n  - name: Y\n    value: "2"\n'],
    ['json', '{"X": 1, "A": "b", "Y": 2}'],
    ['json', '{\n  "A": 25, // c\n  "Y": 2\n}'],
    ['json', '{"env": ["A=b", "Y=2"]}'],
  ];
  for (const [kind, text] of PLACES) {
    it(`gives the new value in ${JSON.stringify(text)}`, () => {
      const file = parseConfig(kind, text);
      const entry = entryOf(file, 'A');
      for (const value of VALUES) {
        const edit = setValue(file, entry, value);
        const result = after(file, edit);
        const again = parseConfig(kind, result);
        const read = entryOf(again, 'A');
        const isNothing = value === '' && read.scalar === 'null';
        assert.equal(isNothing ? '' : read.value, value, `${JSON.stringify(value)} in ${JSON.stringify(result)}`);
        assert.equal(entryOf(again, 'Y').value, '2', result);
        assert.equal(again.entries.length, file.entries.length, result);
        assert.deepEqual(again.problems, [], result);
        assert.ok(result.startsWith(text.slice(0, edit.span.start)) && result.endsWith(text.slice(edit.span.end)));
      }
    });
  }
});

describe('insertAfter', () => {
  for (const [what, kind, text, expected] of [
    ['adds a line', 'dotenv', 'A=b\nC=d\n', 'A=b\nN=1\nC=d\n'],
    ['copies indent, export and quotes', 'dotenv', '  export A="b"\r\nC=d', '  export A="b"\r\n  export N="1"\r\nC=d'],
    ['copies the blanks around the sign', 'dotenv', 'A = b', 'A = b\nN = 1'],
    ['goes behind a multi-line value', 'dotenv', 'A="b\nc"\nC=d', 'A="b\nc"\nN="1"\nC=d'],
    ['ends a file without line end', 'yaml', 'A: b', 'A: b\nN: 1'],
    ['copies the indent of a map', 'yaml', 'm:\n  A: b # c\n  C: d\n', 'm:\n  A: b # c\n  N: 1\n  C: d\n'],
    ['does not repeat the dash of a map in a list', 'yaml', 'm:\n  - A: b\n    C: d\n', 'm:\n  - A: b\n    N: 1\n    C: d\n'],
    ['copies YAML quotes', 'yaml', "A: 'b'\n", "A: 'b'\nN: '1'\n"],
    ['stays in braces', 'yaml', 'm: {A: b, C: d}\n', 'm: {A: b, N: 1, C: d}\n'],
    ['adds an item', 'yaml', 'environment:\n  - A=b\n  - C=d\n', 'environment:\n  - A=b\n  - N=1\n  - C=d\n'],
    ['adds a quoted item', 'yaml', 'environment:\n  - "A=b"\n', 'environment:\n  - "A=b"\n  - "N=1"\n'],
    ['goes behind a block scalar', 'yaml', 'A: |\n  b\n  c\nC: d\n', 'A: |\n  b\n  c\nN: 1\nC: d\n'],
    ['adds a named value', 'yaml', 'env:\n  - name: A\n    value: "b"\n', 'env:\n  - name: A\n    value: "b"\n  - name: N\n    value: "1"\n'],
    [
      'adds a named value behind valueFrom',
      'yaml',
      'env:\n  - name: A\n    valueFrom:\n      x: y\n  - name: C\n    value: d\n',
      'env:\n  - name: A\n    valueFrom:\n      x: y\n  - name: N\n    value: "1"\n  - name: C\n    value: d\n',
    ],
    ['adds a member on a line', 'json', '{\n  "A": "b",\n  "C": 1\n}', '{\n  "A": "b",\n  "N": 1,\n  "C": 1\n}'],
    ['adds the last member', 'json', '{\n  "C": 1,\n  "A": "b"\n}', '{\n  "C": 1,\n  "A": "b",\n  "N": 1\n}'],
    ['adds a member in a line', 'json', '{"A": true}', '{"A": true, "N": 1}'],
    ['writes a number as its neighbours do', 'json', '{"A": "b", "port": "25"}', '{"A": "b", "N": "1", "port": "25"}'],
    ['adds a parameter', 'postfix-main', 'A = b\nC = d\n', 'A = b\nN = 1\nC = d\n'],
    ['goes behind continuation lines', 'postfix-main', 'A = b,\n  c\nC = d\n', 'A = b,\n  c\nN = 1\nC = d\n'],
    ['ends a main.cf without line end', 'postfix-main', 'A = b', 'A = b\nN = 1'],
  ] as const) {
    it(what, () => {
      const result = inserted(kind, text, 'A', 'N', '1');
      assert.equal(result, expected);
      assert.equal(entryOf(parseConfig(kind, result), 'N').value, '1');
    });
  }
});

describe('insertAfter in variables', () => {
  it('writes a switch as a text where Compose wants one', () => {
    assert.equal(inserted('yaml', 'environment:\n  A: b\n', 'A', 'N', 'true'), 'environment:\n  A: b\n  N: "true"\n');
    assert.equal(inserted('yaml', 'smtp:\n  A: b\n', 'A', 'N', 'true'), 'smtp:\n  A: b\n  N: true\n');
  });
});

describe('removeEntry', () => {
  for (const [what, kind, text, expected] of [
    ['takes the line', 'dotenv', 'X=1\nA=b # c\nY=2\n', 'X=1\nY=2\n'],
    ['takes all lines of a value', 'dotenv', 'A="b\nc"\nY=2\n', 'Y=2\n'],
    ['takes a YAML line', 'yaml', 'm:\n  X: 1\n  A: b\n  Y: 2\n', 'm:\n  X: 1\n  Y: 2\n'],
    ['leaves the dash to the next key', 'yaml', 'm:\n  - A: b\n    Y: 2\n', 'm:\n  - Y: 2\n'],
    ['takes an item', 'yaml', 'environment:\n  - A=b\n  - Y=2\n', 'environment:\n  - Y=2\n'],
    ['takes a named value', 'yaml', 'env:\n  - name: A\n    value: b\n  - name: Y\n    value: 2\n', 'env:\n  - name: Y\n    value: 2\n'],
    ['takes a comma along', 'json', '{"X": 1, "A": "b", "Y": 2}', '{"X": 1, "Y": 2}'],
    ['takes the comma before the last one', 'json', '{\n  "X": 1,\n  "A": "b"\n}', '{\n  "X": 1\n}'],
    ['takes a line of main.cf', 'postfix-main', 'A = b,\n c\nY = 2\n', 'Y = 2\n'],
  ] as const) {
    it(what, () => {
      const result = removed(kind, text, 'A');
      assert.equal(result, expected);
      assert.deepEqual(parseConfig(kind, result).problems, []);
    });
  }
});

describe('renameKey and spanInValue', () => {
  it('renames between quotes, in an item and in a named value', () => {
    const renamed = (kind: FileKind, text: string) => {
      const file = parseConfig(kind, text);
      return after(file, renameKey(file, entryOf(file, 'A'), 'B'));
    };
    assert.equal(renamed('json', '{"A": 1}'), '{"B": 1}');
    assert.equal(renamed('yaml', 'environment:\n  - "A=1"'), 'environment:\n  - "B=1"');
    assert.equal(renamed('yaml', 'env:\n  - name: A\n    value: 1'), 'env:\n  - name: B\n    value: 1');
    assert.equal(renamed('dotenv', 'export A=1'), 'export B=1');
  });

  it('finds a part of a value behind escapes', () => {
    const file = parseConfig('dotenv', 'A="x\\"smtp.example.com\\"y"');
    const entry = entryOf(file, 'A');
    const at = entry.value.indexOf('smtp');
    const place = spanInValue(entry, at, at + 'smtp.example.com'.length);
    assert.equal(file.text.slice(place.start, place.end), 'smtp.example.com');
  });
});
