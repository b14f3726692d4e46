import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadFormat } from '../../../src/parse/format.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { assertInserts, assertRemoves, assertSets, assertSound, BLANK_VALUES, LINE_VALUES, NO_GRAMMARS, settingsIn } from '../../support/formatEdits.ts';

before(() => loadFormat('properties', NO_GRAMMARS));

describe('parseProperties', () => {
  for (const [what, text, expected] of [
    ['reads all three signs', 'a=b\nc:d\ne f', ['a=b', 'c=d', 'e=f']],
    ['skips blanks around the sign', '  a \t= b', ['a=b']],
    ['keeps blanks behind the value', 'a = b ', ['a=b ']],
    ['takes only one sign', 'a==b\nc = = d\ne :=f', ['a==b', 'c== d', 'e==f']],
    ['reads keys without a value', 'a\nb=\nc', ['a=', 'b=', 'c=']],
    ['joins lines', 'a = b\\\n   c\\\r\n#d\ne=f', ['a=bc#d', 'e=f']],
    ['ends a value at an even number of backslashes', 'a = b\\\\\nc=d', ['a=b\\', 'c=d']],
    ['joins lines in a key and before a value', 'a\\\n  b \\\n = \\\n c', ['ab=c']],
    ['resolves escapes', 'a\\ b\\:c = \\u00e4\\t\\q\\=', ['a b:c=ä\tq=']],
    ['knows both comments', '# x\n ! y = z\na=b # c', ['a=b # c']],
    ['reads CRLF and a byte order mark', '\uFEFFa=b\r\n\r\nc=d\r\n', ['a=b', 'c=d']],
    ['keeps a key that is set twice', 'a=b\na=c', ['a=b', 'a=c']],
    ['takes a lone backslash at the end', 'a=b\\', ['a=b']],
  ] as const) {
    it(what, () => assert.deepEqual(settingsIn('properties', text, 'a.properties'), expected));
  }

  it('counts the documents of Spring', () => {
    const documents = (text: string) => parseConfig('properties', text).entries.map(({ document }) => document);
    assert.deepEqual(documents('a=b\n#---\na=c\n!---\na=d\n'), [0, 1, 2]);
    assert.deepEqual(documents('a=b\n# ---\nc=d'), [undefined, undefined]);
  });

  it('survives what makes careless readers slow', () => {
    for (const text of ['\\'.repeat(300_001), 'a\\\n'.repeat(100_000), 'a=\\u'.repeat(50_000), ' '.repeat(500_000), 'x'.repeat(500_000)])
      assertSound(parseConfig('properties', text));
  });
});

describe('editing properties', () => {
  for (const text of ['X=1\nA=b\nY=2\n', 'A = b\\\n  c\r\nY = 2\r\n', 'A: b\nY: 2', 'A b\nY 2\n', '  A\n  Y=2\n', 'A=\nY=2\n']) {
    const place = { kind: 'properties', path: 'a.properties', text } as const;
    it(`sets, adds and removes in ${JSON.stringify(text)}`, () => {
      assertSets(place, [...LINE_VALUES, ...BLANK_VALUES]);
      assertInserts(place, [...LINE_VALUES, ...BLANK_VALUES]);
      assertRemoves(place);
    });
  }
});
