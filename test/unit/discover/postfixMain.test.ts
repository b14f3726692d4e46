import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPostfixMain, type PostfixMainOptions } from '../../../src/discover/postfixMain.ts';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';

const mainOf = (text: string, options?: PostfixMainOptions) => createPostfixMain(parsePostfixMain(text), options);
/** The effective value, or undefined when the file alone does not tell. */
const effective = (text: string, name: string, options?: PostfixMainOptions) => {
  const { value, isKnown } = mainOf(text, options).get(name);
  return isKnown ? value : undefined;
};

describe('createPostfixMain', () => {
  it('lets the last entry win and keeps all', () => {
    const main = mainOf('relayhost = a.test\nbiff = no\nrelayhost = b.test\n');
    assert.equal(main.get('relayhost').value, 'b.test');
    assert.deepEqual(
      main.all('relayhost').map((entry) => entry.value),
      ['a.test', 'b.test'],
    );
    assert.equal(main.get('relayhost').entry, main.all('relayhost')[1]);
    assert.deepEqual([main.isSet('relayhost'), main.isSet('myorigin')], [true, false]);
  });

  it('falls back to the default of the release', () => {
    assert.equal(effective('', 'smtp_tls_protocols'), '>=TLSv1');
    assert.equal(effective('', 'smtp_tls_protocols', { version: '3.5' }), '!SSLv2, !SSLv3');
    assert.equal(effective('', 'inet_interfaces'), 'all');
    assert.equal(mainOf('').get('relayhost').entry, undefined);
  });

  it('evaluates defaults that depend on the compatibility level', () => {
    assert.equal(effective('', 'append_dot_mydomain'), 'yes');
    assert.equal(effective('compatibility_level = 2\n', 'append_dot_mydomain'), 'no');
    assert.equal(effective('', 'smtp_tls_security_level'), '');
    assert.equal(effective('compatibility_level = 3.11\n', 'smtp_tls_security_level'), 'may');
    assert.equal(effective('compatibility_level = 3.11\n', 'smtp_tls_security_level', { version: '3.7' }), '');
    assert.equal(effective('compatibility_level = high\n', 'append_dot_mydomain'), undefined);
  });

  it('expands macros against the file and the defaults', () => {
    assert.equal(effective('relayhost = [$host]:$port\nhost = mx.test\nport = 587\n', 'relayhost'), '[mx.test]:587');
    assert.equal(effective('foo = $inet_interfaces\n', 'foo'), 'all');
    assert.equal(effective('forward_path = $home/.forward\n', 'forward_path'), '$home/.forward');
  });

  it('admits what the file alone does not tell', () => {
    assert.equal(effective('', 'myhostname'), undefined);
    assert.equal(effective('', 'mynetworks'), undefined);
    assert.equal(effective('', 'daemon_directory'), undefined);
    assert.equal(effective('relayhost = $nosuch\n', 'relayhost'), undefined);
    assert.equal(effective('relayhost = ${relay\n', 'relayhost'), undefined);
    assert.equal(effective('relayhost = $relayhost\n', 'relayhost'), undefined);
    assert.equal(effective('process_name = x\n', 'process_name'), undefined);
    for (const template of ['{{ relay }}', '[<%= relay %>]:587', '@RELAY@', '%%RELAY%%', '__RELAY__', '{% if x %}a{% endif %}']) {
      assert.equal(effective(`relayhost = ${template}\n`, 'relayhost'), undefined, template);
    }
    assert.equal(effective('mynetworks = cidr:{{192.0.2.1 OK}}\n', 'mynetworks'), 'cidr:{{192.0.2.1 OK}}');
    assert.equal(effective('relay_domains = ${{a} == {a} ? {x}}\n', 'relay_domains'), 'x');
    assert.deepEqual(mainOf('').get('no_such_parameter'), { name: 'no_such_parameter', raw: '', value: '', isKnown: false });
  });

  it('derives the domain from a host name that is set', () => {
    assert.equal(effective('myhostname = mx.example.test\n', 'mydomain'), 'example.test');
    assert.equal(effective('myhostname = mx.example.test\n', 'myorigin'), 'mx.example.test');
    assert.equal(effective('myhostname = mx\n', 'mydomain'), 'localdomain');
    assert.equal(effective('myhostname = mx.$mydomain\nmydomain = a.test\n', 'myhostname'), 'mx.a.test');
    assert.equal(effective('myhostname = mx.$mydomain\n', 'myhostname'), undefined);
    assert.equal(effective('myhostname = mx.$mydomain\n', 'mydomain'), undefined);
  });
});
