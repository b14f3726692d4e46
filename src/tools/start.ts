/**
 * `npm start`: builds, starts the demo relay, writes the demo workspace and opens it in a real VS Code with
 * the extension loaded, until Ctrl+C. `npm start -- --once` does the main job in it without a window,
 * prints the transcript and exits 0 when all came out as it should.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemoJob } from './demo/job.ts';
import { startDemoRelay } from './demo/relay.ts';
import { writeDemoWorkspace } from './demo/workspace.ts';
import { chooseHost, describeHost, openForPerson } from './vscodeHost.ts';

const log = (line: string) => console.log(line);

function build(): boolean {
  const { status } = spawnSync(process.execPath, ['esbuild.js', '--production'], { stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0;
}

/** Fires on the first signal that asks to stop. From then on another Ctrl+C changes nothing: the cleaning up goes on. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

function stopped(): Promise<void> {
  return new Promise((settle) => {
    if (stop.signal.aborted) settle();
    else stop.signal.addEventListener('abort', () => settle(), { once: true });
  });
}

async function open(folder: string): Promise<number> {
  const host = await chooseHost(log, { needsBrowser: false });
  if (host.kind === 'none') {
    console.error(`${describeHost(host)}\nWithout a VS Code: npm start -- --once`);
    return 1;
  }
  const window = await openForPerson(host, folder);
  try {
    if (window.address) log(`\nVS Code runs here, open it in a browser:\n\n  ${window.address}\n\nNo desktop VS Code because: ${host.reason}.`);
    else log(`\nVS Code opens (${host.reason}).`);
    log(`The demo workspace is ${folder}; its README says what to try.\nCtrl+C ends VS Code and the demo relay and removes the workspace.`);
    await Promise.race([stopped(), window.closed]);
    return 0;
  } finally {
    await window.close();
  }
}

async function once(folder: string): Promise<number> {
  const wrong = await runDemoJob(folder, log, stop.signal);
  if (stop.signal.aborted) return 130;
  if (wrong.length === 0) log('\nThe demo came out as it should.');
  else console.error(`\nNot as it should be:\n${wrong.map((line) => `  - ${line}`).join('\n')}`);
  return wrong.length === 0 ? 0 : 1;
}

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--once');
  if (unknown.length > 0) {
    console.error(`unknown argument "${unknown[0]}". expected --once or nothing`);
    return 2;
  }
  if (!build()) return 1;
  const relay = await startDemoRelay();
  const temporary = await mkdtemp(join(tmpdir(), 'relay-doctor-workspace-'));
  try {
    const folder = join(temporary, 'demo');
    await writeDemoWorkspace(folder, relay);
    return args.includes('--once') ? await once(folder) : await open(folder);
  } finally {
    await relay.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

process.exitCode = await main(process.argv.slice(2));
// Handles that a killed VS Code left behind must not keep the terminal.
process.exit();
