import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LintJson } from '../../cli/lintJson.ts';
import type { RelayJson } from '../../cli/relays.ts';
import { createMailConfigService } from '../../service/mailConfigService.ts';
import { applyEdits } from '../../text/span.ts';
import { DEMO_CASES } from './workspace.ts';

/** The built command line: what ships, not the sources. */
const CLI = resolve('dist/cli.js');
/** Fixing one thing can bring up the next; a file of the demo settles long before. */
const MAX_FIXES = 20;
/** On one machine a server that says nothing for so long will not speak at all. */
const TIMEOUT_SECONDS = '3';
/** The cases whose whole transcript is worth reading; of the others the verdict is. */
const SHOWN_WHOLE = new Set(['.env', '.env.working']);

type Log = (line: string) => void;

interface Shell {
  readonly log: Log;
  /** Ends the command that runs and lets the following ones fail at once. */
  readonly signal: AbortSignal;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Does without a window what a person does in the demo workspace: lint, fix, list the relays, test the
 * broken settings and the working one. Prints it all. Returns what did not come out as it should.
 */
export async function runDemoJob(folder: string, log: Log, signal: AbortSignal): Promise<readonly string[]> {
  const shell: Shell = { log, signal };
  const wrong: string[] = [];
  const expect = (isRight: boolean, what: string) => {
    if (!isRight) wrong.push(what);
  };

  const lint = await show(folder, ['lint', '.'], shell);
  expect(lint.code === 1, `lint finds problems (exit ${lint.code})`);
  const before = await findings(folder, shell);
  for (const name of ['main.cf', 'docker-compose.yml', 'config.json', '.env.production']) {
    expect((before.get(name) ?? 0) > 0, `${name} has problems to begin with`);
  }

  const fixed = `${folder}-fixed`;
  await cp(folder, fixed, { recursive: true });
  log(`\n── the same project, fixed in a copy`);
  await show(fixed, ['lint', '.', '--fix'], shell);
  const path = join(fixed, 'postfix', 'main.cf');
  for (const title of chooseFixes(path)) log(`chosen in postfix/main.cf: ${title}`);
  const text = readFileSync(path, 'utf8');
  printChanges(readFileSync(join(folder, 'postfix', 'main.cf'), 'utf8'), text, log);
  expect(text.includes('relayhost = [smtp.gmail.com]:587\n'), 'postfix/main.cf sends to [smtp.gmail.com]:587');
  const after = await findings(fixed, shell);
  expect(after.get('main.cf') === 0, `postfix/main.cf has no problem left (${after.get('main.cf')})`);

  log('\n── the relays');
  await show(folder, ['relays', '.'], shell);
  const { relays } = JSON.parse((await run(folder, ['relays', '.', '--format', 'json'], shell)).out) as { relays: readonly RelayJson[] };
  for (const { file } of DEMO_CASES)
    expect(
      relays.some((relay) => relay.file === join(file)),
      `${file} is listed among the relays`,
    );

  log('\n── live tests');
  for (const { file, code } of DEMO_CASES) {
    const args = ['test', file, '--ca', 'demo-ca.pem', '--timeout', TIMEOUT_SECONDS];
    const { code: exit, out, err } = await run(folder, args, shell);
    const lines = (err + out).trimEnd().split('\n');
    const verdictAt = lines.findIndex((line) => /^(OK|FAILED): /.test(line));
    log(`\n$ relay-doctor ${args.join(' ')}`);
    for (const line of SHOWN_WHOLE.has(file) ? lines : lines.slice(Math.max(0, verdictAt))) log(line);
    if (code === undefined) expect(exit === 0, `${file} passes (exit ${exit})`);
    else expect(exit === 1 && lines.some((line) => line.includes(`Cause: ${code} `)), `${file} fails with ${code} (exit ${exit})`);
  }
  return wrong;
}

/** Applies the fix to choose first of each finding, one after the other, as a person would with Ctrl+. */
function chooseFixes(path: string): string[] {
  const service = createMailConfigService({ logger: { error: (message) => console.error(message) } });
  const titles: string[] = [];
  let text = readFileSync(path, 'utf8');
  for (let round = 0; round < MAX_FIXES; round += 1) {
    const fixes = service
      .analyze({ path, text })
      ?.findings.flatMap((finding) => finding.fixes.find(({ isPreferred }) => isPreferred) ?? finding.fixes[0] ?? []);
    const fix = fixes?.[0];
    if (!fix) break;
    titles.push(fix.title);
    text = applyEdits(text, fix.edits);
  }
  writeFileSync(path, text);
  return titles;
}

function printChanges(before: string, after: string, log: Log): void {
  const old = before.split('\n');
  const now = after.split('\n');
  for (const line of old) if (!now.includes(line)) log(`- ${line}`);
  for (const line of now) if (!old.includes(line)) log(`+ ${line}`);
}

/** How many findings each file has, by the last part of its path. */
async function findings(folder: string, shell: Shell): Promise<Map<string, number>> {
  const { out } = await run(folder, ['lint', '.', '--format', 'json'], shell);
  return new Map(parse<LintJson>(out)?.files.map((file) => [file.path.split(/[\\/]/).at(-1) ?? '', file.findings.length]));
}

/** The JSON that a command printed; undefined when it ended before it had. */
function parse<T>(out: string): T | undefined {
  try {
    return JSON.parse(out) as T;
  } catch {
    // What is missing shows in the expectations.
    return undefined;
  }
}

async function show(cwd: string, args: readonly string[], shell: Shell): Promise<Ran> {
  shell.log(`\n$ relay-doctor ${args.join(' ')}`);
  const ran = await run(cwd, args, shell);
  shell.log((ran.err + ran.out).trimEnd());
  return ran;
}

/** Not in step with this process: the relay that the command talks to lives in it. */
function run(cwd: string, args: readonly string[], { signal }: Shell): Promise<Ran> {
  return new Promise((settle) => {
    execFile(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 24, signal }, (error, out, err) => {
      const code = error ? Number(error.code ?? -1) : 0;
      settle({ code: Number.isInteger(code) ? code : -1, out, err });
    });
  });
}
