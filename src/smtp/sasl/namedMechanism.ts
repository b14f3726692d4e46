import { MECHANISM_KEY, mechanismNamed } from '../../data/mechanisms.ts';
import type { RelaySetting } from '../../discover/types.ts';

/**
 * The SASL mechanism that a setting names, upper case, or undefined: a test with another one would prove nothing about the
 * app. Words that only switch the sign-in on or off are no mechanism.
 */
export function namedMechanism({ entries, authEnabled }: RelaySetting): string | undefined {
  const candidates = [...(authEnabled ? [authEnabled.entry] : []), ...entries.filter(({ key }) => MECHANISM_KEY.test(key))];
  return candidates.map(({ value }) => mechanismNamed(value)).find((name) => name !== undefined);
}
