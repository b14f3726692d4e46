import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { rules } from '../../src/rules/registry.ts';
import { findingsOf, fixtureFolder, fixturesIn } from '../support/ruleFixtures.ts';

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const skip = spawnSync('postconf', ['-h', '-d', 'mail_version'], { env }).error ? 'postconf is not installed: sudo apt-get install postfix' : false;

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'relay-doctor-master-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** Rules whose errors say that postconf itself stops at the master.cf. */
const STOPS_POSTCONF = new Set([
  'master/missing-column',
  'master/unknown-type',
  'master/malformed-flag',
  'master/malformed-column-number',
  'postfix/malformed-macro',
]);

const saysStop = (text: string) =>
  findingsOf('master.cf', text).some(({ rule, message }) => STOPS_POSTCONF.has(rule) && !message.includes('though "postconf" takes it'));

const fixtures = rules.flatMap(({ meta }) =>
  fixturesIn(fixtureFolder(meta.id)).flatMap(({ name, path, text }) => (path === 'master.cf' ? [{ name: `${meta.id.replace('/', '-')}-${name}`, text }] : [])),
);

async function stops(name: string, text: string): Promise<boolean> {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.cf'), 'compatibility_level = 3.6\n');
  writeFileSync(join(folder, 'master.cf'), text);
  return run('postconf', ['-c', folder, '-M'], { env }).then(
    () => false,
    ({ stderr }: { stderr: string }) => /fatal:/.test(stderr),
  );
}

describe('Postfix itself', { skip }, () => {
  it('stops at a master.cf exactly when a rule says that it does', async () => {
    const AT_A_TIME = 12;
    for (let first = 0; first < fixtures.length; first += AT_A_TIME) {
      const wrong = await Promise.all(
        fixtures.slice(first, first + AT_A_TIME).map(async ({ name, text }) => {
          const hasStopped = await stops(name, text);
          return hasStopped === saysStop(text) ? [] : [`${name}: postconf ${hasStopped ? 'stops' : 'goes on'}`];
        }),
      );
      assert.deepEqual(wrong.flat(), []);
    }
  });
});
