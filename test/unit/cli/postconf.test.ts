import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { after, describe, it } from 'node:test';
import { HostNames, readBytes, thisHost } from '../../../src/cli/postconfHost.ts';
import { runCli } from '../../../src/cli/run.ts';
import { fakePorts, folderWith } from '../../support/cli.ts';

const folder = folderWith({
  'main.cf': 'myhostname = mx.example.test\nrelayhost = [smtp.example.test]:587\nfoo = 1\n',
  'master.cf': 'smtp inet n - n - - smtpd\n',
  'bytes/main.cf': Uint8Array.from(Buffer.from('smtpd_banner = bl\xe4\n', 'latin1')),
  'bytes/master.cf': '',
  'named/main.cf': 'inet_interfaces = localhost\ninet_protocols = ipv4\n',
  'named/master.cf': '',
});
after(() => folder.remove());

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const ports = fakePorts({ env });
  const status = await runCli(['postconf', ...args], ports);
  return { status, ...ports.said };
}

describe('relay-doctor postconf', () => {
  it('shows settings and warns of what nothing reads', async () => {
    const { status, out, err } = await run(['-c', folder.path, '-n']);
    assert.equal(out, `config_directory = ${folder.path}\nmyhostname = mx.example.test\nrelayhost = [smtp.example.test]:587\n`);
    assert.deepEqual([status, err], [0, `postconf: warning: ${folder.path}/main.cf: unused parameter: foo=1\n`]);
  });

  it('takes -h for its own, and --help for help', async () => {
    assert.equal((await run(['-c', folder.path, '-h', 'relayhost'])).out, '[smtp.example.test]:587\n');
    const help = await run(['--help']);
    assert.match(help.out, /^Usage: relay-doctor postconf .*\n[\s\S]*\n {2}-o NAME=VALUE /);
  });

  it('finds the folder in the environment', async () => assert.equal((await run(['-h', 'myhostname'], { MAIL_CONFIG: folder.path })).out, 'mx.example.test\n'));

  it('speaks for other releases', async () => {
    assert.equal((await run(['-c', folder.path, '--postfix-version', '3.9', '-h', '-d', 'smtpd_forbid_bare_newline'])).out, 'normalize\n');
    assert.equal((await run(['--postfix-version=2.0', '-n'])).status, 2);
    assert.match((await run(['--postfix-version', 'x'])).err, /^relay-doctor: unknown Postfix version "x"\. expected one from 3\.0 to 3\.12\n/);
  });

  it('speaks for other machines', async () => {
    const bare = [
      '-c',
      `${folder.path}/bytes`,
      '--host-name',
      'mail',
      '--interface=127.0.0.1/8',
      '--interface',
      '198.51.100.7/25',
      '-h',
      'myhostname',
      'mynetworks',
    ];
    assert.equal((await run(bare)).out, 'mail.localdomain\n127.0.0.0/8 198.51.100.0/25\n');
    const { status, err } = await run(['--interface', '10.0.0.1', '-n']);
    assert.deepEqual(
      [status, err.split('\n')[0]],
      [2, 'relay-doctor: "10.0.0.1" is no interface. expected an address and the bits of its network, such as 192.0.2.1/24'],
    );
  });

  it('does not edit', async () => {
    const { status, err } = await run(['-c', folder.path, 'relayhost=x']);
    assert.deepEqual([status, err.split('\n')[0]], [2, 'relay-doctor: "name=value" is for an installed Postfix: this command only shows settings']);
    assert.equal((await run(['--edit'])).status, 2);
  });

  it('ends as postconf does', async () => {
    const { status, out, err } = await run(['-c', `${folder.path}/nowhere`, '-n']);
    assert.deepEqual([status, out, err], [1, '', `postconf: fatal: open ${folder.path}/nowhere/main.cf: No such file or directory\n`]);
  });

  it('looks up names of interfaces', async () => {
    const { status, out } = await run(['-c', `${folder.path}/named`, '-h', 'mynetworks']);
    assert.deepEqual([status, out], [0, '127.0.0.0/8\n']);
  });
});

describe('files', () => {
  it('are read byte by byte', () => assert.deepEqual(readBytes(`${folder.path}/bytes/main.cf`), { text: 'smtpd_banner = bl\xe4\n' }));

  it('that can not be read have a reason', () => {
    assert.deepEqual(readBytes(`${folder.path}/none`), { failed: 'open', reason: 'No such file or directory', isDenied: false });
    assert.deepEqual(readBytes(folder.path), { failed: 'read', reason: 'Is a directory', isIrregular: true });
    if (process.platform !== 'win32') assert.deepEqual(readBytes(`${folder.path}/main.cf/x`), { failed: 'open', reason: 'Not a directory', isDenied: false });
  });
});

describe('the machine', () => {
  it('has a name, addresses and a process', () => {
    const host = thisHost(() => []);
    assert.deepEqual([host.hostName, host.processId, host.hasIpv4], [hostname(), process.pid, true]);
    assert.ok(host.addresses.every(({ address, prefix }) => address !== '' && prefix > 0));
  });

  it('is asked for a name once', async () => {
    const names = new HostNames();
    assert.deepEqual([names.addressesOf('192.0.2.1'), names.addressesOf('localhost'), await names.lookUpWanted()], [['192.0.2.1'], [], true]);
    assert.ok(names.addressesOf('localhost').length > 0);
    assert.deepEqual([names.addressesOf('127.0.0.1:25'), names.addressesOf('::1%lo'), await names.lookUpWanted()], [[], [], false]);
    assert.equal(await names.lookUpWanted(), false);
  });
});
