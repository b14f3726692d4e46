import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callPostconf, HOST, NOT_FOUND, saidBy } from '../../../support/postconfCall.ts';

const show = (args: string, main: string, more = {}) =>
  callPostconf(args, { main, ...more })
    .stdout.split('\n')
    .filter((line) => line !== '' && !line.startsWith('config_directory ='));

describe('the folder', () => {
  it('is that of -c, of MAIL_CONFIG or the usual one', () => {
    const paths: string[] = [];
    const call = (args: readonly string[], env: Record<string, string>) => {
      paths.length = 0;
      const { stderr } = callPostconf(args, { env, files: { '/cf/main.cf': NOT_FOUND } });
      return stderr;
    };
    assert.equal(call([], { MAIL_CONFIG: '/other' }), 'postconf: fatal: open /cf/main.cf: No such file or directory\n');
    assert.equal(call(['-c', '/new'], {}), 'postconf: fatal: open /new/main.cf: No such file or directory\n');
    assert.equal(call(['-c', ''], {}), 'postconf: fatal: open /main.cf: No such file or directory\n');
  });

  it('is a setting when it was named', () => assert.equal(callPostconf('-n').stdout, 'config_directory = /cf\n'));

  it('may lack a master.cf, but not when that is asked for', () => {
    const files = { '/cf/master.cf': NOT_FOUND };
    assert.deepEqual(saidBy(callPostconf('-n', { files })), ['warning: open /cf/master.cf: No such file or directory']);
    const services = callPostconf('-M', { files });
    assert.deepEqual([services.status, saidBy(services)], [1, ['fatal: open /cf/master.cf: No such file or directory']]);
  });

  it('may have folders where files should be', () => {
    const folder = { failed: 'read', reason: 'Is a directory', isIrregular: true } as const;
    assert.deepEqual(saidBy(callPostconf('-n', { files: { '/cf/main.cf': folder } })), ['fatal: read /cf/main.cf: Is a directory']);
    assert.equal(callPostconf('-n', { files: { '/cf/master.cf': folder } }).status, 0);
  });
});

describe('names', () => {
  it('are shown in the order asked for', () =>
    assert.deepEqual(show('-x myorigin relayhost foo', 'relayhost = [mx]\n'), ['myorigin = vm.localdomain', 'relayhost = [mx]']));

  it('that are unknown are warned about', () => {
    assert.deepEqual(saidBy(callPostconf('nope mydomain')), ['warning: nope: unknown parameter']);
  });

  it('that are legacy are shown when set or asked for', () => {
    assert.deepEqual(show('-n', 'virtual_maps = hash:/x\n'), ['virtual_maps = hash:/x']);
    assert.deepEqual(show('virtual_maps', ''), ['virtual_maps =']);
    assert.equal(
      show('', '').some((line) => line.startsWith('virtual_maps')),
      false,
    );
  });

  it('exist by release', () => {
    assert.equal(callPostconf('use_srv_lookup').status, 0);
    assert.deepEqual(saidBy(callPostconf('use_srv_lookup')), ['warning: use_srv_lookup: unknown parameter']);
    assert.deepEqual(show('use_srv_lookup', '', { version: '3.8' }), ['use_srv_lookup =']);
  });
});

describe('lines', () => {
  it('are folded before 80 columns', () => {
    const long = `relay_domains = ${Array.from({ length: 12 }, (_, index) => `domain${index}.example`).join(', ')}\n`;
    const lines = callPostconf('-nf relay_domains', { main: long }).stdout.trimEnd().split('\n');
    assert.ok(lines.length > 2 && lines.every((line, index) => line.length < 80 && (index === 0 || /^ {4}\S/.test(line))));
    assert.equal(lines.map((line) => line.trim()).join(' '), long.trimEnd());
  });

  it('show names or values alone', () => {
    assert.deepEqual(show('-nH', 'relayhost = a   b\n'), ['config_directory', 'relayhost']);
    assert.deepEqual(show('-nh relayhost', 'relayhost = a   b\n'), ['a b']);
  });
});

describe('defaults', () => {
  it('ignore main.cf', () =>
    assert.deepEqual(show('-d relayhost mail_name daemon_directory', 'relayhost = x\nnot a setting\n'), [
      'relayhost =',
      'mail_name = Postfix',
      'daemon_directory = /usr/lib/postfix/sbin',
    ]));

  it('are those of the last patch release', () => {
    assert.deepEqual(show('-d mail_version smtpd_forbid_bare_newline tls_config_file', ''), [
      'mail_version = 3.7.11',
      'smtpd_forbid_bare_newline = no',
      'tls_config_file = default',
    ]);
    assert.deepEqual(show('-d smtpd_forbid_bare_newline', '', { version: '3.9' }), ['smtpd_forbid_bare_newline = normalize']);
  });

  it('are as many as Debian 12 has', () => {
    const count = (args: string) => callPostconf(args).stdout.trimEnd().split('\n').length;
    assert.equal(count('-d -C builtin'), 831);
    assert.equal(count('-d -C service'), 16);
    assert.equal(count('-d'), 847);
  });

  it('of services follow master.cf', () => {
    const master = 'slow unix - - n - - smtp\nbox unix - n n - - /opt/pipe\nlocal unix - n n - - local\nact unix - n n - - spawn\n';
    assert.deepEqual(show('-d slow_destination_rate_delay act_time_limit local_destination_concurrency_limit', '', { master }), [
      'slow_destination_rate_delay = $default_destination_rate_delay',
      'act_time_limit = $command_time_limit',
      'local_destination_concurrency_limit = 2',
    ]);
    assert.deepEqual(saidBy(callPostconf('box_time_limit', { master })), ['warning: box_time_limit: unknown parameter']);
    assert.ok(show('-d -C service', '', { master }).includes('local_destination_concurrency_limit = 2'));
  });
});

