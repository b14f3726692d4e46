import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { MAX_TEXT_LENGTH } from '../parse/types.ts';

/** How many bytes are looked at to tell binary from text, as git does. */
const BINARY_SAMPLE = 8000;

/** A file's text, and how to turn it back into the same bytes. */
export interface DecodedText {
  readonly text: string;
  /** Bytes that are not UTF-8 are read one by one, so that writing the file back changes nothing else. */
  readonly encoding: 'utf8' | 'latin1';
}

export type ReadResult = { readonly ok: true; readonly source: DecodedText } | { readonly ok: false; readonly reason: 'binary' | 'too large' };

/** Decodes bytes; refuses what is not text or longer than the parsers read. */
export function decode(bytes: Uint8Array): ReadResult {
  if (bytes.length > MAX_TEXT_LENGTH) return { ok: false, reason: 'too large' };
  if (bytes.subarray(0, BINARY_SAMPLE).includes(0)) return { ok: false, reason: 'binary' };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = buffer.toString('utf8');
  // What is no UTF-8 becomes U+FFFD, which a text may hold of its own as well. A TextDecoder takes milliseconds to set up.
  const isUtf8 = !text.includes('\ufffd') || Buffer.from(text, 'utf8').equals(buffer);
  return { ok: true, source: isUtf8 ? { text, encoding: 'utf8' } : { text: buffer.toString('latin1'), encoding: 'latin1' } };
}

/** Reads a file whole. Rejects with the system's error; `fileProblem` words it. */
export async function readSource(path: string): Promise<ReadResult> {
  const { size } = await stat(path);
  if (size > MAX_TEXT_LENGTH) return { ok: false, reason: 'too large' };
  return decode(await readFile(path));
}

/** Longer than nearly all files of settings; reused from file to file. */
let shared: Buffer | undefined;

/**
 * The same at once, for the many files of a folder: small files from a warm cache take less time than the way to another
 * thread and back. `isWanted` sees the bytes as Latin-1 and can spare the rest; the result is undefined then. @throws the system's error
 */
export function readSourceSync(path: string, isWanted: (latin1: string) => boolean): ReadResult | undefined {
  const bytes = readBytes(path);
  if (!bytes) return { ok: false, reason: 'too large' };
  return isWanted(bytes.toString('latin1')) ? decode(bytes) : undefined;
}

/** Whether `readSourceSync` would have anything to decode. @throws the system's error */
export function isWorthDecoding(path: string, isWanted: (latin1: string) => boolean): boolean {
  const bytes = readBytes(path);
  return bytes !== undefined && isWanted(bytes.toString('latin1'));
}

/** The bytes of a file, as far as they tell that it is binary, until the next call. Undefined for more than the parsers read. */
function readBytes(path: string): Buffer | undefined {
  shared ??= Buffer.allocUnsafe(65_536);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, shared, 0, shared.length, 0);
    if (length < shared.length || shared.subarray(0, BINARY_SAMPLE).includes(0)) return shared.subarray(0, length);
    const { size } = fstatSync(file);
    if (size > MAX_TEXT_LENGTH) return undefined;
    const whole = Buffer.allocUnsafe(size);
    let filled = 0;
    for (let step = -1; step !== 0 && filled < size; filled += step) step = readSync(file, whole, filled, size - filled, filled);
    return whole.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a folder',
  ELOOP: 'its symbolic links form a loop',
  EROFS: 'the file system is read-only',
};

/** What is wrong with a file, in words, from the error of a file operation. */
export function fileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return PROBLEMS[code ?? ''] ?? code ?? message;
}
