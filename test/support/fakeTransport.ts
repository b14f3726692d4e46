import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import { NOBODYS_LABEL } from '../../src/smtp/reach/names.ts';
import { type Connection, type LookupAnswer, type ResolvedAddress, type Transport, TransportError } from '../../src/smtp/transport.ts';

/** What the network of a test does; anything left out works and says nothing. */
export interface FakeNetwork {
  /** Addresses, or the normalised code of a failed lookup, or 'hang'. */
  readonly resolve?: readonly string[] | string;
  /** What DNS says where it differs from the operating system's lookup; per name, or for all. */
  readonly dns?: readonly string[] | string | Readonly<Record<string, readonly string[] | string>>;
  /** Mail exchangers, or the code of a failed question. */
  readonly mx?: readonly string[] | string;
  /** Other records, as `TYPE name` → values or a code; `ENOTFOUND` by default. */
  readonly records?: Readonly<Record<string, readonly string[] | string>>;
  /** Other ports than the one dialled first → the port of a real listener, or a code, or 'hang'. Nothing listens by default. */
  readonly ports?: Readonly<Record<number, number | string>>;
  /** Per name, where names differ; goes before `resolve`. */
  readonly names?: Readonly<Record<string, readonly string[] | string>>;
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
  /** Other ports that were asked, in order, as `address:port`. */
  readonly asked: readonly string[];
  /** Addresses whose attempt was called off. */
  readonly aborted: readonly string[];
}

/** A network on paper, for what a loopback interface can't do: lost packets, broken zones, well-known ports. */
export function createFakeTransport(network: FakeNetwork): FakeTransport {
  const dialled: string[] = [];
  const asked: string[] = [];
  const resolved: string[] = [];
  const aborted: string[] = [];
  let ownPort: number | undefined;
  const { resolve = ['127.0.0.1'] } = network;
  const lookedUp = (host: string) => answerOf(network.names?.[host] ?? (host.startsWith(`${NOBODYS_LABEL}.`) ? 'ENOTFOUND' : resolve));
  const hang = (address: string, signal: AbortSignal) =>
    new Promise<Connection>((_, reject) => {
      const onAbort = () => {
        aborted.push(address);
        reject(new TransportError('connect', 'ABORTED'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
    });
  return {
    dialled,
    asked,
    resolved,
    aborted,
    dnsServers: ['192.0.2.53'],
    async resolve(host) {
      const answer = await lookedUp(host);
      if ('code' in answer) throw new TransportError('resolve', answer.code);
      return answer.addresses;
    },
    lookUp(host) {
      resolved.push(host);
      const { dns } = network;
      const own =
        dns === undefined || typeof dns === 'string' || Array.isArray(dns) ? dns : (dns as Readonly<Record<string, readonly string[] | string>>)[host];
      return {
        system: lookedUp(host),
        dns: answerOf((own as readonly string[] | string | undefined) ?? network.names?.[host] ?? resolve),
        cancel: () => undefined,
      };
    },
    async query(name, type) {
      const found = network.records?.[`${type} ${name}`] ?? (type === 'MX' ? network.mx : undefined) ?? (type === 'MX' ? [] : 'ENOTFOUND');
      return typeof found === 'string' ? { code: found } : found.length > 0 ? { records: found } : { code: 'ENODATA' };
    },
    connect(address, port, signal) {
      ownPort ??= port;
      if (port !== ownPort) {
        asked.push(`${address.address}:${port}`);
        const there = network.ports?.[port] ?? 'ECONNREFUSED';
        if (there === 'hang') return hang(`${address.address}:${port}`, signal);
        if (typeof there === 'string') return Promise.reject(new TransportError('connect', there));
        return (network.over ?? createNodeTransport()).connect({ address: '127.0.0.1', family: 4 }, there, signal);
      }
      dialled.push(address.address);
      const code = network.connect?.[address.address];
      if (code === 'hang') return hang(address.address, signal);
      if (code !== undefined) return Promise.reject(new TransportError('connect', code));
      return network.over ? network.over.connect({ address: '127.0.0.1', family: 4 }, network.overPort ?? port, signal) : Promise.resolve(silentConnection());
    },
    now: () => performance.now(),
  };
}

function answerOf(value: readonly string[] | string): Promise<LookupAnswer> {
  if (value === 'hang') return new Promise(() => undefined);
  if (typeof value === 'string') return Promise.resolve({ code: value });
  return Promise.resolve({ addresses: value.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) satisfies ResolvedAddress) });
}

function silentConnection(): Connection {
  return {
    read: () => new Promise(() => undefined),
    write: () => undefined,
    startTls: () => new Promise(() => undefined),
    destroy: () => undefined,
  };
}
