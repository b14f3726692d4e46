import type { TlsMode, TlsOutcome, TlsRule } from '../../data/appProfile.types.ts';
import type { Match } from '../../discover/fromProfile.ts';
import { decideSecurity } from '../../discover/security.ts';
import { asBoolean, type ValueReader } from '../../discover/values.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { type NewPlace, placeFor, readerOf } from './appKeys.ts';

/** One of the app's keys set to another value: in its entry, or at a new place. A flag is there or not: its value is empty. */
export interface KeyChange {
  readonly key: string;
  readonly value: string;
  readonly entry?: Entry;
  readonly place?: NewPlace;
  /** The entry goes away as a whole: a flag that is there counts, whatever stands behind it. */
  readonly isRemoval?: true;
}

/**
 * The fewest changes of an app's own TLS keys after which it protects the connection in one of the wanted ways
 * (the first is liked best), without contradiction. `port` is the one it will dial then. Empty when nothing has to
 * change; undefined when the app can't do it, or its keys can't be written where the file has them.
 */
export function changesTowards(keys: Match, file: ConfigFile, wanted: readonly TlsMode[], port: number | undefined): readonly KeyChange[] | undefined {
  const reader = readerOf(file);
  const candidates = candidateChanges(keys, reader);
  const { title } = keys.profile;
  const tls = keys.tlsOn?.(port) ?? keys.profile.tls;
  let best: { readonly changes: readonly KeyChange[]; readonly cost: number } | undefined;
  for (const changes of combinations(candidates)) {
    const found = withChanges(keys.found, changes);
    const { effective, conflict } = decideSecurity({ title, tls, found, port, reader });
    const rank = wanted.indexOf(effective as TlsMode);
    if (rank === -1 || conflict !== undefined || (changes.length > 0 && tls.rules.some((rule) => isIdle(rule, found)))) continue;
    const cost = changes.reduce((sum, { entry }) => sum + (entry ? 10 : 12), rank);
    if (!best || cost < best.cost) best = { changes, cost };
  }
  return best?.changes;
}

/** Says whether a flag would be left that counts for nothing beside another one. */
function isIdle(rule: TlsRule, found: ReadonlyMap<string, Entry>): boolean {
  if ('values' in rule || !rule.isFlag || rule.also?.is !== false) return false;
  return rule.keys.some((key) => found.has(key)) && rule.also.keys.some((key) => found.has(key));
}

/** Nothing, one change, two changes of different keys. */
function* combinations(candidates: readonly KeyChange[]): Generator<readonly KeyChange[]> {
  yield [];
  for (const change of candidates) yield [change];
  for (const [at, first] of candidates.entries()) {
    for (const second of candidates.slice(at + 1)) if (second.key !== first.key) yield [first, second];
  }
}

function candidateChanges(keys: Match, reader: ValueReader): KeyChange[] {
  return keys.profile.tls.rules.flatMap(withCompany).flatMap((rule) => {
    const key = rule.keys.find((each) => keys.found.has(each)) ?? rule.keys[0]!;
    const entry = keys.found.get(key);
    if (entry?.inherited) return [];
    const place = entry ? undefined : placeFor(keys, key);
    if (!entry && !place) return [];
    if ('isFlag' in rule && rule.isFlag) return [entry ? { key, value: '', entry, isRemoval: true } : { key, value: '', place: place! }];
    // A variable is written where it is set, in the notation that it has there.
    const written = entry && { ...entry, value: reader.read(entry).text };
    if (written && isSwitch(written.value) === 'values' in rule) return [];
    return wordsOf(rule, keys, written).map((value) => ({ key, value, ...(entry ? { entry } : { place: place! }) }));
  });
}

/** The switch that another one counts with can be changed, too. */
function withCompany(rule: TlsRule): readonly (TlsRule | Company)[] {
  return 'also' in rule && rule.also ? [rule, rule.also] : [rule];
}

type Company = { readonly keys: readonly string[]; readonly isFlag?: true };

/** Some keys take a switch's positions as well as words; a value stays of the kind that it is. */
const isSwitch = (value: string) => asBoolean(value) !== undefined && !/^(none|never|always|null)$/i.test(value);

const modeOf = (outcome: TlsOutcome) => (typeof outcome === 'string' ? outcome : outcome.effective);

/** The values worth trying: both positions of a switch, one word for each protection. */
function wordsOf(rule: TlsRule | Company, keys: Match, entry: Entry | undefined): readonly string[] {
  if (!('values' in rule)) return booleanWords(keys, entry);
  if (rule.isOpen) return [];
  const words = new Map<string, string>();
  for (const [word, outcome] of Object.entries(rule.values)) if (word !== '' && !words.has(modeOf(outcome))) words.set(modeOf(outcome), word);
  const isUpper = !rule.isCaseSensitive && entry !== undefined && /^[A-Z_]{2,}$/.test(entry.value);
  return [...words.values()].map((word) => (isUpper ? word.toUpperCase() : word));
}

const NOTATIONS: readonly (readonly [on: string, off: string])[] = [
  ['true', 'false'],
  ['True', 'False'],
  ['TRUE', 'FALSE'],
  ['1', '0'],
  ['yes', 'no'],
  ['on', 'off'],
];

/** Python's own words, which programs compare with in code: `os.getenv('EMAIL_USE_TLS') == 'True'`. */
const PYTHON: ReadonlySet<string> = new Set(['django', 'flask-mail', 'fastapi-mail', 'paperless', 'airflow']);

/** The app's way of writing a switch: that of the entry, else of another switch beside it. */
export function booleanWords({ profile, found }: Match, entry: Entry | undefined): readonly [string, string] {
  const switches = profile.tls.rules.flatMap((rule) => ('values' in rule ? [] : rule.keys));
  const written = [entry, ...switches.map((key) => found.get(key))].find((each) => each && asBoolean(each.value) !== undefined);
  return NOTATIONS.find((pair) => written && pair.includes(written.value)) ?? NOTATIONS[PYTHON.has(profile.id) ? 1 : 0]!;
}

/** The keys as they would be read after the changes. A key that is new borrows the entry beside it for its form. */
function withChanges(found: ReadonlyMap<string, Entry>, changes: readonly KeyChange[]): ReadonlyMap<string, Entry> {
  const changed = new Map(found);
  for (const { key, value, entry, place, isRemoval } of changes) {
    if (isRemoval) changed.delete(key);
    if (isRemoval) continue;
    const base = entry ?? place!.anchor;
    changed.set(key, { ...base, key: entry?.key ?? place!.name, value, scalar: 'string' });
  }
  return changed;
}
