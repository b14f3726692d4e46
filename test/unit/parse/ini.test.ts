import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { insertAfter, setValue } from '../../../src/parse/edit.ts';
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

before(() => loadFormat('ini', NO_GRAMMARS));

const problemsIn = (text: string, path: string) => parseConfig('ini', text, path).problems.map(({ code }) => code);

describe('parseIni', () => {
  for (const [what, path, text, expected] of [
    ['reads sections and keys', 'grafana.ini', '[smtp]\nhost = h:587\n[a.b]\nc=d', ['smtp/host=h:587', 'a.b/c=d']],
    ['reads what stands above all sections', 'app.ini', 'APP_NAME = x\n[mailer]\nENABLED=true', ['APP_NAME=x', 'mailer/ENABLED=true']],
    ['keeps a key that is set twice', 'x.ini', '[a]\nb=1\nb=2', ['a/b=1', 'a/b=2']],
    ['reads CRLF and a byte order mark', 'x.ini', '\uFEFF[a]\r\nb = c\r\n', ['a/b=c']],
    ['cuts a go-ini value at any mark', 'grafana.ini', 'p = a#b\nq = "a;b"\nr = x ; y', ['p=a', 'q="a', 'r=x']],
    ['takes backticks and three quotes', 'grafana.ini', 'p = `a#b`\nq = """a;b"""\nr = \'x\'', ['p=a#b', 'q=a;b', 'r=x']],
    ['takes them over lines', 'grafana.ini', 'p = """a\nb""" \nq=1', ['p=a\nb', 'q=1']],
    ['joins lines of go-ini', 'grafana.ini', 'p = a \\\n  b\nq=1', ['p=a b', 'q=1']],
    ['does not join lines of Gitea', 'app.ini', 'p = a\\\nq=1', ['p=a\\', 'q=1']],
    ['keeps marks without a blank for aerc', 'accounts.conf', 'outgoing = smtps://u@h#x # note', ['outgoing=smtps://u@h#x']],
    ['keeps quotes and marks of configparser', 'odoo.conf', '[options]\nsmtp_password = "a#b" ; c', ['options/smtp_password="a#b" ; c']],
    ['goes on in deeper lines', 'airflow.cfg', '[smtp]\na : b\n  c\n\n  # no\n  d\ne = f', ['smtp/a=b\nc\n\nd', 'smtp/e=f']],
    ['halves percent signs where they interpolate', 'airflow.cfg', 'a = 1%%2%(b)s', ['a=1%2%(b)s']],
    ['keeps percent signs of Odoo', 'odoo.conf', 'a = 1%%2', ['a=1%%2']],
    ['reads subsections of git', '.gitconfig', '[sendemail "a \\"b"]\n\tsmtpServer = h ; x\n\tforce', ['sendemail/a "b/smtpServer=h', 'sendemail/a "b/force=']],
    ['reads quotes and escapes of git', '.gitconfig', '[a]\nb = x "#y" z\\\\ \nc = "1 \\\n2"', ['a/b=x #y z\\', 'a/c=1 2']],
    ['reads a setting beside its section', '.git/config', '[a] b = c', ['a/b=c']],
    [
      'reads php.ini',
      'php.ini',
      '[mail function]\nSMTP = h ; x\nsmtp_port = "25" ; y\nx=\'a"b\'',
      ['mail function/SMTP=h', 'mail function/smtp_port=25', 'mail function/x=a"b'],
    ],
    ['unescapes PHP quotes', 'config.ini.php', '; <?php exit; ?>\n[mail]\npassword = "a\\"b;c"', ['mail/password=a"b;c']],
    ['takes Haraka as it stands', 'smtp_forward.ini', '; c\nauth_pass=a;b"#\n[example.com]\nhost=h', ['auth_pass=a;b"#', 'example.com/host=h']],
    ['drops quotes where nobody knows better', 'x.ini', 'a = "b # c" ; d\ne = f#g\nh = #i', ['a=b # c', 'e=f#g', 'h=']],
  ] as const) {
    it(what, () => assert.deepEqual(settingsIn('ini', text, path), expected));
  }

  it('collects comments without their marks', () => {
    const { comments } = parseConfig('ini', '; one\n[a] # two\nb = c ; three\n', 'grafana.ini');
    assert.deepEqual(
      comments.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
  });

  it('says what it can not read and reads on', () => {
    assert.deepEqual(problemsIn('[a\nb = c', 'x.ini'), ['unreadable-line']);
    assert.deepEqual(problemsIn('word\nb = c', 'x.ini'), ['unreadable-line']);
    assert.deepEqual(problemsIn('a = `b\nc = d', 'grafana.ini'), ['unterminated-quote']);
    assert.deepEqual(problemsIn('a = "b\nc = d', 'php.ini'), ['unterminated-quote']);
    assert.deepEqual(settingsIn('ini', 'a = `b\nc = d', 'grafana.ini'), ['a=b', 'c=d']);
  });

  it('survives what makes careless readers slow', () => {
    for (const path of ['grafana.ini', 'airflow.cfg', '.gitconfig', 'php.ini', 'smtp_forward.ini', 'x.ini'])
      for (const text of [
        'x'.repeat(500_000),
        `a = ${'x'.repeat(500_000)}`,
        'a = `\n'.repeat(20_000),
        'a = "\\\n'.repeat(20_000),
        'a = b\n\n\n  # c\n'.repeat(20_000),
        '['.repeat(100_000),
      ])
        assertSound(parseConfig('ini', text, path));
  });
});

const PLACES: readonly (readonly [path: string, text: string, values: readonly string[]])[] = [
  ['grafana.ini', '[s]\nX=1\nA = b\nY = 2\n', [...LINE_VALUES, ...BLANK_VALUES]],
  ['grafana.ini', '[s]\r\nA = `b`\r\nY = 2\r\n', LINE_VALUES],
  ['grafana.ini', '[s]\nA = """b"""\nY = 2', LINE_VALUES],
  ['app.ini', '[s]\nA="b"\nY=2', [...LINE_VALUES, ...BLANK_VALUES]],
  ['accounts.conf', '[s]\nA = b\nY = 2\n', LINE_VALUES],
  ['odoo.conf', '[s]\nA = b\n  c\nY = 2\n', [...LINE_VALUES, '', 'tab\there', 'two\nlines']],
  ['airflow.cfg', '[s]\nA: b\nY: 2\n', [...LINE_VALUES, '', 'tab\there', 'two\nlines']],
  ['.gitconfig', '[s "x"]\n\tA = b # c\n\tY = 2\n', [...LINE_VALUES, ...BLANK_VALUES]],
  ['.gitconfig', '[s]\n\tA = "b"\n\tY = 2', [...LINE_VALUES, ...BLANK_VALUES]],
  ['.gitconfig', '[s]\n\tA\n\tY = 2', [...LINE_VALUES, ...BLANK_VALUES]],
  ['php.ini', '[s]\nA = b ; c\nY = 2\n', [...LINE_VALUES, ...BLANK_VALUES]],
  ['php.ini', "[s]\nA = 'b'\nY = 2\n", [...LINE_VALUES, ...BLANK_VALUES]],
  ['smtp_forward.ini', '[s]\nA=b\nY=2\n', LINE_VALUES.filter((value) => !value.endsWith('\\'))],
  ['sendmail.ini', '[s]\nA=b\nY=2\n', [...LINE_VALUES, '']],
  ['x.ini', '[s]\nA = b\nY = 2\n', LINE_VALUES],
  ['x.ini', "[s]\nA = 'b' ; c\nY = 2\n", LINE_VALUES.filter((value) => value !== 'both \' and "')],
];

describe('editing INI files', () => {
  for (const [path, text, values] of PLACES) {
    const place = { kind: 'ini', path, text } as const;
    it(`sets, adds and removes in ${path}: ${JSON.stringify(text)}`, () => {
      assertSets(place, values);
      assertInserts(place, values);
      assertRemoves(place);
    });
  }

  it('keeps what stands around a value', () => {
    const changed = (path: string, text: string, value: string) => {
      const file = parseConfig('ini', text, path);
      return applyEdits(text, [setValue(file, entryOf(file, 'A'), value)]);
    };
    assert.equal(changed('grafana.ini', '[s]\n;A = x\nA = b ; c\n', 'd'), '[s]\n;A = x\nA = d ; c\n');
    assert.equal(changed('.gitconfig', '[s]\n\tA = b # c\n', 'd'), '[s]\n\tA = d # c\n');
    assert.equal(changed('grafana.ini', 'A =\nY = 2', 'd'), 'A = d\nY = 2');
    assert.equal(changed('grafana.ini', 'A = \nY = 2', 'd'), 'A = d\nY = 2');
    assert.equal(changed('airflow.cfg', 'A:\nY: 2', 'd'), 'A: d\nY: 2');
  });

  it('adds in the section and style of its neighbour', () => {
    const file = parseConfig('ini', '[s]\n\tA = b\n[t]\n\tC = d\n', '.gitconfig');
    assert.equal(applyEdits(file.text, [insertAfter(file, entryOf(file, 'A'), 'N', '1')]), '[s]\n\tA = b\n\tN = 1\n[t]\n\tC = d\n');
  });
});
