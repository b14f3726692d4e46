import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { rules } from '../../src/rules/registry.ts';
import { installedBranch } from '../../src/tools/installedPostfix.ts';
import { findingsOf, formatFinding } from '../support/ruleFixtures.ts';

const branch = installedBranch();
const skip = branch === undefined ? 'postconf is not installed: sudo apt-get install postfix' : false;
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

const SHARE = '/usr/share/postfix';
const shipped = (name: string) => (existsSync(`${SHARE}/${name}`) ? readFileSync(`${SHARE}/${name}`, 'utf8') : undefined);

/** Errors and warnings in a main.cf and the master.cf beside it. */
function graveIn(main: string, master: string, version: string, mainName = 'main.cf'): string[] {
  const folder = { [mainName]: main, 'master.cf': master };
  return Object.entries(folder).flatMap(([path, text]) =>
    findingsOf(path, text, rules, folder, { version })
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map((finding) => `${path}: ${finding.rule} ${formatFinding(text, finding)}`),
  );
}

describe('the files that Postfix comes with', { skip }, () => {
  const master = shipped('master.cf.dist') ?? 'smtp inet n - y - - smtpd\nsmtp unix - - y - - smtp\nrelay unix - - y - - smtp\n';

  for (const name of ['main.cf.debian', 'main.cf.dist', 'main.cf.tls']) {
    it(`have no error and no warning: ${name}`, (test) => {
      const text = shipped(name);
      if (text === undefined) return test.skip(`${SHARE}/${name} is not there`);
      for (const version of ['3.4', branch!, '3.11']) assert.deepEqual(graveIn(text, master, version, name === 'main.cf.dist' ? name : 'main.cf'), [], version);
    });
  }

  it('have none when all defaults are written out', () => {
    const { stdout } = spawnSync('postconf', ['-d'], { encoding: 'utf8', env, maxBuffer: 1 << 24 });
    const lines = stdout.split('\n').filter((line) => !/^(process_id|process_name|service_name) =/.test(line));
    // The level of new installations; a name and a protection that releases or machines decide.
    const chosen = { compatibility_level: '3.6', myhostname: 'mx.example.com', smtpd_forbid_bare_newline: 'normalize' };
    const text = Object.entries(chosen).reduce((all, [name, value]) => all.replace(new RegExp(`^${name} =.*$`, 'm'), `${name} = ${value}`), lines.join('\n'));
    assert.ok(lines.length > 800);
    assert.deepEqual(graveIn(text, master, branch!), []);
  });
});
