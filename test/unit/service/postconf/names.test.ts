import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callPostconf, type PostconfScene, saidBy } from '../../../support/postconfCall.ts';

const warnings = (scene: PostconfScene, args = '-n') => saidBy(callPostconf(args, scene)).map((line) => line.replace(/^warning: (\/cf\/)?/, ''));

describe('a name in main.cf', () => {
  it('is used when another value, a default or a class list refers to it', () => {
    const main = 'foo = 1\nclass = permit\nsmtpd_restriction_classes = class\nmyorigin = $foo\nvirtual_maps = hash:/x\n';
    assert.deepEqual(warnings({ main }), []);
    assert.match(callPostconf('-n', { main }).stdout, /^class = permit$/m);
  });

  it('is used when an unused one refers to it', () => assert.deepEqual(warnings({ main: 'a = $b\nb = 1\n' }), ['main.cf: unused parameter: a=$b']));

  it('is used when a service refers to it', () => {
    assert.deepEqual(warnings({ main: 'mine = 1\n', master: 'smtp inet n - n - - smtpd -o smtpd_banner=$mine\n' }), []);
  });

  it('has to be defined', () =>
    assert.deepEqual(warnings({ main: 'myorigin = $x ${y?z}\n' }), ['main.cf: undefined parameter: x', 'main.cf: undefined parameter: y']));

  it('may be read-only', () => {
    assert.deepEqual(warnings({ main: 'process_name = x\n' }), ['main.cf: read-only parameter assignment: process_name=x']);
    assert.equal(callPostconf('process_name', { main: 'process_name = x\n' }).stdout, 'process_name = postconf\n');
  });

  it('may be raw, so that "$" means nothing yet', () => assert.deepEqual(warnings({ main: 'forward_path = $home/.forward ${\n' }), []));
});

describe('a name in master.cf', () => {
  const service = (rest: string) => `smtp inet n - n - - smtpd ${rest}\n`;

  it('is used by the same service, by main.cf or as a class of main.cf', () => {
    assert.deepEqual(warnings({ master: service('-o mine=1 -o smtpd_banner=$mine') }), []);
    assert.deepEqual(warnings({ main: 'myorigin = $mine\n', master: service('-o mine=1') }), []);
  });

  it('is a class when main.cf lists it', () => {
    assert.deepEqual(warnings({ main: 'smtpd_restriction_classes = cls\n', master: service('-o cls=permit') }), []);
  });

  it('is not used by another service', () => {
    const master = `${service('-o mine=1')}x unix - - n - - smtp -o smtp_helo_name=$mine\n`;
    assert.deepEqual(warnings({ master }), ['master.cf: undefined parameter: mine', 'master.cf: unused parameter: mine=1']);
  });

  it('is shared by services of the same name and type', () => {
    const master = `${service('-o mine=1')}${service('-o smtpd_banner=$mine')}`;
    assert.equal(callPostconf('-P', { master }).stdout, 'smtp/inet/mine = 1\nsmtp/inet/smtpd_banner = $mine\n'.repeat(2));
  });

  it('may be read-only', () => {
    assert.deepEqual(warnings({ master: service('-o service_name=x') }, '-P'), ['master.cf: read-only parameter assignment: service_name=x']);
    assert.equal(callPostconf('-Px', { master: service('-o smtpd_banner=$service_name/$process_name') }).stdout, 'smtp/inet/smtpd_banner = smtp/smtpd\n');
  });

  it('in a class list may end the program', () => {
    const result = callPostconf('-n', { master: service('-o smtpd_restriction_classes=$') });
    assert.deepEqual(saidBy(result), ['warning: empty macro name: "$"', 'fatal: dictionary smtp/inet: macro processing error']);
  });
});

