import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { insertAfter, removeEntry, setValue } from '../../../src/parse/edit.ts';
import { loadFormat } from '../../../src/parse/format.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import type { FormatKind } from '../../../src/parse/types.ts';
import { applyEdits } from '../../../src/text/span.ts';
import { assertInserts, assertRemoves, assertSets, assertSound, entryOf, LINE_VALUES, NO_GRAMMARS, settingsIn } from '../../support/formatEdits.ts';

const KINDS = ['msmtp', 'ssmtp', 'nullmailer', 'dma', 'mutt'] as const satisfies readonly FormatKind[];
before(() => Promise.all(KINDS.map((kind) => loadFormat(kind, NO_GRAMMARS))));

const changed = (kind: FormatKind, text: string, key: string, value: string) => {
  const file = parseConfig(kind, text);
  return applyEdits(text, [setValue(file, entryOf(file, key), value)]);
};
const added = (kind: FormatKind, text: string, anchor: string, key: string, value: string) => {
  const file = parseConfig(kind, text);
  return applyEdits(text, [insertAfter(file, entryOf(file, anchor), key, value)]);
};
const removed = (kind: FormatKind, text: string, key: string) => {
  const file = parseConfig(kind, text);
  return applyEdits(text, [removeEntry(file, entryOf(file, key))]);
};

describe('reading files of mail clients', () => {
  for (const [kind, what, text, expected] of [
    ['msmtp', 'reads accounts', '# x\naccount a\nhost h\n  port  587\ntls\nuser "u v"\n', ['a/host=h', 'a/port=587', 'a/tls=', 'a/user=u v']],
    [
      'msmtp',
      'hands defaults on',
      'defaults\ntls on\nport 25\naccount a\nhost h\nport 587',
      ['defaults/tls=on', 'defaults/port=25', 'a/tls=on', 'a/host=h', 'a/port=587'],
    ],
    [
      'msmtp',
      'hands accounts on, but not to mere names of them',
      'account a\nhost h\nuser u\naccount b : a\nuser v\naccount default : b',
      ['a/host=h', 'a/user=u', 'b/host=h', 'b/user=v'],
    ],
    ['msmtp', 'calls what stands above all accounts default', 'host h\naccount a\nhost i', ['default/host=h', 'a/host=i']],
    ['msmtp', 'keeps what is set twice', 'account a\nhost h\nhost i\r\n', ['a/host=h', 'a/host=i']],
    ['msmtp', 'keeps a mark in a value', '\uFEFFaccount a\npassword a#b "c', ['a/password=a#b "c']],
    ['ssmtp', 'reads pairs', '# x\nmailhub=h:587\r\nUseTLS = YES # y\nAuthPass=\nword\n', ['mailhub=h:587', 'UseTLS=YES', 'AuthPass=']],
    [
      'dma',
      'reads values and flags',
      '# x\nSMARTHOST h # y\nPORT\t587\nSTARTTLS#z\nSECURETRANSFER \n',
      ['SMARTHOST=h', 'PORT=587', 'STARTTLS=', 'SECURETRANSFER='],
    ],
    [
      'nullmailer',
      'reads remotes',
      '# x\nh smtp --port=587 --starttls --user=u "--pass"\n\ni\nj --ssl port=465 pass="a b"',
      ['0/host=h', '0/protocol=smtp', '0/port=587', '0/starttls=', '0/user=u', '1/host=i', '2/host=j', '2/ssl=', '2/port=465', '2/pass=a b'],
    ],
    [
      'mutt',
      'reads variables',
      '# x\nset smtp_url="smtps://u@h/" from=a ssl_force_tls # y\nset a = b; set c=\'d "e"\'\n',
      ['smtp_url=smtps://u@h/', 'from=a', 'ssl_force_tls=yes', 'a=b', 'c=d "e"'],
    ],
    ['mutt', 'reads switches', 'set nossl_starttls\nunset a b\nsource ~/x\nmacro index a "set b=c"', ['ssl_starttls=no', 'a=no', 'b=no']],
    ['mutt', 'resolves escapes and joins lines', 'set a="b\\"c\\\\" \\\n  d=e\\ f\r\nset g = \'h\\i\\\'', ['a=b"c\\', 'd=e f', 'g=h\\i\\']],
  ] as const) {
    it(`${kind}: ${what}`, () => assert.deepEqual(settingsIn(kind, text, 'x'), expected));
  }

  it('marks what msmtp hands on', () => {
    const { entries } = parseConfig('msmtp', 'defaults\ntls on\naccount a\nhost h\n');
    assert.deepEqual(
      entries.map(({ inherited }) => inherited ?? false),
      [false, true, false],
    );
  });

  it('reads the logins of dma', () => {
    assert.deepEqual(settingsIn('dma', '# x\nu@a|h:p:q#r\nu|i p\nnothing\n', '/etc/dma/auth.conf'), [
      '0/user=u@a',
      '0/host=h',
      '0/password=p:q#r',
      '1/user=u',
      '1/host=i',
      '1/password=p',
    ]);
  });

  it('says where a quote is open and reads on', () => {
    const codes = (kind: FormatKind, text: string) => parseConfig(kind, text).problems.map(({ code }) => code);
    assert.deepEqual(codes('mutt', 'set a="b\nset c=d'), ['unterminated-quote']);
    assert.deepEqual(settingsIn('mutt', 'set a="b\nset c=d', 'x'), ['a=b', 'c=d']);
    assert.deepEqual(codes('nullmailer', 'h smtp --pass="b\ni smtp'), ['unterminated-quote']);
    assert.deepEqual(settingsIn('nullmailer', 'h smtp --pass="b\ni', 'x'), ['0/host=h', '0/protocol=smtp', '0/pass=b', '1/host=i']);
  });

  it('survives what makes careless readers slow', () => {
    for (const kind of KINDS)
      for (const text of [
        'x'.repeat(500_000),
        'a b\n'.repeat(50_000),
        'set a="\n'.repeat(3000),
        'set a '.repeat(50_000),
        '\\\n'.repeat(50_000),
        `defaults\n${'k v\n'.repeat(300)}${'account a\nhost h\n'.repeat(1000)}`,
        '--a=b '.repeat(50_000),
      ])
        assertSound(parseConfig(kind, text));
  });
});

