import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';

/** Debian does not let other mail servers stand beside Postfix, so their programs are unpacked here. */
const UNPACKED = resolve('.servers');
const INSTALL = '.ci/unpack-servers';

/** A mail server on a loopback port of its own. */
export interface MailServer {
  readonly port: number;
  /** What it has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Why such a program can't run on this machine, with the command that helps, or undefined. `needs` are users and folders it asks for. */
export function unpackedObstacle(program: string, needs: { readonly users: readonly string[]; readonly folders?: readonly string[] }): string | undefined {
  if (process.getuid?.() !== 0) return `needs root: ${program} changes its user`;
  const accounts = readFileSync('/etc/passwd', 'utf8');
  const isThere =
    existsSync(programPath(program)) &&
    needs.users.every((user) => new RegExp(`^${user}:`, 'm').test(accounts)) &&
    (needs.folders ?? []).every((folder) => existsSync(folder));
  return isThere ? undefined : `${program} is not there: sudo ${INSTALL}`;
}

const programPath = (program: string) => join(UNPACKED, 'usr/sbin', program);

/** Runs the program in the foreground and waits until the port answers; false when it ended before. */
export async function runUnpacked(program: string, args: readonly string[], port: number): Promise<{ readonly listens: boolean; stop(): Promise<void> }> {
  const environment = { PATH: process.env.PATH, LD_LIBRARY_PATH: join(UNPACKED, 'usr/lib/x86_64-linux-gnu') };
  const child = spawn(programPath(program), args, { stdio: 'ignore', env: environment });
  return { listens: await listens(port, child), stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill();
  });
}

/** Each takes a fraction of a millisecond on loopback; a busy machine needs many. */
const MAX_TRIES = 50_000;

/** Tries until the port answers or the program has gone. */
async function listens(port: number, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES && child.exitCode === null; tries += 1) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => done(true)).once('error', () => done(false));
      socket.once('close', () => socket.destroy());
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return true;
  }
  return false;
}
