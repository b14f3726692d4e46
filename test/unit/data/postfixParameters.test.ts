import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  allPostfixParameters,
  defaultFor,
  existsIn,
  isKnownParameter,
  LATEST_POSTFIX,
  POSTFIX_SERVICE_SUFFIXES,
  postfixDatabaseKeys,
  postfixParameter,
  serviceSuffixOf,
} from '../../../src/data/postfixParameters.ts';
import { compareVersions } from '../../../src/data/versions.ts';

const VERSION = /^\d+\.\d+$/;

describe('the parameter table', () => {
  it('is sorted, without duplicates, and each row is complete', () => {
    const names = allPostfixParameters().map((parameter) => parameter.name);
    assert.ok(names.length > 900);
    assert.deepEqual(names, [...new Set(names)].sort());
    for (const parameter of allPostfixParameters()) {
      assert.match(parameter.introduced, VERSION, parameter.name);
      assert.ok(parameter.type && parameter.kind, parameter.name);
      for (const version of [parameter.deprecated, parameter.removed]) assert.ok(version === undefined || VERSION.test(version), parameter.name);
      for (const name of parameter.replacements) assert.ok(postfixParameter(name), `${parameter.name} → ${name}`);
    }
  });

  it('lists the changes of a default from old to new', () => {
    for (const { name, introduced, defaults } of allPostfixParameters()) {
      assert.equal(defaults[0]?.since, introduced, name);
      for (const [index, { since }] of defaults.entries()) {
        assert.match(since, VERSION, name);
        if (index > 0) assert.ok(compareVersions(defaults[index - 1]!.since, since) < 0, name);
      }
    }
  });

  it('names every table type and suffix', () => {
    assert.ok(postfixDatabaseKeys('ldap')?.includes('bind_dn'));
    assert.equal(postfixDatabaseKeys('hash'), undefined);
    assert.equal(POSTFIX_SERVICE_SUFFIXES.length, 17);
    for (const { defaultParameter } of POSTFIX_SERVICE_SUFFIXES) assert.ok(postfixParameter(defaultParameter), defaultParameter);
  });
});

describe('defaultFor', () => {
  it('answers for the release asked for', () => {
    const protocols = ['2.6', '3.0', '3.1', '3.5', '3.6', LATEST_POSTFIX].map((version) => defaultFor('smtp_tls_protocols', version));
    assert.deepEqual(protocols, ['!SSLv2', '!SSLv2', '!SSLv2, !SSLv3', '!SSLv2, !SSLv3', '>=TLSv1', '>=TLSv1']);
    assert.deepEqual([defaultFor('smtp_tls_security_level', '3.7'), defaultFor('relayhost')], ['', '']);
  });

  it('is undefined in releases without the parameter', () => {
    assert.equal(defaultFor('smtp_tls_enable_rpk', '3.8'), undefined);
    assert.equal(defaultFor('tls_legacy_public_key_fingerprints', '3.11'), undefined);
    assert.equal(defaultFor('tls_legacy_public_key_fingerprints', '3.10'), 'no');
    assert.equal(defaultFor('no_such_parameter'), undefined);
  });
});

describe('postfixParameter', () => {
  it('knows limits, successors and outdated names', () => {
    assert.equal(postfixParameter('anvil_rate_time_unit')?.min, 1);
    assert.deepEqual(postfixParameter('fallback_relay')?.replacements, ['smtp_fallback_relay']);
    assert.deepEqual([postfixParameter('fallback_relay')?.action, postfixParameter('smtp_use_tls')?.action], ['rename', 'replace']);
    assert.equal(postfixParameter('smtpd_tls_eecdh_grade')?.action, 'leave-default');
    assert.ok(postfixParameter('smtpd_forbid_bare_newline')?.backported.includes('3.7.9'));
    const inBranch = (name: string, version: string) => existsIn(postfixParameter(name)!, version);
    assert.deepEqual(
      [inBranch('smtp_use_tls', LATEST_POSTFIX), inBranch('tls_dane_digest_agility', '3.4'), inBranch('tls_dane_digest_agility', '3.3')],
      [true, false, true],
    );
    assert.deepEqual([inBranch('smtpd_forbid_bare_newline', '3.7'), inBranch('smtpd_forbid_bare_newline', '3.4')], [true, false]);
    assert.deepEqual([postfixParameter('process_id')?.kind, postfixParameter('forward_path')?.type], ['read-only', 'raw']);
  });
});

describe('isKnownParameter', () => {
  it('knows names of every release and per-transport forms', () => {
    for (const name of ['relayhost', 'smtp_skip_4xx_greeting', 'virtual_maps', 'ses_destination_rate_delay', 'my-pipe_time_limit']) {
      assert.ok(isKnownParameter(name), name);
    }
    for (const name of ['relay_host', 'smtp_tls_level', '_time_limit', 'Relayhost', 'constructor']) assert.ok(!isKnownParameter(name), name);
    assert.equal(serviceSuffixOf('ses_initial_destination_concurrency')?.defaultParameter, 'initial_destination_concurrency');
    assert.equal(serviceSuffixOf('x_extra_recipient_limit')?.suffix, '_extra_recipient_limit');
  });
});

describe('compareVersions', () => {
  it('counts, it does not spell', () => {
    assert.ok(compareVersions('3.9', '3.10') < 0);
    assert.ok(compareVersions('3.10', '3.9') > 0);
    assert.equal(compareVersions('3.7', '3.7.0'), 0);
  });
});
