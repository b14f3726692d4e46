import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCertificate } from './certificates.ts';

export interface OpensslServer {
  readonly port: number;
  stop(): void;
}

/** Starts `openssl s_server` on a free loopback port. It speaks TLS from the first byte, and nothing under it. */
export async function startOpensslServer(certificate: ServerCertificate, args: readonly string[]): Promise<OpensslServer> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-s-server-'));
  const file = join(folder, 'server.pem');
  writeFileSync(file, `${certificate.key}\n${certificate.cert}`, { mode: 0o600 });
  const all = ['s_server', '-accept', '127.0.0.1:0', '-cert', file, '-key', file, '-cert_chain', file, ...args];
  const child = spawn('openssl', all, { stdio: ['pipe', 'pipe', 'pipe'] });
  const stop = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /ACCEPT \S*?:(\d+)/.exec(said)?.[1];
      if (port) resolve({ port: Number(port), stop });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => {
      stop();
      reject(new Error(`openssl s_server does not start: ${said}`));
    });
  });
}
