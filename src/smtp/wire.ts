import { Expired, within } from './deadline.ts';
import type { Redactor } from './redact.ts';
import { createReplyParser, type ReplyEvent } from './reply.ts';
import { type Connection, type TlsRequest, TransportError, type Upgrade } from './transport.ts';
import type { SmtpReply, TranscriptLine } from './types.ts';

/** Longest line that is shown. Much shorter than what the parser keeps, so that no cut can fall inside a secret unseen. */
const MAX_SHOWN = 1000;

/** Why no reply came. */
export class WireError extends Error {
  readonly kind: 'timeout' | 'closed' | 'reset' | 'garbage' | 'alert';
  /** A normalised code, the time waited, or the text that came instead. */
  readonly detail: string;
  /** Garbage that is a TLS record: the server speaks TLS, or took our text for it. */
  readonly isTls: boolean;

  constructor(kind: WireError['kind'], detail: string, isTls = false) {
    super(`${kind}: ${detail}`);
    this.name = 'WireError';
    this.kind = kind;
    this.detail = detail;
    this.isTls = isTls;
  }
}

export interface ReadOptions {
  readonly ms: number;
  /** The codes the dialogue calls for here; others are marked as unexpected in the transcript. */
  readonly expects: (code: number) => boolean;
}

/** A reply twice: as it came, to understand it, and with secrets masked, to show it. The first never leaves this folder. */
export interface Reading {
  readonly raw: SmtpReply;
  readonly reply: SmtpReply;
}

/** The dialogue over one connection: the only reader and the only writer, and nothing passes it unredacted. */
export interface Wire {
  readonly isEncrypted: boolean;
  /** Says whether the server has spoken yet; nothing may be sent before. */
  readonly hasGreeted: boolean;
  /** Sends one line. `redactedTwin` stands in the transcript; give it whenever the line holds a secret. */
  send(line: string, redactedTwin?: string): void;
  /** Sends several lines at once, none with a secret (RFC 2920); each reply is read by itself. */
  sendAll(lines: readonly string[]): void;
  /** Waits for one whole reply. Rejects with WireError, or Cancelled when the signal says so. */
  read(options: ReadOptions): Promise<Reading>;
  /** Gets ready for `startTls` while the server is thinking. */
  prepareTls(request: TlsRequest): void;
  /** Speaks TLS from here on; what came in clear text before is dropped and counted. Rejects with TransportError, Expired, Cancelled. */
  startTls(request: TlsRequest, ms: number): Promise<Upgrade>;
  close(): void;
}

/** Opens the dialogue over a connection; each line goes to `tell` as it happens. */
export function createWire(connection: Connection, redactor: Redactor, tell: (line: TranscriptLine) => void, signal: AbortSignal): Wire {
  let parser = createReplyParser();
  let isEncrypted = false;
  let hasGreeted = false;
  let unread: ReplyEvent[] = [];

  /** Returns true at the end of the stream. */
  const pull = async (): Promise<boolean> => {
    const bytes = await connection.read();
    unread.push(...(bytes === undefined ? parser.end() : parser.push(bytes)));
    return bytes === undefined;
  };

  const nextReply = async (expects: ReadOptions['expects']): Promise<Reading> => {
    for (let isEnd = false; ; ) {
      for (let event = unread.shift(); event; event = unread.shift()) {
        if (event.type === 'garbage') throw new WireError('garbage', shown(event.text), event.isTls);
        tell({ direction: 'received', encrypted: isEncrypted, unexpected: !expects(event.code), text: shown(event.text) });
        if (!event.reply) continue;
        hasGreeted = true;
        return { raw: event.reply, reply: { ...event.reply, lines: event.reply.lines.map(shown) } };
      }
      if (isEnd) throw new WireError('closed', 'the server closed the connection');
      isEnd = await pull();
    }
  };

  const shown = (text: string) => {
    const clean = redactor.redact(text);
    return clean.length > MAX_SHOWN ? `${clean.slice(0, MAX_SHOWN)}…` : clean;
  };

  const bytesOf = (line: string, shownLine: string): string => {
    // A line end inside a value would smuggle a second command; values are checked where they enter, so this is our own bug.
    if (/[\r\n\0]/.test(line)) throw new Error('a command must be one line');
    if (!hasGreeted) throw new Error('nothing may be sent before the greeting');
    tell({ direction: 'sent', encrypted: isEncrypted, unexpected: false, text: shownLine });
    return `${line}\r\n`;
  };

  return {
    get isEncrypted() {
      return isEncrypted;
    },
    get hasGreeted() {
      return hasGreeted;
    },
    send(line, redactedTwin = line) {
      connection.write(Buffer.from(bytesOf(line, redactedTwin), 'utf8'));
    },
    sendAll(lines) {
      connection.write(Buffer.from(lines.map((line) => bytesOf(line, line)).join(''), 'utf8'));
    },
    async read({ ms, expects }) {
      try {
        return await within(nextReply(expects), ms, signal);
      } catch (error) {
        throw wireError(error, parser.pendingBytes);
      }
    },
    prepareTls(request) {
      connection.prepareTls?.(request);
    },
    async startTls(request, ms) {
      const leftover = unread.length > 0 ? unread.reduce((sum, event) => sum + event.text.length + 2, 0) : 0;
      const held = leftover + parser.drop();
      unread = [];
      parser = createReplyParser();
      const upgrade = await within(connection.startTls(request), ms, signal);
      isEncrypted = true;
      return { ...upgrade, droppedBytes: upgrade.droppedBytes + held };
    },
    close() {
      connection.destroy();
    },
  };
}

function wireError(error: unknown, pendingBytes: number): unknown {
  if (error instanceof Expired) {
    const seen = pendingBytes > 0 ? `, only ${pendingBytes} bytes without a line end` : '';
    return new WireError('timeout', `no reply in ${error.ms} ms${seen}`);
  }
  if (!(error instanceof TransportError)) return error;
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return new WireError('reset', error.code);
  if (error.code === 'ETIMEDOUT') return new WireError('timeout', error.code);
  return new WireError('alert', error.code);
}
