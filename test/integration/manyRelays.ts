import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { relay } from './support.ts';

/** A server that takes connections and says nothing. */
export interface SilentServer {
  readonly port: number;
  /** Resolves with the next connection. */
  connected(): Promise<void>;
  close(): void;
}

export async function silentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connected: async () => void (await once(server, 'connection')),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A port that nothing listens on. */
export async function refusedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What the demo relay's port for implicit TLS asks for. */
export const ACCOUNT = ['SMTP_SECURE: "true"', `SMTP_USER: ${relay.user}`, `SMTP_PASS: ${relay.password}`];

/** A compose file with a service for each port, by its name. */
export function composeFile(ports: Readonly<Record<string, number>>, more: Readonly<Record<string, readonly string[]>> = {}): string {
  const services = Object.entries(ports).map(([name, port]) => {
    const lines = [`SMTP_HOST: ${relay.host}`, `SMTP_PORT: "${port}"`, ...(more[name] ?? [])];
    return `  ${name}:\n    environment:\n${lines.map((line) => `      ${line}\n`).join('')}`;
  });
  return `services:\n${services.join('')}`;
}
