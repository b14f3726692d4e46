import { WRAPPER_WORDS } from '../data/keyWords.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { ownerPath, placeId } from './blocks.ts';
import type { Match } from './fromProfile.ts';
import { isMailUrl, readMailUrls } from './fromUrl.ts';
import { genericTls, isTlsValue } from './genericTls.ts';
import { looksLikeHost } from './hostValue.ts';
import { hasMailWord, hasStrongWord, type KeyMeaning, meaningInMap, meaningOfKey, wordsOf } from './keyTokens.ts';
import { isUnset, type ValueReader } from './values.ts';

interface Member {
  readonly entry: Entry;
  readonly meaning: KeyMeaning;
}

/** Keys that seem to belong to one relay. */
interface Group {
  readonly place: string;
  readonly path: readonly string[];
  readonly prefix: string;
  /** Inside a map that is called after mail; else the keys carry the word themselves. */
  readonly isMap: boolean;
  readonly members: Member[];
}

/** Texts of an app's surface, not its settings. */
const TRANSLATIONS = /(^|\/)(locales?|i18n|lang|langs|languages|translations?)\//;
/** Ports where mail is fetched, not sent. */
const FETCHING_PORTS: ReadonlySet<number> = new Set([110, 143, 993, 995, 4190]);
/** Hosts that only a listener has. */
const BIND_ADDRESS = /^(0\.0\.0\.0|::|\*|\[::\])$/;
/** How far above a key the map may be that is called after mail. */
const MAX_ABOVE = 4;

/**
 * Finds relays in keys that no profile claimed, by the words in their names: a family word, a role word after
 * it, and company, since a port alone is a listener. See data/keyWords.ts for the words.
 */
export function matchByWords(file: ConfigFile, claimed: ReadonlySet<Entry>, reader: ValueReader): readonly Match[] {
  if (TRANSLATIONS.test(file.path.replaceAll('\\', '/'))) return [];
  const groups = new Map<string, Group>();
  const urls: Member[] = [];
  for (const entry of file.entries) {
    if (claimed.has(entry)) continue;
    const found = memberOf(entry);
    if (found) addTo(groups, found.group, found.member);
    else if (isMailUrl(entry.value) && entry.form !== 'key-only') urls.push({ entry, meaning: URL_MEANING });
  }
  const joined = joinByPrefix([...groups.values()]);
  const kind = file.kind === 'dotenv' ? 'env' : 'tree';
  return [
    ...joined.filter((group) => isRelay(group, kind, reader)).map((group) => matchOf(group, reader)),
    ...urls.map((member) => matchOf(alone(member), reader)),
  ];
}

/** A value that is a mail URL is a relay whatever its key is called. */
const URL_MEANING: KeyMeaning = { role: 'url', prefix: '', family: '', isStrong: true, words: [], isFile: false };

const alone = (member: Member): Group => {
  const path = ownerPath(member.entry);
  return { place: `${placeId(member.entry, path)}/${member.entry.key}`, path, prefix: '', isMap: false, members: [member] };
};

function memberOf(entry: Entry): { group: Omit<Group, 'members'>; member: Member } | undefined {
  const owner = ownerPath(entry);
  const above = mapAbove(owner);
  if (above !== undefined) {
    const base = owner.slice(0, above + 1);
    const inner = owner.slice(above + 1).flatMap((segment) => (/^\d+$/.test(segment) ? [] : wordsOf(segment)));
    const meaning = meaningInMap(entry.key, inner, wordsOf(owner[above]!));
    if (meaning) return { group: { place: placeId(entry, base), path: base, prefix: '', isMap: true }, member: { entry, meaning: asUrl(entry, meaning) } };
  }
  const meaning = meaningOfKey(entry.key);
  if (!meaning) return undefined;
  const place = `${placeId(entry, owner)}/${meaning.prefix}/${meaning.family}`;
  return { group: { place, path: owner, prefix: meaning.prefix, isMap: false }, member: { entry, meaning: asUrl(entry, meaning) } };
}

/** The nearest map above that is called after mail, with nothing but structure in between. */
function mapAbove(owner: readonly string[]): number | undefined {
  for (let at = owner.length - 1; at >= 0 && owner.length - at <= MAX_ABOVE; at -= 1) {
    const segment = owner[at]!;
    const words = wordsOf(segment);
    if (hasMailWord(words)) return at;
    const isStructure = /^\d+$/.test(segment) || words.every((word) => WRAPPER_WORDS.has(word));
    if (!isStructure) return undefined;
  }
  return undefined;
}

/** `EMAIL_SERVER=smtp://…`: the value tells more than the name. */
function asUrl(entry: Entry, meaning: KeyMeaning): KeyMeaning {
  return readMailUrls(entry).length > 0 ? { ...meaning, role: 'url' } : meaning;
}

function addTo(groups: Map<string, Group>, group: Omit<Group, 'members'>, member: Member): void {
  const existing = groups.get(group.place);
  if (existing) existing.members.push(member);
  else groups.set(group.place, { ...group, members: [member] });
}

