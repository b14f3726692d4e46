import type { RunRecord } from './runRecord.ts';

const MASK = '•••';

/** What stands before the "@" of a mail address; the domain is what a diagnosis needs. */
const LOCAL_PART = /[\p{L}\p{N}.!#$%&'*/=?^_`{|}~+-]+(?=@[\p{L}\p{N}[])/gu;

/**
 * The same record without names of people: the local part of every mail address and the user name, wherever
 * they stand. Role names that RFC 2142 fixes are nobody's.
 */
export function maskAddresses(record: RunRecord): RunRecord {
  const { user } = record.relay;
  const name = user?.includes('@') ? undefined : user;
  return mapTexts(record, (text) => {
    const masked = text.replace(LOCAL_PART, (local) => (/^(postmaster|abuse|hostmaster)$/i.test(local) ? local : MASK));
    return name ? withoutWord(masked, name) : masked;
  }) as RunRecord;
}

/** A name that is part of a longer word or of a host name is another word. */
function withoutWord(text: string, word: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}_.-])${escaped}(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, 'giu'), MASK);
}

/** Fields that hold a word of a closed vocabulary, a path or a host: no people in there. */
const FIXED: ReadonlySet<string> = new Set(
  'id startedAt key file host stage state code owner confidence rule part provider security direction kind label protocol cipher mechanism fingerprint256'.split(
    ' ',
  ),
);

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, FIXED.has(name) ? one : mapTexts(one, change)]));
}
