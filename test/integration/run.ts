/**
 * Runs the integration suites inside a real VS Code: once in a trusted workspace, once in an untrusted one.
 * Prints each result and, last, `N passed, N failed[, N skipped]`. An argument runs the tests whose title holds it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoRelay } from '../../src/tools/demo/relay.ts';
import { chooseHost, describeHost, type Host, runSuite } from '../../src/tools/vscodeHost.ts';
import type { RelayFacts, Result } from './result.ts';

const SUITE = 'out/test/integration/index.js';
const TIMEOUT_MS = 300_000;
const pattern = process.argv[2] ?? '';

const build = spawnSync(process.execPath, ['esbuild.js', '--tests'], { stdio: 'inherit' });
if (build.status !== 0) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const host = await chooseHost(console.log);
console.log(describeHost(host));
const results = host.kind === 'none' ? [{ state: 'skipped', title: 'VS Code' } satisfies Result] : await runGroups(host);
const count = (state: Result['state']) => results.filter((result) => result.state === state).length;
const skipped = count('skipped');
console.log(`\n${count('passed')} passed, ${count('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = count('failed') > 0 ? 1 : 0;

async function runGroups(where: Exclude<Host, { kind: 'none' }>): Promise<Result[]> {
  const relay = await startDemoRelay();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'relay-doctor-integration-')));
  try {
    const { host: name, ports, user, password, caFile } = relay;
    const facts: RelayFacts = { host: name, ports, user, password, caFile };
    const all: Result[] = [];
    for (const group of ['trusted', 'untrusted']) all.push(...(await runGroup(where, group, join(folder, group), facts)));
    return all;
  } finally {
    await relay.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runGroup(where: Exclude<Host, { kind: 'none' }>, group: string, folder: string, facts: RelayFacts): Promise<Result[]> {
  const file = `${folder}.results`;
  // A repository that is there before the editor is: what is written into folders that have only just been made, a watcher may miss.
  await mkdir(join(folder, 'apps', 'shop', '.git'), { recursive: true });
  console.log(`\n${group} workspace`);
  const env = { RELAY_DOCTOR_PATTERN: pattern, RELAY_DOCTOR_RESULTS: file, RELAY_DOCTOR_GROUP: group, RELAY_DOCTOR_RELAY: JSON.stringify(facts) };
  const problems: Result[] = [];
  const trusted = group === 'trusted';
  try {
    const code = await runSuite(where, { folder, suite: SUITE, trusted, env, timeoutMs: TIMEOUT_MS });
    if (code !== 0 && !read(file).some(({ state }) => state === 'failed'))
      problems.push({ state: 'failed', title: `${group}: VS Code ended with code ${code}` });
  } catch (error) {
    problems.push({ state: 'failed', title: `${group}: the run`, error: String(error) });
  }
  const results = [...read(file), ...problems];
  if (results.length === 0 && pattern === '') results.push({ state: 'failed', title: `${group}: no test ran` });
  for (const { state, title, error } of results) console.log(`${state === 'passed' ? '  ok' : `  ${state}`} ${title}${error ? `\n${error}` : ''}`);
  return results;
}

function read(file: string): Result[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result);
}
