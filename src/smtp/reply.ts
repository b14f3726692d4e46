import type { SmtpReply } from './types.ts';

/** RFC 5321 §4.5.3.1.5 allows 512; real servers go further. What is longer is cut, not kept. */
const MAX_LINE_BYTES = 4096;
/** More lines in one reply, or blank lines before one, than any honest server sends. */
const MAX_LINES = 500;

const LF = 0x0a;

/** What the parser makes of one line. */
export type ReplyEvent =
  /** A line of a reply; `reply` is there when it was the last one. */
  | { readonly type: 'line'; readonly code: number; readonly text: string; readonly reply?: SmtpReply }
  /** Not SMTP: the text or bytes as far as they came. */
  | { readonly type: 'garbage'; readonly text: string; readonly isTls: boolean };

export interface ReplyParser {
  /** Takes the next bytes as they came, split anywhere, and returns the lines they complete. */
  push(bytes: Uint8Array): ReplyEvent[];
  /** Call at the end of the stream: a last line may lack its line end. */
  end(): ReplyEvent[];
  /** Bytes that have come but belong to no reply yet. */
  readonly pendingBytes: number;
  /** Forgets everything unread and says how many bytes that were. */
  drop(): number;
}

/**
 * Reads SMTP replies (RFC 5321 §4.2.1) from a byte stream. Lenient where servers are sloppy: bare LF, stray
 * blank lines, a missing final line end, 8-bit text in UTF-8 or Latin-1, a code without text. A line that
 * does not begin with a reply code is garbage.
 */
export function createReplyParser(): ReplyParser {
  let buffer: number[] = [];
  let skipped = 0;
  let blanks = 0;
  let lines: string[] = [];

  const takeLine = (): ReplyEvent | undefined => {
    const text = decode(buffer).replace(/\r$/, '');
    const bytes = buffer;
    buffer = [];
    skipped = 0;
    if (text.trim() === '') {
      blanks += 1;
      return blanks > MAX_LINES ? { type: 'garbage', text: 'nothing but blank lines', isTls: false } : undefined;
    }
    const match = /^(\d{3})(?:([ \t-])(.*))?$/s.exec(text);
    if (!match) return { type: 'garbage', text: printable(text), isTls: isTlsRecord(bytes) };
    if (lines.length >= MAX_LINES) return { type: 'garbage', text: 'a reply without an end', isTls: false };
    const [, rawCode = '', separator, rest = ''] = match;
    const code = Number(rawCode);
    lines.push(printable(rest));
    if (separator === '-') return { type: 'line', code, text: printable(text) };
    const reply = makeReply(code, lines);
    lines = [];
    blanks = 0;
    return { type: 'line', code, text: printable(text), reply };
  };

  return {
    push(bytes) {
      const events: ReplyEvent[] = [];
      for (const byte of bytes) {
        if (byte === LF) {
          const event = takeLine();
          if (event) events.push(event);
        } else if (buffer.length < MAX_LINE_BYTES) buffer.push(byte);
        else skipped += 1;
      }
      // TLS records and other binary protocols may never send a line end; one byte is enough to know.
      if (lines.length === 0 && buffer.length > 0 && isBinary(buffer[0]!)) {
        events.push({ type: 'garbage', text: printable(decode(buffer)), isTls: isTlsRecord(buffer) });
        buffer = [];
      }
      return events;
    },
    end() {
      const event = buffer.length > 0 ? takeLine() : undefined;
      return event ? [event] : [];
    },
    get pendingBytes() {
      return buffer.length + skipped;
    },
    drop() {
      const count = buffer.length + skipped;
      buffer = [];
      skipped = 0;
      lines = [];
      return count;
    },
  };
}

function makeReply(code: number, lines: readonly string[]): SmtpReply {
  const enhanced = lines.map((line) => enhancedCode(code, line)).find((found) => found !== undefined);
  return { code, ...(enhanced ? { enhanced } : {}), lines };
}

/** RFC 3463 §2 at the start of a line, its class in step with the reply code. Some servers put a `#` before it. */
function enhancedCode(code: number, line: string): string | undefined {
  const found = /^\s*#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(line)?.[1];
  return found && Number(found[0]) === Math.floor(code / 100) ? found : undefined;
}

/** The whole text of a reply on one line, its code first and enhanced code once. */
export function replyText({ code, lines }: SmtpReply): string {
  const text = lines
    .map((line, index) => (index === 0 ? line : line.replace(/^\s*#?[245]\.\d{1,3}\.\d{1,3}(?![\d.])\s*/, '')))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  return `${code} ${text}`.trim();
}

function decode(bytes: readonly number[]): string {
  const array = Uint8Array.from(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(array);
  } catch {
    // Not UTF-8: every byte is a character in Latin-1, so nothing is lost and nothing is guessed.
    return new TextDecoder('latin1').decode(array);
  }
}

/** Server text goes to terminals and editors: control and direction characters must not act there. */
function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

function isBinary(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}

/** A TLS record begins with its content type and major version 3 (RFC 8446 §5.1); 0x15 is an alert, 0x16 a handshake. */
function isTlsRecord(bytes: readonly number[]): boolean {
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && (bytes[1] === undefined || bytes[1] === 0x03);
}