describe('editing files of mail clients', () => {
  const withoutLines = [...LINE_VALUES, 'tab\there'];
  for (const [kind, text, values] of [
    ['msmtp', 'account x\nA b\nY 2\n', [...withoutLines, '', ' lead']],
    ['msmtp', 'account x\r\nA      "b"\r\nY      2\r\n', [...withoutLines, '', ' lead']],
    ['msmtp', 'account x\nA\nY 2', withoutLines],
    ['ssmtp', 'A=b # c\nY=2\n', [...LINE_VALUES.filter((value) => !value.includes('#')), '']],
    ['dma', 'A b # c\nY 2\n', withoutLines.filter((value) => !value.includes('#'))],
    ['dma', '# c\nA\nY 2\n', withoutLines.filter((value) => !value.includes('#'))],
    ['nullmailer', 'h smtp --A=b --Y=2\n', [...withoutLines, '', ' lead'].filter((value) => value !== 'true')],
    ['nullmailer', 'h smtp --A="b" --Y=2', [...withoutLines, ' lead'].filter((value) => value !== 'true')],
    ['nullmailer', 'h smtp --A --Y=2', withoutLines.filter((value) => value !== 'true')],
    ['mutt', 'set A=b\nset Y=2\n', [...withoutLines, '', ' lead', 'two\nlines']],
    ['mutt', 'set A = "b" # c\r\nset Y = 2\r\n', [...withoutLines, '', ' lead', 'two\nlines']],
    ['mutt', "set x=1 A='b' Y=2", [...withoutLines, '', ' lead', 'two\nlines']],
  ] as const) {
    const place = { kind, path: 'x', text };
    it(`${kind}: sets, adds and removes in ${JSON.stringify(text)}`, () => {
      assertSets(place, values);
      assertInserts(
        place,
        values.filter((value) => kind !== 'nullmailer' || value !== ''),
      );
      assertRemoves(place);
    });
  }

  it('keeps columns and flags', () => {
    assert.equal(added('msmtp', 'account x\nhost      h\n', 'host', 'tls', 'on'), 'account x\nhost      h\ntls       on\n');
    assert.equal(added('dma', 'SMARTHOST h\n', 'SMARTHOST', 'STARTTLS', ''), 'SMARTHOST h\nSTARTTLS\n');
    assert.equal(added('nullmailer', 'h smtp --port=587\n', 'port', 'starttls', 'true'), 'h smtp --port=587 --starttls\n');
    assert.equal(removed('nullmailer', 'h smtp --ssl --port=587\n', 'ssl'), 'h smtp --port=587\n');
    assert.equal(changed('nullmailer', 'h smtp\n', 'host', 'i'), 'i smtp\n');
    assert.equal(changed('msmtp', 'account x\ntls\n', 'tls', 'off'), 'account x\ntls off\n');
  });

  it('gives switches of mutt a value', () => {
    assert.equal(changed('mutt', 'set nossl_starttls', 'ssl_starttls', 'yes'), 'set ssl_starttls = yes');
    assert.equal(changed('mutt', 'set ssl_force_tls # x', 'ssl_force_tls', 'no'), 'set ssl_force_tls = no # x');
    assert.equal(changed('mutt', 'unset a', 'a', 'yes'), 'set a = yes');
    assert.equal(changed('mutt', 'unset a b c', 'a', 'yes'), 'set a = yes; unset b c');
    assert.equal(changed('mutt', 'unset a b c', 'b', 'yes'), 'unset a; set b = yes; unset c');
    assert.equal(changed('mutt', 'unset a b c', 'c', 'yes'), 'unset a b; set c = yes');
  });
});
