import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { isTrackedByGit } from '../../../src/cli/gitTracked.ts';
import type { LintJson } from '../../../src/cli/lintJson.ts';
import { runCli } from '../../../src/cli/run.ts';
import { readGitIndex } from '../../../src/discover/gitIndex.ts';
import { fakePorts } from '../../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'relay-doctor-index-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** No settings of the machine's own may count. */
const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: root };
const git = (folder: string, ...words: string[]) => execFileSync('git', ['-C', folder, ...words], { env, encoding: 'utf8' });

const NAMES = ['.env', 'a', 'deploy/values-prod.yaml', 'deploy/values.yaml', 'deploy/ütf.yaml', `long/${'x'.repeat(200)}/name.env`, 'z.env'];

function repository(name: string, ...options: string[]): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', ...options);
  for (const path of NAMES) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), 'x\n');
  }
  git(folder, 'add', '-A');
  return folder;
}

describe('the names in an index are those that git lists', () => {
  for (const version of ['2', '3', '4']) {
    test(`version ${version}`, () => {
      const folder = repository(`v${version}`);
      // Only an entry with extended flags makes git write version 3.
      if (version === '3') git(folder, 'update-index', '--skip-worktree', 'a');
      else git(folder, 'update-index', '--index-version', version);
      const bytes = readFileSync(join(folder, '.git', 'index'));
      assert.equal(bytes.readUInt32BE(4), Number(version));
      assert.deepEqual(
        [...readGitIndex(bytes)!],
        [...NAMES].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    });
  }

  test('objects named by SHA-256', () => {
    const folder = repository('sha256', '--object-format=sha256');
    assert.deepEqual(readGitIndex(readFileSync(join(folder, '.git', 'index'))), new Set(NAMES));
  });
});

test('an index that is cut off, or is none, says nothing', () => {
  const bytes = readFileSync(join(repository('cut'), '.git', 'index'));
  for (const length of [0, 5, 12, 40, 73, 100, 200]) assert.equal(readGitIndex(bytes.subarray(0, length)), undefined, `${length} bytes`);
  assert.equal(readGitIndex(Buffer.from('DIRC\0\0\0\x09\0\0\0\x01 and so on')), undefined);
  assert.equal(readGitIndex(Buffer.from('nothing of the kind')), undefined);
});

test('a file is tracked from the moment it is added to the moment it is taken out', () => {
  const folder = repository('life');
  const path = join(folder, 'deploy', 'new.env');
  writeFileSync(path, 'x\n');
  assert.equal(isTrackedByGit(path), false);
  git(folder, 'add', 'deploy/new.env');
  assert.equal(isTrackedByGit(path), true);
  git(folder, 'rm', '-q', '--cached', 'deploy/new.env');
  assert.equal(isTrackedByGit(path), false);
});

test('a worktree has an index of its own', () => {
  const folder = repository('trunk');
  git(folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'x');
  const tree = join(root, 'tree');
  git(folder, 'worktree', 'add', '-q', tree);
  writeFileSync(join(tree, 'only-here.env'), 'x\n');
  git(tree, 'add', 'only-here.env');
  assert.equal(isTrackedByGit(join(tree, 'only-here.env')), true);
  assert.equal(isTrackedByGit(join(folder, 'only-here.env')), false);
});

test('a new repository tracks nothing, and outside of one nobody can tell', () => {
  const folder = join(root, 'empty');
  mkdirSync(folder);
  assert.equal(isTrackedByGit(join(folder, '.env')), undefined);
  git(folder, 'init', '-q');
  assert.equal(isTrackedByGit(join(folder, '.env')), false);
});

test('lint knows what git tracks and what mode a file has', async () => {
  const folder = join(root, 'linted');
  mkdirSync(folder);
  git(folder, 'init', '-q');
  writeFileSync(join(folder, '.env'), 'SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot\nSMTP_PASSWORD=k4Tz9vQ8Horse\n');
  writeFileSync(join(folder, 'ssmtp.conf'), 'mailhub=mail.acme.io:587\nUseSTARTTLS=YES\nAuthUser=robot\nAuthPass=k4Tz9vQ8Horse\n', { mode: 0o644 });
  const rulesFound = async () => {
    const ports = fakePorts();
    await runCli(['lint', folder, '--format', 'json'], ports);
    const { files } = JSON.parse(ports.said.out) as LintJson;
    return files.flatMap(({ findings }) => findings.map(({ rule }) => rule)).filter((rule) => rule.startsWith('secrets/'));
  };
  const permissions = process.platform === 'win32' ? [] : ['secrets/unsafe-permissions'];
  assert.deepEqual(await rulesFound(), permissions);
  git(folder, 'add', '.env');
  assert.deepEqual(await rulesFound(), ['secrets/unsafe-tracked-file', ...permissions]);
});