describe('databases', () => {
  it('give meaning to names that begin with the table', () => {
    const main = 'alias_maps = proxy:ldap:acc, mysql:my\nacc_bind = no\nmy_hosts = x\nmy_bind = no\n';
    assert.deepEqual(warnings({ main }), ['main.cf: unused parameter: my_bind=no']);
  });

  it('are looked for in braces', () => {
    assert.deepEqual(warnings({ main: 'alias_maps = unionmap:{ldap:acc, {pgsql:pg}}\nacc_bind = no\npg_dbname = x\n' }), []);
  });

  it('complain about braces, with their file', () => {
    assert.deepEqual(warnings({ main: 'alias_maps = inline:{a=b\n' }), [`main.cf: missing '}' in "{a=b"`]);
    assert.deepEqual(warnings({ main: 'alias_maps = {a}b\n' }), [`main.cf: syntax error after '}' in "{a}b"`]);
    assert.deepEqual(warnings({ master: 'smtp inet n - n - - smtpd -o alias_maps=ldap:{x\n' }), [`master.cf:smtp/inet: missing '}' in "{x"`]);
  });

  it('are looked for in built-in parameters only, after expansion', () => {
    const main = 'x = ldap:acc\nacc_bind = no\n';
    assert.deepEqual(warnings({ main: `${main}y = $x\n` }), ['main.cf: unused parameter: acc_bind=no', 'main.cf: unused parameter: y=$x']);
    assert.deepEqual(warnings({ main: `${main}alias_maps = $x\n` }), []);
  });

  it('have files whose settings are checked once', () => {
    const files = { '/etc/ldap.cf': 'server_host = x\nbogus = 1\nbogus = 2\n' };
    assert.deepEqual(warnings({ main: 'alias_maps = ldap:/etc/ldap.cf\nvirtual_alias_maps = proxy:ldap:/etc/ldap.cf\n', files }), [
      '/etc/ldap.cf, line 3: overriding earlier entry: bogus=1',
      'ldap:/etc/ldap.cf: unused parameter: bogus=2',
    ]);
  });

  it('have files that may not be there, or not for us', () => {
    const main = 'alias_maps = ldap:/a\nvirtual_alias_maps = mysql:/b\ntransport_maps = pgsql:/c\nrelocated_maps = hash:/d\n';
    const files = {
      '/b': { failed: 'open', reason: 'Permission denied', isDenied: true },
      '/c': { failed: 'read', reason: 'Is a directory', isIrregular: true },
    } as const;
    assert.deepEqual(warnings({ main, files }), [
      'open "ldap" configuration "/a": No such file or directory',
      'open "pgsql" configuration "/c": not a regular file',
    ]);
  });

  it('have the settings of the release', () => {
    const scene = { main: 'alias_maps = mysql:/m\n', files: { '/m': 'charset = utf8mb4\n' } };
    assert.deepEqual(warnings(scene), ['mysql:/m: unused parameter: charset=utf8mb4']);
    assert.deepEqual(warnings({ ...scene, version: '3.9' }), []);
  });
});

describe('newer releases', () => {
  it('warn of deprecated parameters since 3.9', () => {
    const main = 'smtp_use_tls = yes\nsmtpd_tls_eecdh_grade = auto\nvirtual_maps = hash:/x\ndisable_dns_lookups = yes\n';
    assert.deepEqual(warnings({ main, version: '3.8' }), []);
    assert.deepEqual(warnings({ main, version: '3.9' }), [
      'main.cf: support for parameter "smtp_use_tls" will be removed; instead, specify "smtp_tls_security_level"',
      'main.cf: support for parameter "smtpd_tls_eecdh_grade" will be removed; instead, do not specify (leave at default)',
      'main.cf: support for parameter "disable_dns_lookups" will be removed; instead, specify "smtp_dns_support_level"',
    ]);
  });

  it('sort warnings since 3.11', () => {
    assert.deepEqual(warnings({ main: 'b = 1\nvirtual_maps = hash:/x\na = 1\n', version: '3.11' }), [
      'main.cf: unused parameter: a=1',
      'main.cf: unused parameter: b=1',
      'main.cf: support for parameter "virtual_maps" will be removed; instead, specify "virtual_alias_maps"',
    ]);
  });

  it('remember what has been removed', () => {
    assert.deepEqual(warnings({ main: 'tls_legacy_public_key_fingerprints = yes\n', version: '3.11' }).length, 1);
  });

  it('warn of comments behind settings since 3.8', () => {
    const main = 'default_process_limit = 200 # raised for the campaign\n';
    assert.deepEqual(warnings({ main }), []);
    assert.deepEqual(warnings({ main, version: '3.8' }), ['main.cf: #comment after other text is not allowed: # raised for the campa...']);
    assert.deepEqual(
      warnings({ main: 'smtpd_restriction_classes = a, # b c\na = permit\n', version: '3.10' })[0],
      'main.cf: #comment after other text is not allowed: # b c...',
    );
    assert.deepEqual(warnings({ main: 'header_checks = regexp:{{/#x/ OK}}\n', version: '3.10' }), []);
  });
});
