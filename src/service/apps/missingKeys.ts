import type { AppProfile } from '../../data/appProfile.types.ts';
import { APP_PROFILES, profileById } from '../../data/appProfiles.ts';
import type { KeyPurpose } from '../../data/profileNotes.ts';
import type { Match } from '../../discover/fromProfile.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { ConfigFile } from '../../parse/types.ts';
import { PURPOSES, purposeOf } from './purpose.ts';
import { silentWords } from './tlsWords.ts';
import { valueOptions } from './valueOptions.ts';

/** Something that an app could be told and that a file does not say. */
export interface MissingKey {
  /** The names that the app has for it, the usual one first. */
  readonly keys: readonly string[];
  readonly purpose: KeyPurpose;
  /** A value to begin with. */
  readonly value: string;
}

/** The order in which a person would write them. */
const ORDER: readonly KeyPurpose[] = ['enabled', 'service', 'host', 'port', 'tls', 'auth', 'user', 'password', 'passwordFile', 'from', 'helo', 'verify', 'url'];
export const rankOf = (purpose: KeyPurpose) => (ORDER.indexOf(purpose) + 1 || ORDER.length) + 1;

/** The keys of an app, together those that mean the same: names that it does not read any more are left out. */
function groupsOf(profile: Match['profile']): readonly (readonly string[])[] {
  const switches = [profile.enabled, profile.auth, profile.verify].map((each) => each?.keys ?? []);
  // A key with a meaning of its own beyond TLS is an old way round to it.
  const tls = profile.tls.rules.flatMap((rule) => ('values' in rule && rule.isOpen ? [] : [rule.keys]));
  return [...switches, ...Object.values(profile.keys), ...tls].map((keys) => keys.filter((key) => !isUnread(profile, key))).filter(({ length }) => length > 0);
}

/** Keys that the newest version does not read are no keys to begin with, unless an older one is known to be used. */
function isUnread(profile: Match['profile'], key: string): boolean {
  if (Object.hasOwn(profile.unusedKeys ?? {}, key)) return true;
  const base = profileById(profile.id);
  if (!base?.versions || base.title !== profile.title) return false;
  return base.versions.some(({ before, changes }) => before === undefined && Object.hasOwn(changes.unusedKeys ?? {}, key));
}

/** What the app could be told and is not: no key for what another key says already. */
export function missingKeys(file: ConfigFile, match: Match, setting: RelaySetting | undefined): readonly MissingKey[] {
  const { profile, found } = match;
  const hasUrl = setting?.url !== undefined;
  const seen = new Set<string>();
  return groupsOf(profile).flatMap((keys) => {
    const key = keys[0]!;
    const purpose = purposeOf(match, key);
    if (!purpose || seen.has(key) || keys.some((each) => found.has(each))) return [];
    seen.add(key);
    // A URL holds all of these, and is held by none.
    const isInUrl = hasUrl ? purpose !== 'from' && purpose !== 'enabled' : purpose === 'url';
    // A switch that can only turn mail off is nothing to begin with.
    const isOnlyOff = purpose === 'enabled' && profile.enabled?.on === undefined;
    return isInUrl || isOnlyOff ? [] : [{ keys, purpose, value: firstValue(file, match, key, purpose, setting) }];
  });
}

const STAND_INS: Readonly<Partial<Record<KeyPurpose, string>>> = {
  host: 'smtp.example.com',
  user: 'user@example.com',
  from: 'user@example.com',
  helo: 'mail.example.com',
  url: 'smtps://user:password@smtp.example.com:465',
};

function firstValue(file: ConfigFile, match: Match, key: string, purpose: KeyPurpose, setting: RelaySetting | undefined): string {
  if (purpose === 'host' && match.profile.portInHost) return 'smtp.example.com:587';
  const isChoice = purpose === 'host' || purpose === 'url' || purpose === 'service';
  const options = isChoice ? [] : valueOptions({ file, match, key, purpose, ...(setting && { setting }) });
  const [first] = [...options].sort((a, b) => a.rank - b.rank);
  return first?.value ?? STAND_INS[purpose] ?? '';
}

/** A key in a few words, and what counts without it. */
export function describeMissing(profile: Match['profile'], purpose: KeyPurpose): { readonly detail: string; readonly documentation: string } {
  const [name, is] = PURPOSES[purpose];
  const without = purpose === 'tls' ? ` With no TLS key set: ${silentWords(profile.tls.silent)}.` : '';
  return { detail: `${name} · ${profile.title}`, documentation: `${is}${without}` };
}

/** A name of an environment variable and the apps that read it. */
export interface KnownVariable {
  readonly key: string;
  readonly purpose: KeyPurpose;
  readonly profiles: readonly AppProfile[];
}

let variables: readonly KnownVariable[] | undefined;

/** The environment variables that apps are told about mail with. */
export function knownVariables(): readonly KnownVariable[] {
  if (variables) return variables;
  const byKey = new Map<string, { key: string; purpose: KeyPurpose; profiles: AppProfile[] }>();
  for (const profile of APP_PROFILES.filter(({ kinds }) => !kinds || kinds.includes('dotenv'))) {
    for (const keys of groupsOf(profile)) {
      const key = keys.find((each) => /^\w+$/.test(each));
      const purpose = key === undefined ? undefined : purposeOf({ profile }, key);
      const known = key === undefined ? undefined : byKey.get(key);
      if (known) {
        if (!known.profiles.includes(profile)) known.profiles.push(profile);
      } else if (key !== undefined && purpose) byKey.set(key, { key, purpose, profiles: [profile] });
    }
  }
  variables = [...byKey.values()];
  return variables;
}
