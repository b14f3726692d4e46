import { variableReferences } from '../../parse/variables.ts';

/** A character of a URL's user name or password that has a meaning of its own there. */
export interface RawCharacter {
  readonly character: string;
  /** Offset in the value. */
  readonly at: number;
  readonly part: 'user' | 'password';
}

/** What follows the "@" of a URL that was meant: host, port, and perhaps a path or query. */
const AFTER = /^(\[[^\]]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?([/?#].*)?$/s;

/**
 * Finds characters in the user and password of a mail URL that would have to be percent-encoded (RFC 3986 §3.2.1): "/",
 * "?" and "#", which end the part of the URL that names the server; "@", blanks, and "%" without two digits. Empty for a
 * URL without credentials, with a variable in them, or where both readings make sense.
 */
export function rawCharacters(value: string): RawCharacter[] {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0].length;
  if (scheme === undefined || variableReferences(value).length > 0) return [];
  const rest = value.slice(scheme);
  const end = userInfoEnd(rest);
  if (end === undefined) return [];
  const info = rest.slice(0, end);
  const colon = info.indexOf(':');
  const found: RawCharacter[] = [];
  for (const { 0: character, index } of info.matchAll(/[@/?# \t]|%(?![0-9A-Fa-f]{2})/g)) {
    found.push({ character, at: scheme + index, part: colon !== -1 && index > colon ? 'password' : 'user' });
  }
  return found;
}

/** Where the credentials end: at the "@" that the standard sees, unless what stands before it can't be host and port. */
function userInfoEnd(rest: string): number | undefined {
  const stop = rest.search(/[/?#]/);
  const authority = stop === -1 ? rest : rest.slice(0, stop);
  const last = authority.lastIndexOf('@');
  if (last !== -1) return last;
  // `user:pa/ss@host`: "pa" is no port, so the "/" belongs to the password.
  const isHostAndPort = /^[^:]*(:\d*)?$/.test(authority) || /^\[[^\]]*\](:\d*)?$/.test(authority);
  if (isHostAndPort) return undefined;
  for (let at = rest.lastIndexOf('@'); at !== -1; at = rest.lastIndexOf('@', at - 1)) {
    if (AFTER.test(rest.slice(at + 1))) return at;
    if (at === 0) break;
  }
  return undefined;
}
