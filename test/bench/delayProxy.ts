import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy on this machine that lets bytes take their time, and counts how often the client waited for the server. */
export interface DelayProxy {
  readonly port: number;
  /** Of the last connection: bursts of the client that came when the server had spoken, so each of them is a round trip. */
  roundTrips(): number;
  close(): Promise<void>;
}

/**
 * Starts a proxy to a port of this machine. Each way takes `delayMs`, in order; 0 passes bytes on at once. The handshake of
 * TCP itself is the kernel's and is not delayed.
 */
export async function startDelayProxy(target: number, delayMs: number): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  let turns = 0;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    let hasServerSpoken = false;
    turns = 0;
    const later = (work: () => void) => (delayMs === 0 ? work() : void setTimeout(work, delayMs));
    const pipe = (from: Socket, to: Socket, { onBytes, onPassed }: { onBytes?: () => void; onPassed?: () => void }) => {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        onBytes?.();
        later(() => {
          if (!to.destroyed) to.write(bytes);
          onPassed?.();
        });
      });
      from.on('end', () => later(() => to.end()));
      // One side is gone: the other has nobody left to talk to.
      from.on('error', () => to.destroy());
      from.on('close', () => sockets.delete(from));
    };
    const onBytes = () => {
      if (hasServerSpoken) turns += 1;
      hasServerSpoken = false;
    };
    // It is the client that has to have heard it: tickets of TLS 1.3 may be under way while it speaks on.
    const onPassed = () => {
      hasServerSpoken = true;
    };
    pipe(client, upstream, { onBytes });
    pipe(upstream, client, { onPassed });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    roundTrips: () => turns,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
