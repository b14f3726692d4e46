import { isCodeKind } from '../parse/codeKind.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { variableReferences } from '../parse/variables.ts';
import type { Match } from './fromProfile.ts';
import { isMailUrl, readMailUrls } from './fromUrl.ts';
import { genericTls, isTlsValue } from './genericTls.ts';
import { looksLikeHost } from './hostValue.ts';
import type { KeyMeaning } from './keyTokens.ts';
import { asBoolean, isUnset, type ValueReader } from './values.ts';
import { groupByWords, has, type Member, type WordGroup } from './wordGroups.ts';

/** Texts of an app's surface, not its settings. */
const TRANSLATIONS = /(^|\/)(locales?|i18n|lang|langs|languages|translations?)\//;
/** Ports where mail is fetched, not sent. */
const FETCHING_PORTS: ReadonlySet<number> = new Set([110, 143, 993, 995, 4190]);
/** Values of host keys that belong to a listener or a schema. */
const NO_SERVER = /^(0\.0\.0\.0|::|\*|\[::\]|string)$/i;
const WEB_PAGE = /^https?:\/\//i;
const OFF_WORDS = ['false', '0', 'no', 'off', 'none', 'disabled'];

/**
 * Finds relays in keys that no profile claimed, by the words in their names: a family word, a role word after
 * it, and company, since a port alone is a listener. See data/keyWords.ts for the words.
 */
export function matchByWords(file: ConfigFile, claimed: ReadonlySet<Entry>, reader: ValueReader): readonly Match[] {
  if (TRANSLATIONS.test(file.path.replaceAll('\\', '/'))) return [];
  const isTree = file.kind !== 'dotenv';
  return groupByWords(file, claimed)
    .filter((group) => isRelay(group, isTree, reader) && !(isCodeKind(file.kind) && isMadeUp(group, reader)))
    .map((group) => matchOf(group, reader));
}

/** In a program `host: options.host` and `host: String` are no settings: some text must name the server, or a variable of the environment. */
function isMadeUp(group: WordGroup, reader: ValueReader): boolean {
  const leader = firstValue(group, 'url', reader) ?? firstValue(group, 'host', reader) ?? firstValue(group, 'service', reader);
  return leader !== undefined && variableReferences(leader.entry.value).some(({ name }) => !/^[A-Z][A-Z0-9_]*$/.test(name)) && !isMailUrl(leader.entry.value);
}

/** The value of a role: of the first key that has one. */
function firstValue(group: WordGroup, role: KeyMeaning['role'], reader: ValueReader): { entry: Entry; text: string; isSet: boolean } | undefined {
  const members = group.members.filter(({ meaning }) => meaning.role === role);
  const entry = (members.find((member) => !isUnset(member.entry)) ?? members[0])?.entry;
  return entry && { entry, text: reader.read(entry).text.trim(), isSet: !isUnset(entry) };
}

function isRelay(group: WordGroup, isTree: boolean, reader: ValueReader): boolean {
  if (has(group, 'url') && group.members.some((member) => roleFor(member, reader) === 'url')) return true;
  const host = firstValue(group, 'host', reader);
  const port = firstValue(group, 'port', reader);
  if (host && !isServerName(host.entry, host.text, isTree)) return false;
  if (port?.isSet && (FETCHING_PORTS.has(Number(port.text)) || (isTree && /^[a-z]+$/i.test(port.text)))) return false;
  if (!host) return firstValue(group, 'service', reader)?.isSet === true && has(group, 'user', 'password');
  const isStrong = group.members.some(({ meaning }) => meaning.isStrong);
  // The address of a web page, unless a port of mail or a sign-in beside it shows that a scheme was put in by mistake.
  if (WEB_PAGE.test(host.text) && !(isStrong && (isMailPort(port?.text) || has(group, 'user', 'password')))) return false;
  if (!isTree && isStrong && host.isSet && looksLikeHost(host.text)) return true;
  return has(group, 'port', 'user', 'password') || (has(group, 'tls') && (isStrong || !isTree));
}

const isMailPort = (text: string | undefined) => /^\s*(25|465|587|2525|2465|2587)\s*$/.test(text ?? '');

/** A label such as `host: Host name` is a text for people, and `SMTP_SERVER_ENABLED=true` a switch. */
function isServerName(entry: Entry, text: string, isTree: boolean): boolean {
  if (text === '') return true;
  if (NO_SERVER.test(text) || asBoolean(text) !== undefined) return false;
  return !isTree || (looksLikeHost(text) && text.toLowerCase() !== entry.key.toLowerCase());
}

function matchOf(group: WordGroup, reader: ValueReader): Match {
  const found = new Map<string, Entry>();
  const keys: Record<string, string[]> = {};
  const tlsKeys: { key: string; words: readonly string[] }[] = [];
  for (const member of group.members) {
    const role = roleFor(member, reader);
    if (!role) continue;
    const key = group.isMap ? member.entry.path.join('.') : member.entry.key;
    found.set(key, member.entry);
    if (role === 'tls') tlsKeys.push({ key, words: member.meaning.words });
    else keys[role] = [...(keys[role] ?? []), key];
  }
  const { auth = [], enabled = [], ...roles } = keys;
  const portEntry = found.get(roles.port?.find((key) => !isUnset(found.get(key)!)) ?? '');
  const port = portEntry ? Number(reader.read(portEntry).text) || undefined : undefined;
  const isWellNamed = !group.isMap && group.members.some(({ meaning }) => meaning.isStrong) && roles.host !== undefined && roles.port !== undefined;
  const isInTree = group.isMap || (group.path.length > 0 && /[a-z]/.test([...found.keys()].join('')));
  const tlsOn = (dialled: number | undefined) => genericTls(tlsKeys, dialled, isInTree);
  return {
    profile: {
      id: group.isMap ? 'generic-config' : 'generic-env',
      title: 'Generic SMTP settings',
      confidence: isWellNamed ? 'dialect' : 'heuristic',
      keys: roles,
      tls: tlsOn(port),
      ...(auth.length > 0 && { auth: { keys: auth, off: OFF_WORDS } }),
      ...(enabled.length > 0 && { enabled: { keys: enabled, off: OFF_WORDS } }),
      sources: [],
    },
    tlsOn,
    place: group.place,
    path: group.prefix === '' ? group.path : [...group.path, group.prefix],
    found,
  };
}

/** The role of a key, where its value can have that role at all. */
function roleFor({ entry, meaning }: Member, reader: ValueReader): string | undefined {
  const { text, isTemplated } = reader.read(entry);
  if (meaning.isFile) return meaning.role === 'password' ? 'passwordFile' : undefined;
  if (meaning.role === 'tls' || meaning.role === 'auth' || meaning.role === 'enabled') return isTlsValue(text) || isTemplated ? meaning.role : undefined;
  if (meaning.role === 'url') return readMailUrls(entry).length > 0 || (isTemplated && meaning.isStrong) ? 'url' : undefined;
  return meaning.role;
}
