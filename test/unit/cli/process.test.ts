import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { VERSION } from '../../../src/rules/link.ts';
import { folderWith } from '../../support/cli.ts';

const CLI = 'dist/cli.js';

before(() => {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { stdio: 'ignore' });
});

interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}) {
  // Nothing of a test belongs into the home of whoever runs it.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', ...options.env };
  const child = spawn(process.execPath, [join(process.cwd(), CLI), ...args], { ...options, env, stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code, signal]): Ran => ({ code: code as number | null, signal: signal as NodeJS.Signals | null, out, err }));
  return { child, ended };
}

async function run(args: readonly string[], options: { readonly cwd?: string; readonly stdin?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Ran> {
  const { child, ended } = start(args, options);
  // A command that does not read its input has closed it already.
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  return ended;
}

function project(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  t.after(() => folder.remove());
  return folder.path;
}

test('the built command line says its version', async () => {
  assert.deepEqual(await run(['--version']), { code: 0, signal: null, out: `${VERSION}\n`, err: '' });
});

test('paths are shown as they were given, relative to the current folder', async (t) => {
  const cwd = project(t, { 'postfix/main.cf': 'relayhost = smtp.gmail.com:25\n' });
  const { code, out } = await run(['lint', '.'], { cwd });
  assert.equal(code, 1);
  assert.match(out, /^postfix\/main\.cf:1:\d+ {2}/m);
});

test('standard input is read under its given name', async () => {
  const { code, out } = await run(['relays', '-', '--stdin-path', 'main.cf', '--format', 'json'], { stdin: 'relayhost = [smtp.example.com]:587\n' });
  assert.equal(code, 0);
  const { relays } = JSON.parse(out) as { relays: readonly { file: string; host: string }[] };
  assert.deepEqual(
    relays.map(({ file, host }) => ({ file, host })),
    [{ file: 'main.cf', host: 'smtp.example.com' }],
  );
});

test('YAML is read by the parser that is loaded for it', async (t) => {
  const cwd = project(t, {
    'compose.yaml': 'services:\n  app:\n    environment:\n      SMTP_HOST: smtp.gmail.com\n      SMTP_PORT: 465\n      SMTP_SECURE: "false"\n',
  });
  const { code, out, err } = await run(['lint', 'compose.yaml'], { cwd });
  assert.equal(err, '');
  assert.equal(code, 1);
  assert.match(out, /^compose\.yaml:5:18 .*tls\/mismatched-port-465$/m);
});

test('a large answer reaches a pipe in full', async (t) => {
  const cwd = project(t, { 'main.cf': 'smtp_use_tls = yes\n'.repeat(2000) });
  const { out } = await run(['lint', 'main.cf', '--format', 'json'], { cwd });
  assert.ok(out.length > 200_000);
  assert.equal((JSON.parse(out) as { version: number }).version, 1);
});

test('a reader that closes the pipe early does no harm', async (t) => {
  const cwd = project(t, { 'main.cf': 'smtp_use_tls = yes\n'.repeat(2000) });
  const { child, ended } = start(['lint', 'main.cf', '--format', 'json'], { cwd });
  child.stdout.destroy();
  const { err } = await ended;
  assert.equal(err, '');
});

test('a wrong option ends with 2 and points at the help', async () => {
  const { code, out, err } = await run(['lint', '--fxi']);
  assert.equal(code, 2);
  assert.equal(out, '');
  assert.equal(err, 'relay-doctor: unknown option "--fxi"\nrun: relay-doctor lint --help\n');
});

test('Ctrl+C ends a running test with 130', { skip: process.platform === 'win32' && 'Windows has no SIGINT to send' }, async (t) => {
  // Accepts and never greets: the test waits until it is interrupted.
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { child, ended } = start(['test', `smtp://127.0.0.1:${port}`]);
  const [socket] = await once(server, 'connection');
  child.kill('SIGINT');
  const { code, signal } = await ended;
  socket.destroy();
  assert.deepEqual({ code, signal }, { code: 130, signal: null });
});

test('Ctrl+C ends all tests with 130, and says what was not tested', { skip: process.platform === 'win32' && 'Windows has no SIGINT to send' }, async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const dotenv = (from: string) => `SMTP_HOST=127.0.0.1\nSMTP_PORT=${port}\nSMTP_FROM=${from}@lab.test\n`;
  const cwd = project(t, { 'a/.env': dotenv('a'), 'b/.env': dotenv('b') });
  const { child, ended } = start(['test', '--all', '.', '--jobs', '1'], { cwd });
  const [socket] = await once(server, 'connection');
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  socket.destroy();
  assert.deepEqual({ code, err }, { code: 130, err: '' });
  assert.match(out, /\na\/\.env:1 {2}warning {2}not tested: interrupted {2}not-tested\nb\/\.env:1 {2}warning {2}not tested: interrupted {2}not-tested\n/);
});
