import { INVENTORY_KEYS, WRAPPER_WORDS } from '../data/keyWords.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { ownerPath, placeId } from './blocks.ts';
import { isMailUrl, readMailUrls } from './fromUrl.ts';
import { hasMailWord, type KeyMeaning, meaningInMap, meaningOfKey, wordsOf } from './keyTokens.ts';

export interface Member {
  readonly entry: Entry;
  readonly meaning: KeyMeaning;
}

/** Keys that seem to belong to one relay. */
export interface WordGroup {
  readonly place: string;
  readonly path: readonly string[];
  readonly prefix: string;
  /** Inside a map that is called after mail; else the keys carry the word themselves. */
  readonly isMap: boolean;
  readonly members: Member[];
}

/** How far above a key the map may be that is called after mail. */
const MAX_ABOVE = 4;
/** A map with more keys than this is about more than mail, and its other keys are left alone. */
const MAX_SIBLINGS = 15;
/** Roles that a key in company may have without a mail word of its own. */
const ADOPTABLE: ReadonlySet<KeyMeaning['role']> = new Set(['port', 'user', 'password', 'tls', 'from', 'enabled']);
/** A value that is a mail URL is a relay whatever its key is called. */
const URL_MEANING: KeyMeaning = { role: 'url', prefix: '', family: '', isStrong: true, words: [], isFile: false };

/**
 * Groups the entries that no profile claimed by the words in their keys: by the map that is called after mail,
 * else by owner, prefix and family word. Only groups that lead to a server are returned; others joined them.
 */
export function groupByWords(file: ConfigFile, claimed: ReadonlySet<Entry>): readonly WordGroup[] {
  const groups = new Map<string, WordGroup>();
  const urls: WordGroup[] = [];
  const others = new Map<string, Entry[]>();
  for (const entry of file.entries) {
    if (claimed.has(entry)) continue;
    const found = placeOf(entry);
    if (found) addTo(groups, found.group, found.member);
    else if (entry.form !== 'key-only' && isMailUrl(entry.value)) urls.push(alone(entry));
    else if (file.kind !== 'dotenv') remember(others, entry);
  }
  const leaders = [...groups.values()].filter((group) => has(group, 'host', 'url', 'service'));
  joinSpare([...groups.values()], leaders);
  for (const leader of leaders) adopt(leader, others);
  return [...leaders, ...urls];
}

export function has(group: WordGroup, ...roles: readonly KeyMeaning['role'][]): boolean {
  return group.members.some(({ meaning }) => roles.includes(meaning.role));
}

function alone(entry: Entry): WordGroup {
  const path = ownerPath(entry);
  return { place: `${placeId(entry, path)}/${entry.key}`, path, prefix: '', isMap: false, members: [{ entry, meaning: URL_MEANING }] };
}

function placeOf(entry: Entry): { group: Omit<WordGroup, 'members'>; member: Member } | undefined {
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
    if (hasMailWord(words)) return INVENTORY_KEYS.has(owner[at - 1] ?? '') ? undefined : at;
    const isStructure = /^\d+$/.test(segment) || words.every((word) => WRAPPER_WORDS.has(word));
    if (!isStructure) return undefined;
  }
  return undefined;
}

/** `EMAIL_SERVER=smtp://…`: the value tells more than the name. */
function asUrl(entry: Entry, meaning: KeyMeaning): KeyMeaning {
  return readMailUrls(entry).length > 0 ? { ...meaning, role: 'url' } : meaning;
}

function addTo(groups: Map<string, WordGroup>, group: Omit<WordGroup, 'members'>, member: Member): void {
  const existing = groups.get(group.place);
  if (existing) existing.members.push(member);
  else groups.set(group.place, { ...group, members: [member] });
}

function remember(others: Map<string, Entry[]>, entry: Entry): void {
  const owner = placeId(entry, ownerPath(entry));
  const list = others.get(owner);
  if (list) list.push(entry);
  else others.set(owner, [entry]);
}

/** Keys without a server join the only relay they can belong to: `MAIL_FROM` beside `SMTP_HOST`, `Email.Password` above `Email.Smtp.Host`. */
function joinSpare(groups: readonly WordGroup[], leaders: readonly WordGroup[]): void {
  for (const group of groups) {
    if (leaders.includes(group)) continue;
    const homes = leaders.filter((leader) => isHome(leader, group));
    const home = homes[0];
    if (!home || homes.length !== 1) continue;
    home.members.push(...group.members.filter(({ meaning }) => !has(home, meaning.role)));
  }
}

function isHome(leader: WordGroup, group: WordGroup): boolean {
  if (leader.isMap || group.isMap) return leader.isMap && group.isMap && isJustAbove(group.path, leader.path);
  if (leader.path.join('/') !== group.path.join('/')) return false;
  return leader.prefix === group.prefix || (group.prefix === '' && !has(group, 'port', 'user', 'password'));
}

function isJustAbove(path: readonly string[], below: readonly string[]): boolean {
  return below.length > path.length && below.length - path.length <= 2 && path.every((segment, at) => segment === below[at]);
}

/** In a small map, `password` beside `smtpServer` is that server's. */
function adopt(leader: WordGroup, others: ReadonlyMap<string, readonly Entry[]>): void {
  const first = leader.members[0];
  if (leader.isMap || !first) return;
  const siblings = others.get(placeId(first.entry, leader.path)) ?? [];
  if (siblings.length + leader.members.length > MAX_SIBLINGS) return;
  for (const entry of siblings) {
    const meaning = meaningInMap(entry.key, [], ['smtp']);
    if (meaning && ADOPTABLE.has(meaning.role) && !has(leader, meaning.role)) leader.members.push({ entry, meaning });
  }
}
