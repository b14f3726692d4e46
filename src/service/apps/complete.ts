import type { KeyPurpose } from '../../data/profileNotes.ts';
import type { Match } from '../../discover/fromProfile.ts';
import { meaningOfKey } from '../../discover/keyTokens.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { appKeysOf, matchesIn, placesFor } from '../../rules/support/appKeys.ts';
import type { Span } from '../../text/span.ts';
import { type CompletionItem, restOfLine } from '../postfix/completionItem.ts';
import type { Analysis } from '../types.ts';
import { isBeside, type KeyPlace, type KeyStand, keyPlaceAt, keyText } from './keyPlace.ts';
import { describeMissing, knownVariables, missingKeys, rankOf } from './missingKeys.ts';
import { PURPOSES, purposeOf } from './purpose.ts';
import { relaySnippets } from './relaySnippets.ts';
import { valueOptions } from './valueOptions.ts';
import { entryAt, valueItems } from './valuePlace.ts';

/** An app's keys in a file, and what was understood of them. */
interface Place {
  readonly file: ConfigFile;
  readonly match: Match;
  readonly setting: RelaySetting | undefined;
}

/** What may be typed at an offset of an app's file, the likeliest first; nothing in a template. */
export function completionsAt(analysis: Analysis, offset: number): readonly CompletionItem[] {
  const { file } = analysis;
  if (file.kind.startsWith('postfix-') || isTemplateLine(file, offset)) return [];
  const places = placesIn(analysis);
  const title = titleAt(file, offset);
  if (title) return sorted(relaySnippets(file, title, matchesOf(file, places)));
  const value = valuesAt(file, places, offset);
  if (value) return sorted(value);
  const place = keyPlaceAt(file, offset);
  return place ? sorted(keysAt(file, places, place)) : [];
}

const sorted = (items: readonly CompletionItem[]) => [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : Number(a.label > b.label)));

