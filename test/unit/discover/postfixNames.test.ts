import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allPostfixParameters, isKnownParameter } from '../../../src/data/postfixParameters.ts';
import { createPostfixNames } from '../../../src/discover/postfixNames.ts';
import { macroReferences } from '../../../src/parse/postfixExpand.ts';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';
import { parsePostfixMaster } from '../../../src/parse/postfixMaster.ts';

const namesOf = (text: string) => createPostfixNames(parsePostfixMain(text));
const unused = (text: string) => namesOf(text).unused.map((entry) => entry.key);
const undefinedAt = (text: string) => namesOf(text).undefinedReferences.map(({ name, span }) => `${name}: ${text.slice(span.start, span.end)}`);

describe('createPostfixNames', () => {
  it('finds names that nothing reads', () => {
    assert.deepEqual(unused('relay_host = x\nrelayhost = x\nRelayhost = x\n\u00a0a = b\n'), ['relay_host', 'Relayhost', '\u00a0a']);
    assert.deepEqual(unused('foo = 1\nfoo = 2\n').length, 1);
  });

  it('counts a name as used when any other value refers to it', () => {
    assert.deepEqual(unused('foo = bar\nsmtpd_banner = $foo\n'), []);
    assert.deepEqual(unused('foo = bar\nbaz = ${x?{a}:{$foo}}\n'), ['baz']);
    assert.deepEqual(unused('foo = bar\nforward_path = $foo\n'), ['foo']);
    assert.deepEqual(unused('foo = $bar\nbar = $foo\n'), []);
  });

  it('knows restriction classes that are listed', () => {
    assert.deepEqual(unused('smtpd_restriction_classes = class_a, $more\nmore = class_b\nclass_a = reject\nclass_b = reject\nclass_c = reject\n'), ['class_c']);
    assert.deepEqual(undefinedAt('smtpd_restriction_classes = class_a,\n  class_b\nclass_a = reject\n'), ['class_b: class_b']);
  });

  it('knows the settings of a database named in the file', () => {
    const text = (value: string) => `virtual_alias_maps = ${value}\naccounts_server_host = a\naccounts_bogus = b\n`;
    for (const value of ['ldap:accounts', 'hash:/x, proxy:ldap:accounts', 'pipemap:{ldap:accounts, static:x}', '$m\nm = debug:ldap:accounts']) {
      assert.deepEqual(unused(text(value)), ['accounts_bogus'], value);
    }
    assert.deepEqual(unused(text('ldap:/accounts')), ['accounts_server_host', 'accounts_bogus']);
    assert.deepEqual(unused(text('hash:accounts')), ['accounts_server_host', 'accounts_bogus']);
  });

  it('leaves per-transport, legacy, removed and stock names alone', () => {
    assert.deepEqual(unused('ses_destination_rate_delay = 1s\nvirtual_maps = x\nprogram_directory = x\nmua_client_restrictions = permit\n'), []);
  });

  it('places references that have no value', () => {
    assert.deepEqual(undefinedAt('smtpd_banner = a\n# c\n  $nosuch ${other?{$inner}}\n'), ['nosuch: nosuch', 'other: other', 'inner: inner']);
    assert.deepEqual(undefinedAt('smtpd_banner = $mydomain $virtual_maps\ndefault_rbl_reply = $rbl_code\n'), []);
  });
});

describe('createPostfixNames with a master.cf', () => {
  const names = (text: string, master: string) =>
    createPostfixNames(parsePostfixMain(text), undefined, parsePostfixMaster(`smtp inet n - y - - smtpd\n${master}`));

  it('counts a name as used when an override refers to it', () => {
    const text = 'ours = reject\nclass_a = reject\nother = x\n';
    const { unused } = names(text, '  -o smtpd_client_restrictions=$ours\n  -o smtpd_restriction_classes=class_a\n');
    assert.deepEqual(
      unused.map(({ key }) => key),
      ['other'],
    );
  });

  it('knows what a service sets', () => {
    const { undefinedReferences } = names('smtpd_banner = $greeting $nosuch\n', '  -o greeting=hello\n');
    assert.deepEqual(
      undefinedReferences.map(({ name }) => name),
      ['nosuch'],
    );
  });
});

describe('built-in defaults', () => {
  it('refer only to names that Postfix knows', () => {
    for (const { name, defaults, type } of allPostfixParameters()) {
      if (type === 'raw') continue;
      for (const reference of macroReferences(defaults.at(-1)!.value)) assert.ok(isKnownParameter(reference.name), `${name}: ${reference.name}`);
    }
  });
});
