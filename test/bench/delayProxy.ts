import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy on this machine that lets bytes take their time, and counts how often the client waited for the server. */
export interface DelayProxy {
  readonly port: number;
  /** Of the last connection: bursts of the client that the server has answered, each a round trip. */
  roundTrips(): number;
  close(): Promise<void>;
}

/**
 * Starts a proxy to a port of this machine. Each way takes `delayMs`, in order; 0 passes bytes on at once. The handshake of
 * TCP itself is the kernel's and is not delayed.
 */
export async function startDelayProxy(target: number, delayMs: number): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  /** Of the last connection: an older one may still have something to say. */
  let last = { turns: 0 };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    let hasClientSpoken = false;
    const own = { turns: 0 };
    last = own;
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
      hasClientSpoken = true;
    };
    // Only what is answered was waited for: a client may say that it leaves and go.
    const onPassed = () => {
      if (hasClientSpoken) own.turns += 1;
      hasClientSpoken = false;
    };
    pipe(client, upstream, { onBytes });
    pipe(upstream, client, { onPassed });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    roundTrips: () => last.turns,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
