import { createHmac } from 'node:crypto';
import type { Secret } from './secret.ts';

/** What was tried, where. */
export interface TriedCredentials {
  readonly host: string;
  readonly user: string;
  readonly password: Secret;
}

/**
 * Remembers which credentials a server has refused, so that a repeat can ask first: some providers lock an account after a
 * few failures. Kept are keyed hashes only, which say nothing without the salt and little with it.
 */
export interface RefusedCredentials {
  /** Whether exactly this user and secret were refused by this host before. */
  wasRefused(tried: TriedCredentials): boolean;
  remember(tried: TriedCredentials): void;
  /** Takes it back, after a sign-in that worked. */
  forget(tried: TriedCredentials): void;
  /** What to keep between sessions, oldest first; give it to `refusedCredentials` with the same salt. */
  entries(): readonly string[];
}

/** More are of no use: the oldest go. */
const MAX_ENTRIES = 200;

/** `salt` is random, made once by the caller and kept as carefully as a password; `known` is what `entries` once gave. */
export function refusedCredentials(salt: string, known: readonly string[] = []): RefusedCredentials {
  const entries = new Set(known.slice(-MAX_ENTRIES));
  const hash = ({ host, user, password }: TriedCredentials) =>
    createHmac('sha256', salt)
      .update([host.toLowerCase(), user, password.reveal()].map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
      .digest('base64url')
      .slice(0, 22);
  return {
    wasRefused: (tried) => entries.has(hash(tried)),
    remember(tried) {
      const entry = hash(tried);
      entries.delete(entry);
      entries.add(entry);
      for (const oldest of entries) if (entries.size > MAX_ENTRIES) entries.delete(oldest);
    },
    forget(tried) {
      entries.delete(hash(tried));
    },
    entries: () => [...entries],
  };
}
