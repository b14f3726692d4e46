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
 * few failures. Kept are keyed hashes and times only, which say nothing without the salt and little with it.
 */
export interface RefusedCredentials {
  /** When exactly this user and secret were last refused by this host, in milliseconds of the epoch; undefined when they were not. */
  refusedAt(tried: TriedCredentials): number | undefined;
  remember(tried: TriedCredentials, atMs: number): void;
  /** Takes it back, after a sign-in that worked. */
  forget(tried: TriedCredentials): void;
  /** What to keep between sessions, oldest first; give it to `refusedCredentials` with the same salt. */
  entries(): readonly string[];
}

/** More are of no use: the oldest go. */
const MAX_ENTRIES = 200;

/** `salt` is random, made once by the caller and kept as carefully as a password; `known` is what `entries` once gave. */
export function refusedCredentials(salt: string, known: readonly string[] = []): RefusedCredentials {
  const times = new Map<string, number>();
  for (const entry of known.slice(-MAX_ENTRIES)) {
    const [, hash, at] = /^([\w-]{22}) (\d{1,15})$/.exec(entry) ?? [];
    if (hash !== undefined) times.set(hash, Number(at));
  }
  const hash = ({ host, user, password }: TriedCredentials) =>
    createHmac('sha256', salt)
      .update([host.toLowerCase(), user, password.reveal()].map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
      .digest('base64url')
      .slice(0, 22);
  return {
    refusedAt: (tried) => times.get(hash(tried)),
    remember(tried, atMs) {
      const entry = hash(tried);
      times.delete(entry);
      times.set(entry, atMs);
      for (const oldest of times.keys()) if (times.size > MAX_ENTRIES) times.delete(oldest);
    },
    forget(tried) {
      times.delete(hash(tried));
    },
    entries: () => [...times].map(([entry, at]) => `${entry} ${at}`),
  };
}
