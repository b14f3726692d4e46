/** `DIRC`, version, number of entries. */
const HEADER = 12;
const SIGNATURE = 0x44495243;
/** Times, inode, mode, owner, size: what stands in front of an entry's object name. */
const STAT_BYTES = 40;
const FLAGS = 2;
const NAME_MASK = 0xfff;
const EXTENDED = 0x4000;

/**
 * Reads the names in a git index (gitformat-index(5), versions 2 to 4, objects named by SHA-1 or SHA-256). Undefined for
 * anything else, and for an index that ends in the middle of an entry: then nothing is known.
 */
export function readGitIndex(bytes: Uint8Array): ReadonlySet<string> | undefined {
  return readEntries(bytes, 20) ?? readEntries(bytes, 32);
}

function readEntries(bytes: Uint8Array, hashBytes: number): ReadonlySet<string> | undefined {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length < HEADER || data.getUint32(0) !== SIGNATURE ? 0 : data.getUint32(4);
  if (version < 2 || version > 4) return undefined;
  const decoder = new TextDecoder();
  const names = new Set<string>();
  const count = data.getUint32(8);
  let at = HEADER;
  let previous: Uint8Array = new Uint8Array(0);
  for (let index = 0; index < count; index += 1) {
    const flagsAt = at + STAT_BYTES + hashBytes;
    if (flagsAt + FLAGS > bytes.length) return undefined;
    const flags = data.getUint16(flagsAt);
    const nameAt = flagsAt + FLAGS + (version > 2 && (flags & EXTENDED) !== 0 ? 2 : 0);
    const entry = version === 4 ? readCompressed(bytes, nameAt, previous) : readPlain(bytes, nameAt, at);
    const length = flags & NAME_MASK;
    // A wrong guess at the length of object names shows here at once.
    if (!entry || (length !== NAME_MASK && entry.name.length !== length)) return undefined;
    names.add(decoder.decode(entry.name));
    previous = entry.name;
    at = entry.next;
  }
  return names;
}

interface IndexEntry {
  readonly name: Uint8Array;
  readonly next: number;
}

/** Ends with NUL bytes up to a multiple of eight, at least one. */
function readPlain(data: Uint8Array, nameAt: number, start: number): IndexEntry | undefined {
  const end = data.indexOf(0, nameAt);
  return end === -1 ? undefined : { name: data.subarray(nameAt, end), next: start + (Math.floor((end - start) / 8) + 1) * 8 };
}

/** Says how many bytes of the name before it go, and what comes in their place. */
function readCompressed(data: Uint8Array, nameAt: number, previous: Uint8Array): IndexEntry | undefined {
  let at = nameAt;
  let removed = 0;
  for (let more = true, first = true; more; first = false) {
    const byte = data[at];
    if (byte === undefined || removed > previous.length) return undefined;
    removed = first ? byte & 0x7f : (removed + 1) * 128 + (byte & 0x7f);
    more = (byte & 0x80) !== 0;
    at += 1;
  }
  const end = data.indexOf(0, at);
  if (end === -1 || removed > previous.length) return undefined;
  return { name: Uint8Array.of(...previous.subarray(0, previous.length - removed), ...data.subarray(at, end)), next: end + 1 };
}
