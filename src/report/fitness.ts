import type { Capabilities } from '../smtp/types.ts';

/** An extension and what it is good for, in words for both cases. */
const EXTENSIONS: readonly { readonly keyword: string; readonly has: string; readonly lacks: string }[] = [
  { keyword: 'SMTPUTF8', has: 'addresses outside ASCII', lacks: 'no addresses outside ASCII (no SMTPUTF8)' },
  { keyword: '8BITMIME', has: 'text in 8 bits', lacks: 'text in 7 bits only, so it must be encoded (no 8BITMIME)' },
  { keyword: 'DSN', has: 'delivery reports on request', lacks: 'no delivery reports on request (no DSN)' },
];

/** What a server is fit for, in the order of weight: how big a message may be, then what it may hold and ask for (RFC 1870, 6531, 6152, 3461). */
export function fitnessLines({ size, extensions }: Capabilities): string[] {
  const limit = size === undefined ? 'no limit of size announced' : size === 0 ? 'messages of any size' : `messages up to ${bytes(size)}`;
  return [limit, ...EXTENSIONS.map(({ keyword, has, lacks }) => (keyword in extensions ? `${has} (${keyword})` : lacks))];
}

/** A number of bytes for people. */
function bytes(count: number): string {
  const megabytes = count / 1_048_576;
  return megabytes >= 1 ? `${Number(megabytes.toFixed(1))} MiB` : `${Math.round(count / 1024)} KiB`;
}

/** The sign-in methods before TLS and under it, where both were heard; undefined when the server has said nothing. */
export function mechanismsLine(before: Capabilities | undefined, under: Capabilities | undefined): string | undefined {
  const list = (capabilities: Capabilities) => (capabilities.mechanisms.length > 0 ? capabilities.mechanisms.join(', ') : 'none');
  if (!before) return under && list(under);
  return under ? `before TLS ${list(before)}; under TLS ${list(under)}` : list(before);
}
