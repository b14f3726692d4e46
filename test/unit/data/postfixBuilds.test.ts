import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databaseKeysIn, debianDefault } from '../../../src/data/postfixBuilds.ts';
import { allPostfixParameters, existsIn, postfixDatabaseKeys } from '../../../src/data/postfixParameters.ts';

describe("Debian's defaults", () => {
  it('are there for each parameter of a release', () => {
    for (const version of ['3.0', '3.5', '3.7', '3.9', '3.11']) {
      for (const parameter of allPostfixParameters()) {
        const expected = existsIn(parameter, version) ? 'string' : 'undefined';
        assert.equal(typeof debianDefault(parameter.name, version), expected, `${parameter.name} in ${version}`);
      }
    }
    assert.equal(debianDefault('no_such_parameter', '3.7'), undefined);
  });

  it('have its paths', () =>
    assert.deepEqual(
      ['daemon_directory', 'readme_directory', 'command_directory'].map((name) => debianDefault(name, '3.7')),
      ['/usr/lib/postfix/sbin', '/usr/share/doc/postfix', '/usr/sbin'],
    ));

  it('switch protections off where they came with a patch release', () => {
    assert.deepEqual(
      ['3.5', '3.7', '3.8', '3.9'].map((version) => debianDefault('smtpd_forbid_bare_newline', version)),
      ['no', 'no', 'no', 'normalize'],
    );
    assert.deepEqual(
      ['3.7', '3.9'].map((version) => debianDefault('smtpd_forbid_unauth_pipelining', version)),
      ['no', 'yes'],
    );
  });
});

describe('keys of database clients', () => {
  it('go by the release', () => {
    assert.deepEqual(
      ['3.7', '3.8', '3.9'].map((version) => databaseKeysIn('pgsql', version)?.filter((key) => /encoding|interval/.test(key))),
      [[], ['encoding'], ['encoding', 'idle_interval', 'retry_interval']],
    );
    assert.deepEqual(
      ['3.8', '3.9'].map((version) => databaseKeysIn('mongodb', version) !== undefined),
      [false, true],
    );
    assert.deepEqual(databaseKeysIn('ldap', '3.7'), postfixDatabaseKeys('ldap'));
    assert.equal(databaseKeysIn('hash', '3.7'), undefined);
  });
});
