import type { AppProfile, ValueSwitch } from '../../data/appProfile.types.ts';
import { profileById } from '../../data/appProfiles.ts';
import { type KeyPurpose, notesFor } from '../../data/profileNotes.ts';
import { providerById } from '../../data/providers.ts';
import type { Match } from '../../discover/fromProfile.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { COMMON_SCHEMES } from '../../discover/urlSecurity.ts';
import { asBoolean } from '../../discover/values.ts';
import type { Entry } from '../../parse/types.ts';
import { readerOf } from '../../rules/support/appKeys.ts';
import { booleanWords } from '../../rules/support/tlsSwitch.ts';
import { cell, code, plain } from '../../text/markdown.ts';
import { PURPOSES, purposeOf } from './purpose.ts';
import { sourceLinks } from './sourceLinks.ts';
import { defaultPortWords, isFlag, isWordRule, outcomeWords, schemeWords, silentWords, tlsWordsOf } from './tlsWords.ts';

/** A key of an app in one of its settings. */
export interface KeyInApp {
  readonly setting: RelaySetting;
  readonly match: Match;
  /** The profile's name of the key. */
  readonly key: string;
  readonly entry: Entry;
}

/**
 * What a key means to the app that reads it, as CommonMark: what it is for, what its words do, what counts without it, and
 * what surprises. Values are quoted only where they are words of the app. Undefined for keys that mean nothing by themselves.
 */
export function describeKey(place: KeyInApp): string | undefined {
  const { match, key, entry, setting } = place;
  const { profile } = match;
  const purpose = purposeOf(match, key);
  if (!purpose || profile.sources.length === 0) return undefined;
  const [name, is] = PURPOSES[purpose];
  const parts = [
    `**${code(entry.key)}** · ${plain(profile.title)} · ${name}`,
    [is, ...bodyOf(purpose, place)].join(' '),
    tableOf(purpose, place),
    ...originOf(setting, entry),
    ...versionNotes(profile.id, profile, key),
    ...notesFor(profile.id, purpose),
    sourceLinks(profile.sources),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Sentences about defaults and forms. */
function bodyOf(purpose: KeyPurpose, { match, setting, key }: KeyInApp): string[] {
  const { profile } = match;
  const port = defaultPortWords(profile as AppProfile);
  const provider = setting.provider === undefined ? undefined : providerById(setting.provider);
  switch (purpose) {
    case 'host':
      return [
        ...(profile.defaultHost === undefined ? [] : [`Not set: ${code(profile.defaultHost)}.`]),
        ...(profile.portInHost ? [`With its port, as ${code('host:port')}${port ? `; without one, ${port}` : ''}.`] : []),
      ];
    case 'port':
      return [...(port ? [`Not set: ${port}.`] : []), ...portMeaning(match)];
    case 'user':
      return provider?.username.literal && provider.username.type === 'literal'
        ? [`${plain(provider.name)} wants the word ${code(provider.username.literal)}.`]
        : provider?.username.hint
          ? [`${plain(provider.name)} wants: ${plain(provider.username.hint)}.`]
          : [];
    case 'tls':
      return [`${withoutKey(match, key)}.`];
    case 'enabled':
      return switchWords(profile.enabled!, 'sends by SMTP', 'sends nothing by SMTP');
    case 'auth':
      return switchWords(profile.auth!, 'signs in', 'does not sign in, and user name and password are not used');
    case 'verify':
      return switchWords(profile.verify!, 'checks it', 'takes any certificate');
    case 'timeout':
      return ['Not set: it waits for ever.'];
    default:
      return [];
  }
}

function withoutKey({ profile: { tls } }: Match, key: string): string {
  const isAlone = tls.rules.every((rule) => rule.keys.includes(key));
  return `${isAlone ? 'Not set' : 'With no such key set'}: ${silentWords(tls.silent)}`;
}

function portMeaning({ profile: { tls } }: Match): string[] {
  const ports = tls.silent.implicitPorts ?? [];
  if (ports.length === 0) return [];
  return [tls.rules.length === 0 ? `It decides the protection: ${silentWords(tls.silent)}.` : `Where no other key decides: ${silentWords(tls.silent)}.`];
}

function switchWords({ off = [], on = [] }: ValueSwitch, yes: string, no: string): string[] {
  const list = (words: readonly string[]) => words.map(code).join(', ');
  if (on.length > 0) return [`With ${list(on)} it ${yes}, with any other word it ${no}.`];
  return [`With ${list(off)} it ${no}.`];
}

function tableOf(purpose: KeyPurpose, { match, key, entry, setting }: KeyInApp): string {
  const { profile } = match;
  if (purpose === 'url') {
    const schemes = profile.schemes ?? { smtp: COMMON_SCHEMES.smtp!, smtps: COMMON_SCHEMES.smtps! };
    const rows = Object.entries(schemes).map(
      ([scheme, rule]) => [`${code(`${scheme}://`)}`, `${schemeWords(rule)}${rule.port ? `, port ${rule.port}` : ''}`] as const,
    );
    return table('scheme', rows);
  }
  if (purpose !== 'tls') return '';
  const present = presentWord(setting, entry);
  const rows = new Map<string, string[]>();
  const isThere = isFlag(profile.tls.rules, key);
  for (const { word, means } of tlsWordsOf(profile.tls, key, booleanWords(match, entry))) {
    const shown = isThere ? 'being there' : word === '' ? 'empty' : code(word);
    rows.set(means, [...(rows.get(means) ?? []), !isThere && isSameWord(word, present) ? `**${shown}**` : shown]);
  }
  const rules = profile.tls.rules.filter((rule) => rule.keys.includes(key)).filter(isWordRule);
  const refuses = rules.find((rule) => rule.refuses !== undefined)?.refuses;
  const other = rules.find((rule) => rule.other !== undefined)?.other;
  const otherRow = refuses ? [['any other', plain(refuses)] as const] : other ? [['any other', outcomeWords(other, profile.tls.silent)] as const] : [];
  return table('value', [...[...rows].map(([means, words]) => [words.join(', '), means] as const), ...otherRow]);
}

function table(head: string, rows: readonly (readonly [string, string])[]): string {
  return [`| ${head} | means |`, '| :-- | :-- |', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');
}

/** The value as the app reads it, for comparing with the app's words; undefined where it is known at run time only. */
function presentWord({ file }: RelaySetting, entry: Entry): string | undefined {
  const { text, isTemplated } = readerOf(file).read(entry);
  return isTemplated ? undefined : text.trim();
}

function isSameWord(word: string, present: string | undefined): boolean {
  if (present === undefined) return false;
  if (word.toLowerCase() === present.toLowerCase()) return true;
  return /^(true|1|yes|on|false|0|no|off)$/i.test(word) && present !== '' && asBoolean(present) === asBoolean(word);
}

/** Where a variable gets its value. */
export function originOf({ file }: RelaySetting, entry: Entry): string[] {
  const origin = file.around?.origins.get(entry);
  return origin ? [`Its value comes from ${code(origin.entry.key)} in ${code(origin.path)}.`] : [];
}

/** What other versions make of a key, where the workspace does not show the version. */
function versionNotes(id: string, profile: Match['profile'], key: string): string[] {
  const base = profileById(id);
  if (!base?.versions || base.title !== profile.title) return [];
  return base.versions.flatMap(({ changes }) => {
    if (!changes.title || !changes.unusedKeys || !Object.hasOwn(changes.unusedKeys, key)) return [];
    const instead = changes.unusedKeys[key];
    return [`${plain(changes.title)} does not read it${instead ? `, but ${code(instead)}` : ''}.`];
  });
}
