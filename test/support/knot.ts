import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import { isInstalled } from './postfixInstance.ts';

export interface KnotServer {
  /** `127.0.0.1:port`, as resolvers want it. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Why there can be no Knot DNS on this machine, with the command that helps, or undefined. */
export function knotObstacle(): string | undefined {
  return isInstalled('knotd') ? undefined : 'knotd is not installed: sudo apt-get install -y knot';
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

/**
 * Starts a private Knot DNS on a free loopback port with the records of some zones. A zone without a text is one whose
 * file is missing, so that the server answers SERVFAIL; a zone that it does not have is REFUSED.
 */
export async function startKnot(zones: Readonly<Record<string, string | undefined>>): Promise<KnotServer> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-knot-'));
  const port = await freePort();
  for (const name of ['run', 'db', 'zones']) mkdirSync(join(folder, name));
  for (const [zone, text] of Object.entries(zones))
    if (text !== undefined)
      writeFileSync(join(folder, 'zones', zone), `$ORIGIN ${zone}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n${text}\n`);
  const list = Object.keys(zones).map((zone) => `  - domain: ${zone}\n    file: ${folder}/zones/${zone}\n`);
  const config = `server:\n  rundir: ${folder}/run\n  listen: 127.0.0.1@${port}\ndatabase:\n  storage: ${folder}/db\nlog:\n  - target: stderr\n    any: error\nzone:\n${list.join('')}`;
  writeFileSync(join(folder, 'knot.conf'), config);
  const daemon: ChildProcess = spawn('knotd', ['-c', join(folder, 'knot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
  });
  let complaints = '';
  daemon.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  const stop = async () => {
    if (daemon.exitCode === null && daemon.kill()) await once(daemon, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  const address = `127.0.0.1:${port}`;
  const [first = ''] = Object.keys(zones).filter((zone) => zones[zone] !== undefined);
  for (let tries = 0; tries < 100; tries += 1) {
    if ('records' in (await createNodeTransport({ dnsServers: [address] }).query(first, 'NS'))) return { address, stop };
    if (daemon.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`Knot DNS does not start: ${complaints}`);
}
