import type { KeyRole, TlsConflict, TlsMode } from '../../data/appProfile.types.ts';
import type { Match } from '../../discover/fromProfile.ts';
import { relayMatches } from '../../discover/index.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { ValueReader } from '../../discover/values.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';

/** What is worked out once for a file, however many rules and settings ask. */
interface Known {
  readonly reader: ValueReader;
  /** By each entry that takes part; one entry may belong to several apps. */
  readonly matches: ReadonlyMap<Entry, readonly Match[]>;
}

const knownFiles = new WeakMap<ConfigFile, Known>();

function knownOf(file: ConfigFile): Known {
  const known = knownFiles.get(file) ?? readFile(file);
  knownFiles.set(file, known);
  return known;
}

function readFile(file: ConfigFile): Known {
  const reader = new ValueReader(file);
  const matches = new Map<Entry, Match[]>();
  for (const match of file.kind === 'postfix-main' ? [] : relayMatches(file, reader)) {
    for (const entry of match.found.values()) {
      const others = matches.get(entry);
      if (others) others.push(match);
      else matches.set(entry, [match]);
    }
  }
  return { reader, matches };
}

/** Reads the values of a file, variables resolved; the same one for every rule. */
export function readerOf(file: ConfigFile): ValueReader {
  return knownOf(file).reader;
}

/** The keys that lead to mail servers in a file, by the app that reads them. */
export function matchesIn(file: ConfigFile): readonly Match[] {
  return [...new Set([...knownOf(file).matches.values()].flat())];
}

/** The app's keys behind a setting; undefined for main.cf, which has parameters instead. */
export function appKeysOf({ file, profile: id, anchor, entries }: RelaySetting): Match | undefined {
  const { matches } = knownOf(file);
  // What a place takes over from another one belongs to both; the setting begins in its own.
  for (const entry of [anchor, ...entries]) {
    const match = matches.get(entry)?.find(({ profile }) => profile.id === id);
    if (match) return match;
  }
  return undefined;
}

/** Says whether the second of two switches is on because nothing says otherwise. */
export function isByDefault({ keys: [, second], isSecondDefault }: TlsConflict, { found }: Match): boolean {
  return isSecondDefault === true && !second.some((key) => found.has(key));
}

/** Says whether the app of a setting is known not to do a mode, whatever is set. */
export function isUnsupported(setting: RelaySetting, mode: TlsMode): boolean {
  return appKeysOf(setting)?.profile.unsupported?.includes(mode) ?? false;
}

/** The entries that an app's keys of one role have, in the order in which the app asks for them. */
export function entriesFor({ profile, found }: Match, role: KeyRole): Entry[] {
  return (profile.keys[role] ?? []).flatMap((key) => found.get(key) ?? []);
}

/** Where a key that is not set yet can be written: behind `anchor`, under `name`. */
export interface NewPlace {
  readonly anchor: Entry;
  readonly name: string;
}

/**
 * A place for another of the app's keys: beside one that stands in the same map. `smtp.host` and `smtp.secure` do,
 * `smtp.host` and `smtp.auth.user` do not. Undefined when nothing stands beside it.
 */
export function placeFor(match: Match, key: string): NewPlace | undefined {
  return placesFor(match, key).next().value ?? undefined;
}

/** All places for another of the app's keys, the best one first. */
export function* placesFor({ profile, found }: Match, key: string): Generator<NewPlace, undefined> {
  if (profile.takesNoKeys) return undefined;
  const roles = (['port', 'host', 'user', 'password', 'from'] as const).flatMap((role) => profile.keys[role] ?? []);
  for (const beside of [...profile.tls.rules.flatMap((rule) => rule.keys), ...roles, ...found.keys()]) {
    const anchor = found.get(beside);
    if (!anchor || anchor.inherited || parentOf(beside) !== parentOf(key)) continue;
    yield { anchor, name: nameBeside(anchor, beside, key) };
  }
  return undefined;
}

const parentOf = (key: string) => key.slice(0, key.lastIndexOf('.') + 1);
const lastOf = (key: string) => key.slice(key.lastIndexOf('.') + 1);

/** The new key in the form in which its neighbour is written: nested, or with all its dots in one name. */
function nameBeside(anchor: Entry, beside: string, key: string): string {
  const isDotted = beside.includes('.') && anchor.key.includes('.');
  return isDotted ? anchor.key.slice(0, anchor.key.length - lastOf(beside).length) + lastOf(key) : lastOf(key);
}
