import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, userId } from './postfixInstance.ts';
import { type MailServer, runUnpacked, unpackedObstacle } from './unpackedServer.ts';

const USER = 'Debian-exim';

/** Why there can be no Exim on this machine, with the command that helps, or undefined. */
export const eximObstacle = () => unpackedObstacle('exim4', { users: [USER] });

/** Starts a private Exim on a free loopback port with this configuration below the general part, and waits until it listens. */
export async function startExim(configuration: string): Promise<MailServer> {
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
  const { listens, stop: end } = await runUnpacked('exim4', ['-C', file, '-bdf'], port!);
  const log = () =>
    ['main', 'panic']
      .map((name) => join(folder, 'log', `${name}log`))
      .flatMap((path) => (existsSync(path) ? [readFileSync(path, 'utf8')] : []))
      .join('');
  const stop = () => end().then(() => rmSync(folder, { recursive: true, force: true }));
  if (listens) return { port: port!, log, stop };
  const text = log();
  await stop();
  throw new Error(`Exim does not start: ${text}`);
}
