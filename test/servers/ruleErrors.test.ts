import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { rules } from '../../src/rules/registry.ts';
import { findingsOf, fixtureFolder, fixturesIn } from '../support/ruleFixtures.ts';

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const skip = spawnSync('postconf', ['-h', '-d', 'mail_version'], { env }).error ? 'postconf is not installed: sudo apt-get install postfix' : false;

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'relay-doctor-errors-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** Runs a Postfix program on a main.cf in a folder of its own; true when it stopped. */
async function stops(name: string, text: string, program: string, args: (folder: string) => readonly string[]): Promise<boolean> {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'main.cf');
  writeFileSync(file, text);
  copyFileSync('test/fixtures/postfix-cases/default-master.cf', join(folder, 'master.cf'));
  // Postfix reads a file again that was changed within the last second.
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(file, anHourAgo, anHourAgo);
  return run(program, [...args(folder)], { env }).then(
    () => false,
    ({ stderr }: { stderr: string }) => /fatal:/.test(stderr),
  );
}

/** Rules whose errors say that no Postfix program, postconf included, reads the file. */
const STOPS_ALL = new Set([
  'syntax/missing-equals',
  'syntax/missing-name',
  'syntax/byte-order-mark',
  'postfix/malformed-macro',
  'postfix/malformed-compatibility-level',
]);

/** Parameters whose words postconf needs for its own defaults. */
const NEEDED_BY_POSTCONF = /"(inet_protocols|mynetworks_style)"/;

const saysStop = (text: string) =>
  findingsOf('main.cf', text).some(
    ({ rule, severity, message }) =>
      severity === 'error' &&
      (STOPS_ALL.has(rule) ||
        (rule === 'syntax/non-ascii-blank' && message.includes('does not start')) ||
        (rule === 'postfix/unknown-word' && NEEDED_BY_POSTCONF.test(message))),
  );

const fixtures = rules.flatMap(({ meta }) => {
  const folder = fixtureFolder(meta.id);
  // A link is written as a path where there are no links, and Postfix never sees that.
  const isLink = (name: string) => name === 'ok-symbolic-link';
  return fixturesIn(folder).flatMap(({ name, path, text }) =>
    path === 'main.cf' && !isLink(name) ? [{ name: `${meta.id.replace('/', '-')}-${name}`, text }] : [],
  );
});

describe('Postfix itself', { skip }, () => {
  it('stops at a file exactly when a rule says that it does', async () => {
    const AT_A_TIME = 12;
    for (let first = 0; first < fixtures.length; first += AT_A_TIME) {
      const wrong = await Promise.all(
        fixtures.slice(first, first + AT_A_TIME).map(async ({ name, text }) => {
          const hasStopped = await stops(name, text, 'postconf', (folder) => ['-c', folder, '-n', '-o', 'inet_interfaces=127.0.0.1']);
          return hasStopped === saysStop(text) ? [] : [`${name}: postconf ${hasStopped ? 'stops' : 'goes on'}`];
        }),
      );
      assert.deepEqual(wrong.flat(), []);
    }
  });

  /** Parameters of each type that every program checks when it starts (mail_params.c). */
  const VALUES: readonly (readonly [string, readonly string[]])[] = [
    ['soft_bounce', ['yes', 'No', 'true', 'off', '1', '', 'yes no', '$mail_name']],
    ['max_use', ['100', '+7', '0', '-1', '1e3', '10k', '', '2147483648', '0x10', '$max_idle']],
    ['ipc_timeout', ['60', '60s', '5m', '5M', '5 m', '1.5h', '-1', '', '5min', '1month', '99999w', '5d12h', '0']],
    ['inet_protocols', ['all', 'ipv4, ipv6', 'IPv4', 'ipv5', 'ipv4 ipv6 x']],
    ['mynetworks_style', ['host', 'Host', 'class', 'net', '']],
    ['syslog_facility', ['mail', 'local0', 'local9', 'MAIL', '']],
    ['compatibility_level', ['0', '2', '3.6', '3.6.1', 'latest', '3.x', '', '3.6.1.1']],
    ['myorigin', ['example.com', 'example.com example.net', 'a, b', '']],
    ['myhostname', ['mail.example.com', 'mail_1.example.com', 'mail.example.com.', '-mail.example.com', 'mail example.com', 'mail..example.com', '192.0.2.1']],
    ['mydomain', ['example.com', 'example.com.', '-example.com', 'exa mple.com']],
    ['mail_owner', ['postfix', 'root']],
    ['default_privs', ['nobody', 'root', 'postfix']],
    ['setgid_group', ['postdrop', 'root']],
    ['maillog_file', ['', '/var/log/mail.log', '/dev/stdout', '/srv/mail.log', '/variable/log']],
  ];

  it('stops at a value exactly when a rule calls it an error', async () => {
    const pairs = VALUES.flatMap(([name, values]) => values.map((value) => ({ name, value, text: `${name} = ${value}\n` })));
    const wrong = await Promise.all(
      pairs.map(async ({ name, value, text }, index) => {
        const isError = findingsOf('main.cf', text).some(({ severity }) => severity === 'error');
        const hasStopped = await stops(`value-${index}`, text, 'postmap', (folder) => ['-c', folder, '-q', 'key', 'static:value']);
        return hasStopped === isError ? [] : [`${name} = ${value}: postmap ${hasStopped ? 'stops' : 'goes on'}`];
      }),
    );
    assert.deepEqual(wrong.flat(), []);
  });
});
