import type { AppProfile, KeyRole, TlsRule } from '../data/appProfile.types.ts';
import { APP_PROFILES } from '../data/appProfiles.ts';
import { imageVersion } from '../data/packageFiles.ts';
import { compareVersions } from '../data/versions.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { once } from '../text/once.ts';
import { ownerPath, placeId } from './blocks.ts';
import { readMailUrls } from './fromUrl.ts';
import { isUnset } from './values.ts';

/** One place in a file where an app's keys were found. */
export interface ProfileMatch {
  readonly profile: AppProfile;
  /** Identity of the place: the block, or the map that the paths begin in. */
  readonly place: string;
  /** The keys above it, for a name. */
  readonly path: readonly string[];
  /** Profile key → the entry that sets it, the last one where it is set twice. */
  readonly found: ReadonlyMap<string, Entry>;
}

interface Pattern {
  readonly profile: AppProfile;
  readonly key: string;
  /** Empty for a key without dots. */
  readonly segments: readonly string[];
}

/** `spring-mail`, `springMail` and `spring_mail` are one (Spring's relaxed binding; .NET and others ignore case). */
const relaxed = (segment: string) => segment.toLowerCase().replace(/[-_]/g, '');

/** Patterns by their last segment, so that one look-up per entry is enough however many profiles there are. */
export type ProfileIndex = ReadonlyMap<string, readonly Pattern[]>;

const known = once(() => indexProfiles(APP_PROFILES));

export function indexProfiles(profiles: readonly AppProfile[]): ProfileIndex {
  const byEnd = new Map<string, Pattern[]>();
  for (const profile of profiles) {
    for (const key of keysOf(profile)) {
      const segments = key.includes('.') ? key.split('.').map(relaxed) : [];
      const end = segments.at(-1) ?? (profile.ignoresCase ? `~${key.toLowerCase()}` : `=${key}`);
      const list = byEnd.get(end);
      if (list) list.push({ profile, key, segments });
      else byEnd.set(end, [{ profile, key, segments }]);
    }
  }
  return byEnd;
}

function keysOf(profile: AppProfile): ReadonlySet<string> {
  const inSomeVersion = (profile.versions ?? []).flatMap(({ changes }) => changes.tls?.rules ?? []);
  const tls = [...profile.tls.rules, ...inSomeVersion].flatMap((rule: TlsRule) => rule.keys);
  const switches = [profile.enabled, profile.auth, profile.verify].flatMap((each) => each?.keys ?? []);
  const detect = [...(profile.detect?.any ?? []), ...(profile.detect?.all ?? []), ...(profile.detect?.none ?? [])].map(keyOf);
  const also = profile.tls.rules.flatMap((rule) => ('also' in rule ? (rule.also?.keys ?? []) : []));
  return new Set([...Object.values(profile.keys).flat(), ...tls, ...also, ...switches, ...(profile.timeout?.keys ?? []), ...detect]);
}

/** A key of `detect` without the value that it may ask for. */
const keyOf = (sign: string) => sign.split('=', 1)[0]!;

function shows(found: ReadonlyMap<string, Entry>, sign: string): boolean {
  const entry = found.get(keyOf(sign));
  const equals = sign.indexOf('=');
  return entry !== undefined && (equals === -1 || entry.value.toLowerCase() === sign.slice(equals + 1));
}

/** Keys that lead to a server; one of them must be there, else there is nothing to connect to. */
const LEADING: readonly KeyRole[] = ['host', 'url', 'service'];

/**
 * Finds the apps whose keys a file sets, the best-fitting first where several claim the same keys. One pass
 * over the entries.
 */
export function matchProfiles(file: ConfigFile, byEnd = known()): readonly ProfileMatch[] {
  const matches = new Map<string, ProfileMatch & { readonly found: Map<string, Entry> }>();
  const images = new Map<string, string>();
  for (const entry of file.entries) {
    if (entry.key === 'image') images.set(placeId(entry, entry.path.slice(0, -1)), entry.value);
    for (const { profile, key, place, path } of hitsOf(entry, file.kind, byEnd)) {
      const id = `${profile.id} ${place}`;
      const match = matches.get(id) ?? { profile, place, path, found: new Map<string, Entry>() };
      if (!matches.has(id)) matches.set(id, match);
      match.found.set(key, entry);
    }
  }
  const fitting = [...matches.values()].filter((match) => fits(match, file.path, imageBeside(match, images)));
  const kept = withoutRivals(fitting.sort((a, b) => score(b, images, file.path) - score(a, images, file.path)));
  return kept.map((match) => ({ ...match, found: withBase(match, matches), profile: inVersion(match.profile, file, imageBeside(match, images)) }));
}

/** What a place that only changes some keys takes over from the one that it changes: `%prod.quarkus.…` from `quarkus.…`. */
function withBase({ profile, place, path, found }: ProfileMatch, matches: ReadonlyMap<string, ProfileMatch>): ProfileMatch['found'] {
  if (!profile.overlays) return found;
  const [document = '', ...rest] = place.split('/');
  const basePath = path.filter((segment) => !segment.startsWith('%'));
  const basePlace = profile.overlays === 'percent' ? `${document}/${basePath.join('/')}` : `0/${rest.join('/')}`;
  const base = matches.get(`${profile.id} ${basePlace}`);
  return base && base.place !== place ? new Map([...base.found, ...found]) : found;
}

