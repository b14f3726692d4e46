import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { insertAfter, removeEntry, setValue } from '../../../src/parse/edit.ts';
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

before(() => loadFormat('systemd', NO_GRAMMARS));

const settings = (text: string) => settingsIn('systemd', text, 'a.service');
const problems = (text: string) => parseConfig('systemd', text).problems.map(({ code }) => code);

describe('parseSystemd', () => {
  for (const [what, text, expected] of [
    ['reads variables and leaves the rest', '[Unit]\nDescription=x\n[Service]\nExecStart=/a b=c\nEnvironment=A=b\n', ['Service/A=b']],
    ['reads several of a line', 'Environment="A=b c" D=e \'F=g "h"\' I="j k"', ['A=b c', 'D=e', 'F=g "h"', 'I=j k']],
    ['resolves escapes and percent signs', 'Environment="A=b\\"c\\\\\\x41" D=100%% E=%h F=a\\sb', ['A=b"c\\A', 'D=100%', 'E=%h', 'F=a b']],
    ['joins lines over comments', 'Environment=A=b \\\n  C=d \\\n# no\n  "E=f\\\ng"\nEnvironment=H=i', ['A=b', 'C=d', 'E=f g', 'H=i']],
    [
      'names files of variables',
      '[Container]\nImage=a/b:1\nEnvironmentFile=-/etc/a.env \n',
      ['Container/Image=a/b:1', 'Container/EnvironmentFile=-/etc/a.env'],
    ],
    ['reads CRLF and a byte order mark', '\uFEFF[Service]\r\nEnvironment=A=b\r\n', ['Service/A=b']],
    ['keeps what is set twice and skips a reset', 'Environment=A=b\nEnvironment=\nEnvironment=A=c', ['A=b', 'A=c']],
    ['keeps signs in values', 'Environment=A=b=c', ['A=b=c']],
  ] as const) {
    it(what, () => assert.deepEqual(settings(text), expected));
  }

  it('says what it can not read and reads on', () => {
    assert.deepEqual(problems('Environment=word A=b'), ['unreadable-line']);
    assert.deepEqual(settings('Environment=word A=b'), ['A=b']);
    assert.deepEqual(problems('Environment="A=b\nEnvironment=C=d'), ['unterminated-quote']);
    assert.deepEqual(settings('Environment="A=b\nEnvironment=C=d'), ['A=b', 'C=d']);
  });

  it('collects comments', () => {
    const { comments } = parseConfig('systemd', '# one\nEnvironment=A=b \\\n; two\n C=d\n');
    assert.deepEqual(
      comments.map(({ text }) => text),
      ['one', 'two'],
    );
  });

  it('survives what makes careless readers slow', () => {
    for (const text of [
      '\\\n'.repeat(100_000),
      `Environment=${'A=b '.repeat(50_000)}`,
      `Environment=${'"'.repeat(300_001)}`,
      'a=\\\n#\n'.repeat(50_000),
      'x'.repeat(500_000),
    ])
      assertSound(parseConfig('systemd', text));
  });
});

describe('editing units', () => {
  for (const text of [
    '[Service]\nEnvironment=A=b\nEnvironment=Y=2\n',
    '[Service]\r\nEnvironment="A=b" Y=2\r\n',
    "[Service]\nEnvironment=Y=2 \\\n  'A=b'\n",
    '[Service]\nEnvironment=X=1 A="b c" Y=2',
  ]) {
    const place = { kind: 'systemd', path: 'a.service', text } as const;
    it(`sets, adds and removes in ${JSON.stringify(text)}`, () => {
      assertSets(place, [...LINE_VALUES, ...BLANK_VALUES]);
      assertInserts(place, [...LINE_VALUES, ...BLANK_VALUES]);
      assertRemoves(place);
    });
  }

  it('leaves neighbours of the same line alone', () => {
    const text = '[Service]\nEnvironment="X=1" A=b Y=2\nEnvironmentFile=/a\n';
    const file = parseConfig('systemd', text);
    const line = (edit: { span: { start: number; end: number }; newText: string }) => applyEdits(text, [edit]).split('\n').slice(1, 3);
    assert.deepEqual(line(setValue(file, entryOf(file, 'A'), 'c d')), ['Environment="X=1" "A=c d" Y=2', 'EnvironmentFile=/a']);
    assert.deepEqual(line(removeEntry(file, entryOf(file, 'A'))), ['Environment="X=1" Y=2', 'EnvironmentFile=/a']);
    assert.deepEqual(line(removeEntry(file, entryOf(file, 'Y'))), ['Environment="X=1" A=b', 'EnvironmentFile=/a']);
    assert.deepEqual(line(setValue(file, entryOf(file, 'EnvironmentFile'), '/b')), ['Environment="X=1" A=b Y=2', 'EnvironmentFile=/b']);
    assert.deepEqual(line(insertAfter(file, entryOf(file, 'EnvironmentFile'), 'N', '1')), ['Environment="X=1" A=b Y=2', 'EnvironmentFile=/a']);
  });
});
