/**
 * Runs the test suites and ends with one line `N passed, N failed`.
 *
 * Usage: node src/tools/test.ts [suite…]; without names all suites run, in the order below. A suite that
 * lacks a program on this machine says so, with the command that installs it, and counts as skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Suite = () => Outcome;

const NODE = process.execPath;

/** Runs a command for its exit code: one check that passes or fails. */
function check(title: string, command: string, args: readonly string[]): Outcome {
  console.log(`\n── ${title}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Runs the node:test files of a folder and reads the runner's own closing counts. */
function nodeTests(folder: string, options: readonly string[] = []): Outcome {
  console.log(`\n── ${folder}`);
  const files = testFiles(folder);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const result = spawnSync(
    NODE,
    ['--test', '--test-reporter=dot', '--test-reporter-destination=stderr', '--test-reporter=tap', '--test-reporter-destination=stdout', ...options, ...files],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const count = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(result.stdout)?.[1] ?? 0);
  const outcome = { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') + count('todo') };
  if (outcome.failed > 0 || result.status !== 0) printFailures(result.stdout);
  printSkips(result.stdout);
  if (result.status !== 0 && outcome.failed === 0) return { ...outcome, failed: 1 };
  return outcome;
}

function testFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true } as { recursive: true; withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join((entry as unknown as { parentPath: string }).parentPath, entry.name))
    .sort();
}

/** Prints each failing test with its message and place, without the passing ones around it. */
function printFailures(tap: string): void {
  const lines = tap.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    if (!/^\s*not ok /.test(lines[at]!)) continue;
    const end = lines.findIndex((line, index) => index > at && /^\s*\.\.\.$/.test(line));
    console.error(lines.slice(at, end === -1 ? at + 40 : end).join('\n'));
    if (end !== -1) at = end;
  }
}

function printSkips(tap: string): void {
  const reasons = new Set([...tap.matchAll(/^\s*ok \d+ - .*# SKIP (.+)$/gm)].map((match) => match[1]!));
  for (const reason of reasons) console.log(`skipped: ${reason}`);
}

/** The suites in VS Code print `N passed, N failed, N skipped` as their last line, in the form that this program ends with. */
function hosted(title: string, script: string): Outcome {
  console.log(`\n── ${title}`);
  const result = spawnSync(NODE, [script], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 28 });
  process.stdout.write(result.stdout);
  const counts = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(result.stdout);
  const outcome = { passed: Number(counts?.[1] ?? 0), failed: Number(counts?.[2] ?? 0), skipped: Number(counts?.[3] ?? 0) };
  return result.status === 0 || outcome.failed > 0 ? outcome : { ...outcome, failed: 1 };
}

const bin = (name: string) => join('node_modules', '.bin', name);

const suites: Record<string, Suite> = {
  format: () => check('format and lint', bin('biome'), ['check']),
  types: () => check('types', bin('tsc'), []),
  generated: () => check('generated files are up to date', NODE, ['src/tools/generate.ts', '--check']),
  build: () => check('bundles', NODE, ['esbuild.js', '--production']),
  unit: () => nodeTests('test/unit'),
  meta: () => nodeTests('test/meta'),
  servers: () => nodeTests('test/servers', ['--test-concurrency=2']),
  integration: () => hosted('integration: the extension in a real VS Code', 'test/integration/run.ts'),
  ui: () => hosted('ui: keyboard and mouse in a real VS Code', 'test/ui/run.ts'),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`unknown suite "${unknown.join('", "')}". expected one of ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failedSuites: string[] = [];
for (const name of names.length > 0 ? names : Object.keys(suites)) {
  const outcome = suites[name]!();
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
  if (outcome.failed > 0) failedSuites.push(name);
}
if (failedSuites.length > 0) console.log(`\nfailed: ${failedSuites.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
