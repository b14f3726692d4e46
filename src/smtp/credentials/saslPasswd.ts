import { senderKeys } from '../../text/senderKeys.ts';
import { Secret } from './secret.ts';

/** What Postfix knows when it looks for credentials. */
export interface SaslQuery {
  /** The server's name without brackets and port. */
  readonly host: string;
  /** The next hop exactly as `relayhost` or a transport table says it, brackets and port included. */
  readonly nexthop: string;
  /** The envelope sender; only given when `smtp_sender_dependent_authentication` is on. */
  readonly sender?: string;
}

export interface SaslCredentials {
  readonly user: string;
  readonly password: Secret;
  /** The key that matched, lower case. */
  readonly key: string;
}

/**
 * Looks up credentials in the source text of a table that `smtp_sasl_password_maps` names, as smtp(8) does:
 * the sender (full, without its +extension, then `@domain`), the host, the next hop as written. Keys are
 * compared without case (postmap(1)); the value is `user:password`, split at the first colon, the rest kept
 * as it is. Without a colon the password is empty. Returns undefined when no key matches.
 */
export function lookupSaslPassword(text: string, query: SaslQuery): SaslCredentials | undefined {
  const table = readTable(text);
  for (const key of [...(query.sender ? senderKeys(query.sender) : []), query.host, query.nexthop]) {
    const folded = key.toLowerCase();
    const value = table.get(folded);
    if (value === undefined) continue;
    const colon = value.indexOf(':');
    const user = colon === -1 ? value : value.slice(0, colon);
    return { user, password: new Secret(colon === -1 ? '' : value.slice(colon + 1)), key: folded };
  }
  return undefined;
}

/** postmap(1), TABLE FILE FORMAT: comments and blank lines skipped, indented lines continue, the first of two equal keys wins. */
function readTable(text: string): Map<string, string> {
  const logical: string[] = [];
  let isFirst = true;
  for (const line of text.split('\n')) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (!/^\s/.test(line)) logical.push(line);
    // An indented first line continues nothing; postmap drops it.
    else if (!isFirst) logical[logical.length - 1] += line;
    else continue;
    isFirst = false;
  }
  const table = new Map<string, string>();
  for (const line of logical) {
    const { key, value } = splitEntry(line);
    const folded = key.toLowerCase();
    if (value !== '' && !table.has(folded)) table.set(folded, value);
  }
  return table;
}

/** The key ends at the first blank outside double quotes and keeps its quotes. */
function splitEntry(line: string): { key: string; value: string } {
  let isQuoted = false;
  let at = 0;
  for (; at < line.length; at += 1) {
    const char = line[at]!;
    if (char === '\\') at += 1;
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && /\s/.test(char)) break;
  }
  return { key: line.slice(0, at), value: isQuoted ? '' : line.slice(at).trim() };
}