const has = (group: Group, ...roles: readonly KeyMeaning['role'][]) => group.members.some(({ meaning }) => roles.includes(meaning.role));

/** `SMTP_HOST` and `MAIL_FROM` are one relay: keys without a server join the only one with their prefix. */
function joinByPrefix(groups: readonly Group[]): readonly Group[] {
  const leaders = groups.filter((group) => has(group, 'host', 'url', 'service'));
  const spare = groups.filter((group) => !group.isMap && !leaders.includes(group));
  for (const group of spare) {
    const homes = leaders.filter((leader) => isHome(leader, group));
    if (homes.length !== 1) continue;
    const home = homes[0]!;
    home.members.push(...group.members.filter(({ meaning }) => !has(home, meaning.role)));
  }
  return leaders;
}

/** Same owner and prefix; a bare `MAIL_FROM` also joins the only relay that has a prefix. */
function isHome(leader: Group, group: Group): boolean {
  if (leader.isMap || leader.path.join('/') !== group.path.join('/')) return false;
  return leader.prefix === group.prefix || (group.prefix === '' && !has(group, 'port', 'user', 'password'));
}

function isRelay(group: Group, kind: 'env' | 'tree', reader: ValueReader): boolean {
  const text = (role: KeyMeaning['role']) => {
    const member =
      group.members.find(({ meaning, entry }) => meaning.role === role && !isUnset(entry)) ?? group.members.find(({ meaning }) => meaning.role === role);
    return member && { entry: member.entry, text: reader.read(member.entry).text.trim(), isSet: !isUnset(member.entry) };
  };
  if (has(group, 'url')) return true;
  const host = text('host');
  const port = text('port');
  if (host && (BIND_ADDRESS.test(host.text) || (kind === 'tree' && !isTreeHost(host.entry, host.text)))) return false;
  if (port?.isSet && (FETCHING_PORTS.has(Number(port.text)) || (kind === 'tree' && /^[a-z]+$/i.test(port.text)))) return false;
  if (!host) return text('service')?.isSet === true && has(group, 'user', 'password');
  const isStrong = group.members.some(({ meaning }) => meaning.isStrong);
  if (kind === 'env' && isStrong && host.isSet && looksLikeHost(host.text)) return true;
  return has(group, 'port', 'user', 'password') || (has(group, 'tls') && (isStrong || kind === 'env'));
}

/** A label such as `host: Host name` is a text for people. */
function isTreeHost(entry: Entry, text: string): boolean {
  return text === '' || (looksLikeHost(text) && text.toLowerCase() !== entry.key.toLowerCase());
}

function matchOf(group: Group, reader: ValueReader): Match {
  const found = new Map<string, Entry>();
  const keys: Record<string, string[]> = {};
  const tlsKeys: { key: string; words: readonly string[] }[] = [];
  const auth: string[] = [];
  for (const { entry, meaning } of group.members) {
    const key = group.isMap ? entry.path.join('.') : entry.key;
    const role = roleFor(entry, meaning, reader);
    if (!role) continue;
    found.set(key, entry);
    if (role === 'tls') tlsKeys.push({ key, words: meaning.words });
    else if (role === 'auth') auth.push(key);
    else keys[role] = [...(keys[role] ?? []), key];
  }
  const portEntry = found.get(keys.port?.find((key) => !isUnset(found.get(key)!)) ?? '');
  const port = portEntry ? Number(reader.read(portEntry).text) : undefined;
  const isTree = group.isMap || group.path.length > 0;
  const isWellNamed = group.members.some(({ meaning }) => meaning.isStrong) && !group.isMap && keys.host !== undefined && keys.port !== undefined;
  return {
    profile: {
      id: group.isMap ? 'generic-config' : 'generic-env',
      title: 'Generic SMTP settings',
      confidence: isWellNamed ? 'dialect' : 'heuristic',
      keys,
      tls: genericTls(tlsKeys, port || undefined, isTree && group.isMap),
      ...(auth.length > 0 && { auth: { keys: auth, off: ['false', '0', 'no', 'off', 'none'] } }),
      sources: [],
    },
    place: group.place,
    path: group.prefix === '' ? group.path : [...group.path, group.prefix],
    found,
  };
}

function roleFor(entry: Entry, meaning: KeyMeaning, reader: ValueReader): string | undefined {
  if (meaning.isFile) return meaning.role === 'password' ? 'passwordFile' : undefined;
  if (meaning.role === 'tls' || meaning.role === 'auth')
    return isTlsValue(reader.read(entry).text) || reader.read(entry).isTemplated ? meaning.role : undefined;
  if (meaning.role === 'url') return readMailUrls(entry).length > 0 || reader.read(entry).isTemplated ? 'url' : undefined;
  return meaning.role;
}

/** Says whether a map's name alone makes its keys strong: `smtp` does, `mail` does not. */
export function isStrongName(segment: string): boolean {
  return hasStrongWord(wordsOf(segment));
}