function isTemplateLine({ text, path }: ConfigFile, offset: number): boolean {
  const end = text.indexOf('\n', offset);
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, end === -1 ? text.length : end);
  return /\{\{|\{%|<%/.test(line) || /\.(j2|jinja2?|erb|tpl|tmpl|gotmpl)$/.test(path);
}

/** Several words are the title of a block, on their way. */
function titleAt({ kind, text }: ConfigFile, offset: number): Span | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const rest = restOfLine(text, offset);
  return kind === 'dotenv' && /^relay [^=]*$/i.test(text.slice(start, offset) + rest) ? { start, end: offset + rest.length } : undefined;
}

const matchesOf = (file: ConfigFile, places: readonly Place[]) => places.filter((each) => each.file === file).map(({ match }) => match);

/** The apps of a file, those in files inside it included. */
function placesIn({ file, settings }: Analysis): readonly Place[] {
  const files = new Set([file, ...settings.map((setting) => setting.file)]);
  const byMatch = new Map(settings.map((setting) => [appKeysOf(setting), setting]));
  return [...files].flatMap((each) => matchesIn(each).map((match) => ({ file: each, match, setting: byMatch.get(match) })));
}

function valuesAt(file: ConfigFile, places: readonly Place[], offset: number): CompletionItem[] | undefined {
  for (const { file: own, match, setting } of places) {
    const entry = entryAt(own, [...match.found.values()], offset);
    if (!entry) continue;
    const key = [...match.found].find(([, found]) => found === entry)![0];
    const purpose = purposeOf(match, key);
    return purpose ? valueItems(own, entry, offset, valueOptions({ file: own, match, key, purpose, entry, ...(setting && { setting }) })) : [];
  }
  return file.kind === 'dotenv' ? valuesByName(file, offset) : undefined;
}

/** In a file that is just being begun the name of a key is all there is. */
function valuesByName(file: ConfigFile, offset: number): CompletionItem[] | undefined {
  const entry = entryAt(file, file.entries, offset);
  if (!entry) return undefined;
  const known = knownVariables().find(({ key }) => key === entry.key);
  const purpose = known?.purpose ?? purposeByWords(entry);
  if (!purpose) return [];
  const profile = known?.profiles.length === 1 ? known.profiles[0]! : { ...NOBODY, keys: { [purpose]: [entry.key] } };
  const match: Match = { profile, place: '', path: [], found: new Map([[entry.key, entry]]) };
  return valueItems(file, entry, offset, valueOptions({ file, match, key: entry.key, purpose, entry }));
}

function purposeByWords({ key }: Entry): KeyPurpose | undefined {
  const role = meaningOfKey(key)?.role;
  return role === 'host' || role === 'port' || role === 'url' ? role : undefined;
}

const NOBODY: Match['profile'] = {
  id: 'generic-env',
  title: 'Most apps',
  confidence: 'heuristic',
  keys: {},
  tls: { rules: [], silent: { mode: 'starttls-opportunistic', implicitPorts: [465] } },
  sources: [],
};

function keysAt(file: ConfigFile, places: readonly Place[], place: KeyPlace): CompletionItem[] {
  const own = places.filter((each) => each.file === file);
  const near = own.flatMap((each) => missingItems(each, place));
  const matches = matchesOf(file, places);
  const known = file.kind === 'dotenv' && !matches.some(({ profile }) => profile.confidence === 'exact') ? variableItems(file, place) : [];
  const labels = new Set(near.map(({ label }) => label));
  return [...near, ...known.filter(({ label }) => !labels.has(label)), ...(/^\s*$/.test(place.before) ? relaySnippets(file, place.span, matches) : [])];
}

/** Keys that the app reads and that could stand here, beside one that it has already. */
function missingItems({ file, match, setting }: Place, place: KeyPlace): CompletionItem[] {
  if (match.profile.sources.length === 0) return [];
  return missingKeys(file, match, setting).flatMap(({ keys, purpose, value }) => {
    for (const key of keys) {
      for (const stand of standsFor(file, match, key)) {
        const text = isBeside(file, place, stand.anchor) ? keyText(file, place, stand, value) : undefined;
        if (!text) continue;
        const { detail, documentation } = describeMissing(match.profile, purpose);
        const label = [...(stand.above ?? []), stand.name].join('.');
        return [{ label, kind: 'parameter' as const, ...text, detail, documentation, rank: rankOf(purpose), asksAgain: true }];
      }
    }
    return [];
  });
}

/** Where a key can stand: beside one of its own map; in YAML also with the maps that lead to it, in properties with its whole name. */
function* standsFor(file: ConfigFile, match: Match, key: string): Generator<KeyStand> {
  yield* placesFor(match, key);
  if (match.profile.takesNoKeys || !(file.kind === 'yaml' || file.kind === 'properties')) return;
  for (const [beside, anchor] of match.found) {
    const parent = beside.slice(0, beside.lastIndexOf('.') + 1);
    if (parent === '' || !key.startsWith(parent) || anchor.inherited) continue;
    const rest = key.slice(parent.length).split('.');
    const [first = '', ...others] = rest;
    if (anchor.key.endsWith(beside)) yield { anchor, name: anchor.key.slice(0, -beside.length) + key };
    else if (others.length > 0 && anchor.form === 'pair' && !hasMap(file, anchor, first)) yield { anchor, name: rest.at(-1)!, above: rest.slice(0, -1) };
  }
}

/** Whether a map of this name stands beside an entry already. */
function hasMap({ entries }: ConfigFile, anchor: Entry, name: string): boolean {
  const above = anchor.path.slice(0, -1);
  return entries.some(
    ({ path, document }) =>
      document === anchor.document && path.length > above.length + 1 && path[above.length] === name && above.every((key, at) => path[at] === key),
  );
}

/** Fewer letters could begin anything. */
const MIN_PREFIX = 3;

/** Names that some app reads, by what is typed of them. */
function variableItems(file: ConfigFile, { word, span }: KeyPlace): CompletionItem[] {
  const set = new Set(file.entries.filter(({ form }) => form !== 'key-only').map(({ key }) => key));
  if (word.length < MIN_PREFIX) return [];
  return knownVariables().flatMap(({ key, purpose, profiles }) => {
    if (!key.startsWith(word) || set.has(key)) return [];
    const [name, is] = PURPOSES[purpose];
    const titles = [...new Set(profiles.map(({ title }) => title))];
    const shown = titles.slice(0, 3).join(', ') + (titles.length > 3 ? ', …' : '');
    return [
      {
        label: key,
        kind: 'parameter' as const,
        span,
        insertText: `${key}=`,
        detail: `${name} · ${shown}`,
        documentation: `${is} Read by ${titles.join(', ')}.`,
        rank: 20 + rankOf(purpose),
        asksAgain: true,
      },
    ];
  });
}
