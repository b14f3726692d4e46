import type { AppProfile, TlsRule } from '../../data/appProfile.types.ts';
import { APP_PROFILES } from '../../data/appProfiles.ts';
import type { Match } from '../../discover/fromProfile.ts';

/** The keys that an app reads, those of its TLS rules and switches included. */
export function readKeys(profile: Pick<AppProfile, 'keys' | 'tls' | 'enabled' | 'auth' | 'verify' | 'timeout'>): ReadonlySet<string> {
  const tls = profile.tls.rules.flatMap((rule: TlsRule) => rule.keys);
  const switches = [profile.enabled, profile.auth, profile.verify, profile.timeout].flatMap((each) => each?.keys ?? []);
  return new Set([...Object.values(profile.keys).flat(), ...tls, ...switches]);
}

let everyKey: ReadonlySet<string> | undefined;

/** Says whether some app that we know reads a variable of this name, or is told from others by it. */
export function isKnownVariable(key: string): boolean {
  everyKey ??= new Set(APP_PROFILES.flatMap((profile) => [...readKeys(profile), ...(profile.detect?.any ?? []), ...Object.keys(profile.unusedKeys ?? {})]));
  return everyKey.has(key);
}

/** The app's variables, which are keys without dots. */
export const variablesOf = ({ profile }: Match): readonly string[] => [...readKeys(profile)].filter((key) => !key.includes('.'));

/** A variable whose name has two underscores between its parts, and the app that reads it. */
export interface NestedVariable {
  readonly key: string;
  readonly profile: AppProfile;
}

let nested: ReadonlyMap<string, NestedVariable> | undefined;

/**
 * The variable with `__` that a name stands for when case and doubled underscores don't count. Such names are so much
 * the app's own that no other sign of it is needed.
 */
export function nestedVariable(key: string): NestedVariable | undefined {
  // Every key of every file is asked about.
  if (!key.includes('_')) return undefined;
  nested ??= new Map(
    APP_PROFILES.flatMap((profile) =>
      [...readKeys(profile)].filter((each) => each.includes('__') && !each.includes('.')).map((each) => [plain(each), { key: each, profile }] as const),
    ),
  );
  return isKnownVariable(key) ? undefined : nested.get(plain(key));
}

const plain = (key: string) => key.toLowerCase().replaceAll(/_+/g, '_');
