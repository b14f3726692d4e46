import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// The programs are outside of a user's usual path; without a seed their hash tables have the same order in every run.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, NORANDOMIZE: '1' };

/** The branch of the installed Postfix, such as `3.7`; undefined without one. */
export function installedBranch(): string | undefined {
  const { stdout } = spawnSync('postconf', ['-h', '-d', 'mail_version'], { encoding: 'utf8', env });
  return /^\d+\.\d+/.exec(stdout ?? '')?.[0];
}

/** Why tests that need Postfix 3.7 are skipped here; false when they are not. */
export function skipWithoutPostfix37(): string | false {
  const branch = installedBranch();
  if (branch === undefined) return 'postconf is not installed: sudo apt-get install postfix';
  return branch === '3.7' ? false : `postconf is ${branch}, and these outputs are those of 3.7`;
}

export interface ProgramAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** The number of the process that answered. */
  readonly processId: number;
}

/** Runs one of Postfix's programs. Output is one character per byte; a program that crashed has the status that a shell gives it. */
export function runPostfix(program: 'postconf' | 'postmap' | 'postalias', args: readonly string[], stdin = ''): Promise<ProgramAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('latin1').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ stdout, stderr, status: status ?? 139, processId: child.pid ?? 0 }));
    // A program that fails early does not read its input.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}

/** A folder for files that look an hour old: Postfix reads a file twice that was just written, and then repeats each warning. */
export function oldFiles(): { write(name: string, text: string): string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'relay-doctor-postfix-'));
  return {
    write(name, text) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, 'latin1');
      const anHourAgo = Date.now() / 1000 - 3600;
      utimesSync(path, anHourAgo, anHourAgo);
      return path;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Runs a check for each item, a few at a time. */
export async function inParallel<T>(items: readonly T[], check: (item: T) => Promise<void>): Promise<void> {
  const AT_A_TIME = 6;
  let next = 0;
  const worker = async () => {
    while (next < items.length) await check(items[next++]!);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