/** The profile as it is in the version that the image beside it or the workspace shows; what holds in all versions where neither does. */
function inVersion(profile: AppProfile, { around }: ConfigFile, image: string): AppProfile {
  let changed = profile;
  for (const { library, from, before, changes } of profile.versions ?? []) {
    const version = library.startsWith('image:') && image !== '' ? imageVersion(image, library.slice(6)) : around?.version(library);
    const isMeant = version !== undefined && !(from && compareVersions(version, from) < 0) && !(before && compareVersions(version, before) >= 0);
    if (isMeant) changed = { ...changed, ...changes };
  }
  return changed;
}

interface Hit {
  readonly profile: AppProfile;
  readonly key: string;
  readonly place: string;
  readonly path: readonly string[];
}

function* hitsOf(entry: Entry, kind: string, byEnd: ProfileIndex): Generator<Hit> {
  const flat = byEnd.get(`=${entry.key}`) ?? [];
  for (const { profile, key } of [...flat, ...(byEnd.get(`~${entry.key.toLowerCase()}`) ?? [])]) {
    if (profile.kinds && !profile.kinds.includes(kind)) continue;
    const path = ownerPath(entry);
    yield { profile, key, place: placeId(entry, path), path };
  }
  const written = entry.path.length > 1 || entry.key.includes('.') ? entry.path.join('.').split('.') : [];
  if (written.length === 0) return;
  const segments = written.map(relaxed);
  for (const { profile, key, segments: wanted } of byEnd.get(segments.at(-1)!) ?? []) {
    const start = segments.length - wanted.length;
    if (start < 0 || !wanted.every((segment, at) => segment === '*' || segment === '?' || segment === segments[start + at])) continue;
    if ((profile.kinds && !profile.kinds.includes(kind)) || (profile.isCaseSensitive && !isSpelledAlike(key, written))) continue;
    const wildcards = wanted.map((segment, at) => (segment === '*' ? written[start + at]! : '')).filter((segment) => segment !== '');
    const path = [...written.slice(0, start), ...wildcards];
    yield { profile, key, place: placeId(entry, path), path };
  }
}

const isSpelledAlike = (key: string, written: readonly string[]) =>
  key
    .split('.')
    .reverse()
    .every((segment, at) => segment === '*' || segment === '?' || segment === written.at(-1 - at));

function imageBeside(match: ProfileMatch, images: ReadonlyMap<string, string>): string {
  const first = match.found.values().next().value;
  return (first && images.get(placeId(first, match.path.slice(0, -1)))) ?? '';
}

function fits({ profile, found }: ProfileMatch, path: string, image: string): boolean {
  const leads = LEADING.some((role) => profile.keys[role]?.some((key) => found.has(key) && canLead(role, found.get(key)!)));
  const signsIn = profile.defaultHost !== undefined && setsUserAndPassword(profile, found);
  if (!leads && !signsIn) return false;
  const { detect } = profile;
  if (!detect) return true;
  if (detect.all?.some((sign) => !shows(found, sign)) || detect.none?.some((sign) => shows(found, sign))) return false;
  if (!detect.any && !detect.image && !detect.file) return true;
  if (detect.any?.some((sign) => shows(found, sign))) return true;
  return Boolean((detect.image && new RegExp(detect.image).test(image)) || (detect.file && new RegExp(detect.file).test(path)));
}

/** `EMAIL_SERVER=smtp.example.com` is another app's key of the same name: a URL must be one, or a variable for one. */
function canLead(role: KeyRole, entry: Entry): boolean {
  return role !== 'url' || isUnset(entry) || /[${<]/.test(entry.value) || readMailUrls(entry).length > 0;
}

function setsUserAndPassword(profile: AppProfile, found: ReadonlyMap<string, Entry>): boolean {
  const isSet = (role: KeyRole) => profile.keys[role]?.some((key) => found.has(key) && !isUnset(found.get(key)!)) ?? false;
  return isSet('user') && (isSet('password') || isSet('passwordFile'));
}

/** More keys understood is a better fit; a key or file name that only this app has says more, its image most. */
function score(match: ProfileMatch, images: ReadonlyMap<string, string>, path: string): number {
  const { profile, found } = match;
  const byImage = profile.detect?.image !== undefined && new RegExp(profile.detect.image).test(imageBeside(match, images)) ? 20 : 0;
  const telling = (profile.detect?.any ?? []).filter((sign) => shows(found, sign)).length;
  const isOwnName = profile.detect?.file !== undefined && new RegExp(profile.detect.file).test(path);
  return found.size + byImage + (telling + Number(isOwnName)) * 10 + (profile.confidence === 'exact' ? 0.5 : 0);
}

/** Of matches that would read the same server from the same entry, only the first is kept. */
function withoutRivals(matches: readonly ProfileMatch[]): readonly ProfileMatch[] {
  const taken = new Set<Entry>();
  return matches.filter(({ profile, found }) => {
    const roles: readonly KeyRole[] = ['host', 'url', 'service', 'user', 'password'];
    const own = roles.flatMap((role) => profile.keys[role] ?? []).flatMap((key) => found.get(key) ?? []);
    if (own.some((entry) => taken.has(entry))) return false;
    for (const entry of own) taken.add(entry);
    return true;
  });
}
