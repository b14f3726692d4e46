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
}

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
  /** The next bytes, or undefined at the end. Rejects with a TransportError. One call at a time. */
  read(): Promise<Uint8Array | undefined>;
  /** Queues bytes; a failure shows in the next `read`. */
  write(bytes: Uint8Array): void;
  /** Speaks TLS from here on. Rejects only when no session comes about; a bad certificate is told in the facts. */
  startTls(request: TlsRequest): Promise<Upgrade>;
  /** Closes at once; a pending `read` or `startTls` ends. */
  destroy(): void;
}

/** The outside world of a probe: names, sockets and a clock. */
export interface Transport {
  /** Every address of a name, in the order the system would dial them. Rejects with a TransportError. */
  resolve(host: string): Promise<readonly ResolvedAddress[]>;
  /** The mail exchangers of a domain, best first; empty when it has none. A null MX (RFC 7505) is one empty name. */
  resolveMx(domain: string): Promise<readonly string[]>;
  /** Dials exactly one address. The signal ends the attempt. Rejects with a TransportError. */
  connect(address: ResolvedAddress, port: number, signal: AbortSignal): Promise<Connection>;
  /** The TLS library of this runtime; OpenSSL when it does not say. */
  readonly tlsStack?: TlsStack;
  /** Milliseconds since some fixed moment. */
  now(): number;
}
