import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts, isInstalled, userId } from './postfixInstance.ts';

/** Debian's Exim and Postfix exclude each other as packages, so the programs of the former are unpacked here, see .ci/run. */
const UNPACKED = resolve('.servers');
const PROGRAM = join(UNPACKED, 'usr/sbin/exim4');
const USER = 'Debian-exim';
const INSTALL = '.ci/unpack-servers';

export interface EximInstance {
  readonly port: number;
  /** What Exim has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Why there can be no Exim on this machine, with the command that helps, or undefined. */
export function eximObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root: Exim changes its user';
  if (!existsSync(PROGRAM) && !isInstalled('exim4')) return `exim4 is not there: sudo ${INSTALL}`;
  return hasUser() ? undefined : `the user ${USER} is missing: sudo ${INSTALL}`;
}

function hasUser(): boolean {
  return new RegExp(`^${USER}:`, 'm').test(readFileSync('/etc/passwd', 'utf8'));
}

/** Starts a private Exim on a free loopback port with this configuration below the general part, and waits until it listens. */
export async function startExim(configuration: string): Promise<EximInstance> {
  const [port] = await freePorts(1);
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-exim-'));
  chmodSync(folder, 0o755);
  for (const name of ['spool', 'log']) {
    mkdirSync(join(folder, name));
    chownSync(join(folder, name), userId(USER), 0);
  }
  const file = join(folder, 'exim.conf');
  writeFileSync(
    file,
    `primary_hostname = mx.lab.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/exim.pid
host_lookup =
rfc1413_hosts =
keep_environment =
tls_advertise_hosts =
queue_only
${configuration}`,
  );
  const environment = { PATH: process.env.PATH, LD_LIBRARY_PATH: join(UNPACKED, 'usr/lib/x86_64-linux-gnu') };
  const process_ = spawn(existsSync(PROGRAM) ? PROGRAM : '/usr/sbin/exim4', ['-C', file, '-bdf'], { stdio: 'ignore', env: environment });
  const log = () =>
    ['main', 'panic']
      .map((name) => join(folder, 'log', `${name}log`))
      .flatMap((path) => (existsSync(path) ? [readFileSync(path, 'utf8')] : []))
      .join('');
  const stop = () => ended(process_).then(() => rmSync(folder, { recursive: true, force: true }));
  if (await listens(port!, process_)) return { port: port!, log, stop };
  const text = log();
  await stop();
  throw new Error(`Exim does not start: ${text}`);
}

function ended(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    process_.once('exit', () => done());
    process_.kill();
  });
}

/** Each takes a fraction of a millisecond on loopback; a busy machine needs many. */
const MAX_TRIES = 50_000;

/** Tries until the port answers or the program has gone. */
async function listens(port: number, process_: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES && process_.exitCode === null; tries += 1) {
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
