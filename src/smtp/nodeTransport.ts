import * as dns from 'node:dns';
import * as net from 'node:net';
import { platformOf } from '../data/portPolicies.ts';
import { createByteStream } from './byteStream.ts';
import { normaliseCode } from './errors.ts';
import { addressFamily } from './hostName.ts';
import { createTlsParts, handshake, type TlsParts } from './tls/nodeTls.ts';
import { tlsStackOf } from './tls/tlsOptions.ts';
import {
  type Connection,
  type LookupAnswer,
  type NameLookup,
  type RecordAnswer,
  type ResolvedAddress,
  type TlsStack,
  type Transport,
  TransportError,
  type Upgrade,
} from './transport.ts';

export interface NodeTransportOptions {
  /** DNS servers (`address:port`) to ask instead of the system's; the system's own lookup is then left out. */
  readonly dnsServers?: readonly string[];
  /** Variables that show the hosting platform; the process's own when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The TLS library to suit, instead of the one that this runtime says it has. */
  readonly tlsStack?: TlsStack;
  /** The operating system's roots, PEM, instead of those of this machine. */
  readonly systemRoots?: readonly string[];
}

const DNS_TRY_MS = 2_500;
const DNS_TRIES = 2;
/** Codes that say more about a name than "not found" does, the most telling first. */
const TELLING_DNS_CODES: readonly string[] = ['ESERVFAIL', 'EREFUSED', 'EFORMERR', 'EBADNAME', 'ENOTIMP', 'ENODATA', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNREFUSED'];

/** The real network. The only file that opens sockets, asks resolvers or speaks TLS. */
export function createNodeTransport(options: NodeTransportOptions = {}): Transport {
  const tlsStack = options.tlsStack ?? tlsStackOf(process);
  const parts = createTlsParts(tlsStack, options.systemRoots);
  const resolver = () => {
    const own = new dns.promises.Resolver({ timeout: DNS_TRY_MS, tries: DNS_TRIES });
    if (options.dnsServers) own.setServers([...options.dnsServers]);
    return own;
  };
  const lookUp = (host: string): NameLookup => {
    const family = addressFamily(host);
    if (family !== 0) return { dns: Promise.resolve({ addresses: [{ address: host, family }] }), cancel: nothingUnderWay };
    const own = resolver();
    return { ...(options.dnsServers ? {} : { system: askSystem(host) }), dns: askResolver(own, host), cancel: () => own.cancel() };
  };
  const platform = platformOf(options.environment ?? process.env);
  return {
    ...(platform ? { platform } : {}),
    async resolve(host) {
      const { system, dns: direct, cancel } = lookUp(host);
      const first = await (system ?? direct);
      const answer = 'addresses' in first ? first : await direct;
      cancel();
      if ('code' in answer) throw new TransportError('resolve', answer.code);
      return answer.addresses;
    },
    lookUp,
    query: (name, type) => askForRecords(resolver(), name, type),
    get dnsServers() {
      return options.dnsServers ?? systemServers();
    },
    tlsStack,
    connect: (address, port, signal) => dial(address, port, signal, parts),
    now: () => performance.now(),
  };
}

function systemServers(): readonly string[] {
  try {
    return dns.getServers();
  } catch {
    // A machine whose resolver settings can't be read has none to name.
    return [];
  }
}

/** Asks as programs do: getaddrinfo(3), every address in the system's order. */
async function askSystem(host: string): Promise<LookupAnswer> {
  try {
    const found = await dns.promises.lookup(host, { all: true, verbatim: true });
    return { addresses: found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })) };
  } catch (error) {
    return { code: normaliseCode(error) };
  }
}

/**
 * Asks for A and AAAA and returns what there is; with nothing, the most telling of both failures. getaddrinfo
 * has one code for "no such name" and "no address of that kind"; c-ares tells them apart.
 */
async function askResolver(resolver: dns.promises.Resolver, host: string): Promise<LookupAnswer> {
  const codes: string[] = [];
  const ask = async (query: Promise<string[]>, family: 4 | 6) => {
    try {
      return (await query).map((address) => ({ address, family }));
    } catch (error) {
      codes.push(normaliseCode(error));
      return [];
    }
  };
  const found = (await Promise.all([ask(resolver.resolve6(host), 6), ask(resolver.resolve4(host), 4)])).flat();
  if (found.length > 0) return { addresses: found };
  return { code: TELLING_DNS_CODES.find((code) => codes.includes(code)) ?? codes[0] ?? 'ENODATA' };
}

async function askForRecords(resolver: dns.promises.Resolver, name: string, type: 'MX' | 'CNAME' | 'NS'): Promise<RecordAnswer> {
  try {
    const records =
      type === 'MX' ? exchangesOf(await resolver.resolveMx(name)) : await (type === 'NS' ? resolver.resolveNs(name) : resolver.resolveCname(name));
    // c-ares takes an answer that holds records of another type only for an empty success.
    return records.length > 0 ? { records } : { code: 'ENODATA' };
  } catch (error) {
    return { code: normaliseCode(error) };
  }
}

function exchangesOf(records: readonly dns.MxRecord[]): string[] {
  return [...records].sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
}

function nothingUnderWay(): void {}

/**
 * Dials one address. Not with `net.connect`: VS Code may patch it to wait for certificates, and Node's own
 * happy-eyeballs gives an address up after 250 ms (nodejs/node#54359).
 */
function dial({ address, family }: ResolvedAddress, port: number, signal: AbortSignal, parts: TlsParts): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = new net.Socket();
    const leave = () => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.removeListener('connect', onConnect);
    };
    const onAbort = () => {
      leave();
      socket.on('error', ignoreAfterEnd);
      socket.destroy();
      reject(new TransportError('connect', 'ABORTED'));
    };
    const onError = (error: Error) => {
      leave();
      socket.on('error', ignoreAfterEnd);
      socket.destroy();
      reject(new TransportError('connect', normaliseCode(error)));
    };
    const onConnect = () => {
      leave();
      socket.setNoDelay(true);
      resolve(createConnection(socket, parts));
    };
    socket.on('error', onError);
    socket.on('connect', onConnect);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else socket.connect({ host: address, port, family, autoSelectFamily: false });
  });
}

function createConnection(plain: net.Socket, parts: TlsParts): Connection {
  let stream = createByteStream(plain);
  let socket: net.Socket = plain;
  return {
    ...(plain.localAddress ? { localAddress: plain.localAddress } : {}),
    read: () => stream.read(),
    write(bytes) {
      if (!socket.destroyed) socket.write(bytes);
    },
    prepareTls(request) {
      try {
        parts.contexts.context(request);
      } catch {
        // An option that the library does not know: startTls meets it as well, and tells.
      }
    },
    async startTls(request) {
      const droppedBytes = stream.release();
      const { secure, facts } = await handshake(plain, request, parts, (started) => {
        socket = started;
      });
      stream = createByteStream(secure);
      return { tls: facts, droppedBytes } satisfies Upgrade;
    },
    destroy() {
      socket.destroy();
      plain.destroy();
    },
  };
}

/** For sockets that nobody reads any more: what still fails there is no news. */
function ignoreAfterEnd(): void {}
