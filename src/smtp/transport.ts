import type { TlsFacts, TlsVersion } from './types.ts';

/** Where in a connection's life a failure arose. One code means different things at different times, so both travel together. */
export type Phase = 'resolve' | 'connect' | 'tls' | 'stream';

/** A failure of the network. `code` is normalised (errors.ts); raw messages stay behind, they differ between runtimes. */
export class TransportError extends Error {
  readonly phase: Phase;
  readonly code: string;
  /** How many bytes the server had answered to a TLS hello when it failed. */
  readonly answeredBytes: number | undefined;

  constructor(phase: Phase, code: string, answeredBytes?: number) {
    super(`${phase}: ${code}`);
    this.name = 'TransportError';
    this.phase = phase;
    this.code = code;
    this.answeredBytes = answeredBytes;
  }
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** The mail exchanger it belongs to, where one was looked up. */
  readonly exchange?: string;
}

/** What one way of looking a name up came to: addresses, or the normalised code of the failure. */
export type LookupAnswer = { readonly addresses: readonly ResolvedAddress[] } | { readonly code: string };

/** Both ways to look a name up, under way side by side. Neither promise rejects. */
export interface NameLookup {
  /** The operating system's: hosts file, mDNS, VPN rules, then DNS. What most programs use; absent where it is left out. */
  readonly system?: Promise<LookupAnswer>;
  /** The DNS servers asked directly. */
  readonly dns: Promise<LookupAnswer>;
  /** Calls off what has not come in yet. */
  cancel(): void;
}

/** Records of other types, as text: exchanges best first (`MX`), the canonical name (`CNAME`), name servers (`NS`). */
export type RecordAnswer = { readonly records: readonly string[] } | { readonly code: string };

export interface TlsRequest {
  /** The name for SNI and for the certificate; an address is checked but not announced (RFC 6066 §3). */
  readonly serverName: string;
  /** Extra trust anchors, PEM. */
  readonly ca?: readonly string[];
  /** `false` leaves the name out of the hello (no SNI). */
  readonly announceName?: boolean;
  /** The versions on offer, for a second question; what the runtime offers by itself when absent. */
  readonly versions?: TlsVersionRange;
}

/** TLS versions from one to another, both included. */
export interface TlsVersionRange {
  readonly min: TlsVersion;
  readonly max: TlsVersion;
}

/** Node is built with one of two TLS libraries: OpenSSL, or in desktop VS Code BoringSSL, which knows neither DHE nor security levels. */
export type TlsStack = 'openssl' | 'boringssl';

export interface Upgrade {
  readonly tls: TlsFacts;
  /** Clear-text bytes that had already come in; they were dropped (RFC 3207 §6). */
  readonly droppedBytes: number;
}

/** One TCP connection, in clear text until `startTls`. */
export interface Connection {
  /** The address of this end, where it is known. */
  readonly localAddress?: string;
  /** The next bytes, or undefined at the end. Rejects with a TransportError. One call at a time. */
  read(): Promise<Uint8Array | undefined>;
  /** Queues bytes; a failure shows in the next `read`. */
  write(bytes: Uint8Array): void;
  /** Does what `startTls` with the same request has to do before it sends anything, so that it does not take the time then. */
  prepareTls?(request: TlsRequest): void;
  /** Speaks TLS from here on. Rejects only when no session comes about; a bad certificate is told in the facts. */
  startTls(request: TlsRequest): Promise<Upgrade>;
  /** Closes at once; a pending `read` or `startTls` ends. */
  destroy(): void;
}

/** The outside world of a probe: names, sockets and a clock. */
export interface Transport {
  /** Every address of a name, in the order the system would dial them, or what DNS says where the system knows none. Rejects with a TransportError. */
  resolve(host: string): Promise<readonly ResolvedAddress[]>;
  /** Starts both lookups of a name at once, so that they can be compared and neither waits for the other. */
  lookUp(host: string): NameLookup;
  /** Asks DNS for records. Never rejects; an answer without any is `ENODATA`. A null MX (RFC 7505) is one empty name. */
  query(name: string, type: 'MX' | 'CNAME' | 'NS'): Promise<RecordAnswer>;
  /** Dials exactly one address. The signal ends the attempt. Rejects with a TransportError. */
  connect(address: ResolvedAddress, port: number, signal: AbortSignal): Promise<Connection>;
  /** The TLS library of this runtime; OpenSSL when it does not say. */
  readonly tlsStack?: TlsStack;
  /** The DNS servers that are asked, where that is known. */
  readonly dnsServers?: readonly string[];
  /** Id of the hosting platform that this machine shows to be part of (data/portPolicies.ts). */
  readonly platform?: string;
  /** Milliseconds since some fixed moment. */
  now(): number;
}
