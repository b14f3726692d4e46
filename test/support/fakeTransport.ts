import { type Connection, type ResolvedAddress, type Transport, TransportError } from '../../src/smtp/transport.ts';

/** What the network of a test does; anything left out works and says nothing. */
export interface FakeNetwork {
  /** Addresses, or the normalised code of a failed lookup, or 'hang'. */
  readonly resolve?: readonly string[] | string;
  readonly mx?: readonly string[];
  /** Address → the code of a failed connection, or 'hang' for one that never answers. */
  readonly connect?: Readonly<Record<string, string>>;
  /** Takes over once a connection stands. */
  readonly over?: Transport;
  /** The port that `over` is really dialled on. */
  readonly overPort?: number;
}

export interface FakeTransport extends Transport {
  /** Addresses in the order they were dialled. */
  readonly dialled: readonly string[];
  /** Names in the order they were looked up. */
  readonly resolved: readonly string[];
  /** Addresses whose attempt was called off. */
  readonly aborted: readonly string[];
}

/** A network on paper, for what a loopback interface can't do: lost packets, broken zones, well-known ports. */
export function createFakeTransport(network: FakeNetwork): FakeTransport {
  const dialled: string[] = [];
  const resolved: string[] = [];
  const aborted: string[] = [];
  return {
    dialled,
    resolved,
    aborted,
    async resolve(host) {
      resolved.push(host);
      const { resolve = ['127.0.0.1'] } = network;
      if (resolve === 'hang') return new Promise(() => undefined);
      if (typeof resolve === 'string') throw new TransportError('resolve', resolve);
      return resolve.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) satisfies ResolvedAddress);
    },
    resolveMx: async () => network.mx ?? [],
    connect(address, port, signal) {
      dialled.push(address.address);
      const code = network.connect?.[address.address];
      if (code === 'hang') {
        return new Promise((_, reject) => {
          const onAbort = () => {
            aborted.push(address.address);
            reject(new TransportError('connect', 'ABORTED'));
          };
          signal.addEventListener('abort', onAbort, { once: true });
        });
      }
      if (code !== undefined) return Promise.reject(new TransportError('connect', code));
      return network.over ? network.over.connect({ address: '127.0.0.1', family: 4 }, network.overPort ?? port, signal) : Promise.resolve(silentConnection());
    },
    now: () => performance.now(),
  };
}

function silentConnection(): Connection {
  return {
    read: () => new Promise(() => undefined),
    write: () => undefined,
    startTls: () => new Promise(() => undefined),
    destroy: () => undefined,
  };
}