describe('defaults of the machine', () => {
  const networks = (main: string, host = {}) => {
    const result = callPostconf('-h mynetworks', { main, host });
    return result.status === 0 ? result.stdout.trim() : saidBy(result).at(-1);
  };

  it('are its name and domain', () => {
    assert.deepEqual(show('-d myhostname mydomain', ''), ['myhostname = vm.localdomain', 'mydomain = localdomain']);
    assert.deepEqual(show('myhostname mydomain', 'mydomain = $x\nx = example.org\n'), ['myhostname = vm.example.org', 'mydomain = $x']);
    assert.deepEqual(show('mydomain', 'myhostname = mx.example.org\n'), ['mydomain = example.org']);
    assert.deepEqual(show('mydomain', 'myhostname = mx\n'), ['mydomain = localdomain']);
    assert.deepEqual(show('myhostname mydomain', '', { host: { hostName: 'a.b.c' } }), ['myhostname = a.b.c', 'mydomain = b.c']);
  });

  it('are its networks, by style', () => {
    assert.equal(networks(''), '127.0.0.0/8 192.0.2.0/24 [::1]/128 [fd00::]/64 [fe80::]/64');
    assert.equal(networks('compatibility_level = 2\n'), '127.0.0.1/32 192.0.2.9/32 [::1]/128 [fd00::9]/128 [fe80::9]/128');
    assert.equal(networks('mynetworks_style = class\ninet_protocols = ipv4\n'), '127.0.0.0/8 192.0.2.0/24');
    assert.equal(networks('inet_interfaces = loopback-only\n'), '127.0.0.0/8 [::1]/128');
    assert.equal(networks('inet_interfaces = localhost, [fd00::9]\n'.replace('[fd00::9]', '192.0.2.9')), '127.0.0.0/8 [::1]/128 192.0.2.0/24');
    assert.equal(networks('inet_interfaces = twin\n'), '192.0.2.0/24');
    assert.equal(networks('inet_protocols =\n'), '');
    assert.equal(
      networks('', { addresses: [...HOST.addresses, { address: '192.0.2.10', prefix: 24 }] }),
      '127.0.0.0/8 192.0.2.0/24 [::1]/128 [fd00::]/64 [fe80::]/64',
    );
  });

  it('end the program when they can not be worked out', () => {
    assert.equal(networks('inet_interfaces = 10.9.9.9\n'), 'fatal: parameter inet_interfaces: no local interface found for 10.9.9.9');
    assert.equal(networks('inet_interfaces = nowhere\n'), 'fatal: config variable inet_interfaces: host not found: nowhere');
    assert.equal(networks('inet_protocols = IPv4\n'), 'fatal: unknown inet_protocols value "IPv4" in "IPv4"');
    assert.equal(networks('mynetworks_style = Host\n'), 'fatal: unknown mynetworks mask style value "Host" in "Host"');
    assert.equal(networks('mynetworks_style = host, subnet\n'), 'fatal: bad mynetworks_style value: host, subnet; specify exactly one value');
    assert.equal(networks('', { addresses: [] }), 'fatal: could not find any active network interfaces');
  });

  it('are not asked for when main.cf sets them', () => assert.equal(networks('mynetworks = 10.0.0.0/8\ninet_interfaces = nowhere\n'), '10.0.0.0/8'));

  it('warn of families that the kernel lacks', () => {
    const result = callPostconf('-n', { host: { hasIpv6: false } });
    assert.deepEqual(saidBy(result), ['warning: inet_protocols: disabling IPv6 name/address support: Address family not supported by protocol']);
  });
});

describe('a program that ends early', () => {
  it('loses what is in its buffer', () => {
    const result = callPostconf('-x', { main: 'zz = ${{a} <level {1}}\naa = $zz\n' });
    assert.deepEqual([result.stdout.length % 4096, result.status], [0, 1]);
    assert.ok(result.stdout.length > 20_000 && !result.stdout.includes('\nzz ='));
    assert.deepEqual(saidBy(result), ['warning: malformed compatibility level syntax: "a"', 'fatal: macro processing error']);
  });

  it('may overflow its stack', () => {
    const result = callPostconf('-n', { main: 'smtpd_banner = ${{$smtpd_banner} == {1}}\n' });
    assert.deepEqual([result.status, result.stdout], [139, '']);
    const level = callPostconf('-n', { main: 'compatibility_level = 2$mynetworks\nfoo = $compatibility_level\n' });
    assert.deepEqual([level.status, level.stdout, level.stderr], [139, '', '']);
  });
});

describe('the order of warnings', () => {
  const main = 'b1 = 1\na1 = 2\nc1 = 3\n';

  it('is that of the file', () => {
    const names = saidBy(callPostconf('-n', { main })).map((line) => /(\w+)=/.exec(line)![1]);
    assert.deepEqual(names, ['b1', 'a1', 'c1']);
  });

  it('is that of the hash table when its seed is taken away', () => {
    const many = Array.from({ length: 20 }, (_, index) => `p${index} = 1\n`).join('');
    const names = saidBy(callPostconf('-n', { main: many, env: { NORANDOMIZE: '' } })).map((line) => /(\w+)=/.exec(line)![1]);
    // As postconf 3.7.11 says it with NORANDOMIZE=1.
    assert.equal(names.join(' '), 'p16 p5 p12 p0 p17 p9 p15 p4 p14 p11 p8 p2 p10 p3 p13 p6 p19 p7 p1 p18');
  });
});
