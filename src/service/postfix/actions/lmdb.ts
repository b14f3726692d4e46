import { isKnownParameter } from '../../../data/postfixParameters.ts';
import { compareVersions } from '../../../data/versions.ts';
import { splitPostfixList } from '../../../discover/postfixList.ts';
import { hasForeignTemplate } from '../../../discover/postfixTemplate.ts';
import { valueSpanIn } from '../../../parse/segments.ts';
import type { Entry } from '../../../parse/types.ts';
import { isFreeText } from '../../../rules/support/postfixText.ts';
import { tablesIn } from '../../../rules/support/tables.ts';
import type { TextEdit } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import type { Refactoring } from './types.ts';

/** LMDB came with Postfix 2.11 (LMDB_README). */
const FIRST = '2.11';
const BERKELEY = /^(hash|btree)$/;

/** The tables of local(8), which postalias(1) indexes from the same text. */
const ALIASES = /^alias_(maps|database)$/;
/** Filled by Postfix itself: the new file begins empty and no index is to be made. */
const CACHE = /_cache_(map|database)$|^address_verify_map$/;

/** Their value is the type that counts where none is written. */
const TYPES = /^default_(database_type|cache_db_type)$/;

const COMMANDS = ['postmap', 'newaliases'] as const;
type Command = (typeof COMMANDS)[number];

interface Conversion {
  readonly entry: Entry;
  readonly edits: readonly TextEdit[];
  readonly types: readonly string[];
  readonly commands: readonly Command[];
}

/**
 * Exchanges `hash:` and `btree:` for `lmdb:` in the value at a place, or in the whole file (NON_BERKELEYDB_README). The
 * tables keep their texts; the title says how their new indexes are made. The type by default and parameters of one's own that
 * stand for a table, or for its type, are among them. Aliases are converted together: newaliases(1)
 * makes the index of one parameter and local(8) reads that of the other.
 */
export function lmdbActions({ file, folder }: Analysis, entry: Entry | undefined): Refactoring[] {
  if (!folder || compareVersions(folder.version, FIRST) < 0) return [];
  const all = file.entries.flatMap((candidate) => conversionOf(candidate, file.entries, folder.version) ?? []);
  const here = all.filter((found) => found.entry === entry || (entry && ALIASES.test(entry.key) && ALIASES.test(found.entry.key)));
  const isHere = here.some((found) => found.entry === entry);
  return [
    ...(isHere ? [{ title: `Convert ${typesOf(here)} to lmdb:${commandsFor(here)}`, kind: 'rewrite' as const, edits: editsOf(here) }] : []),
    ...(all.length > 0 ? [{ title: `Convert ${typesOf(all)} to lmdb: in this file${commandsFor(all)}`, kind: 'source' as const, edits: editsOf(all) }] : []),
  ];
}

function conversionOf(entry: Entry, others: readonly Entry[], version: string): Conversion | undefined {
  const { key, value } = entry;
  if (isFreeText(key) || hasForeignTemplate(value)) return undefined;
  const found = typesIn(entry, others);
  if (found.length === 0) return undefined;
  const edits = found.map(({ type, start }) => ({ span: valueSpanIn(entry, start, start + type.length), newText: 'lmdb' }));
  return { edits, types: found.map(({ type }) => type), entry, commands: commandsOf(entry, others, version) };
}

interface TypeWord {
  readonly type: string;
  /** Where it stands in the value. */
  readonly start: number;
}

/** The words in a value that say Berkeley DB: before a table's name, as a type by default, or in a parameter of one's own. */
function typesIn(entry: Entry, others: readonly Entry[]): TypeWord[] {
  const { key, value } = entry;
  const isType = TYPES.test(key) || (!isKnownParameter(key) && others.some((other) => referenceTo(key, ':').test(other.value)));
  if (isType && BERKELEY.test(value)) return [{ type: value, start: 0 }];
  if (isKnownParameter(key)) {
    const tables = [...tablesIn({ entry, value })].filter(({ type, item }) => BERKELEY.test(type) && !item.text.startsWith('#'));
    return tables.map(({ type, name, item }) => ({ type, start: item.end - name.length - type.length - 1 }));
  }
  return splitPostfixList(value, { braces: true }).flatMap(({ text, start }) => {
    const [, before = '', type] = /^((?:(?:proxy|debug):)*)(hash|btree):(?:[./$]|$)/.exec(text) ?? [];
    return type === undefined ? [] : [{ type, start: start + before.length }];
  });
}

/** `$name` in its three forms; a name with other characters than a macro can have matches nowhere. */
function referenceTo(name: string, behind = ''): RegExp {
  return /^\w+$/.test(name) ? new RegExp(`\\$(?:${name}(?!\\w)|\\{${name}\\}|\\(${name}\\))${behind}`) : /(?!)/;
}

/** What has to run before Postfix finds the tables of a setting again. */
function commandsOf({ key }: Entry, others: readonly Entry[], version: string): readonly Command[] {
  if (CACHE.test(key) || key === 'default_cache_db_type') return [];
  if (ALIASES.test(key)) return ['newaliases'];
  if (isKnownParameter(key) && !TYPES.test(key)) return ['postmap'];
  const readers = others.filter(({ value }) => referenceTo(key).test(value));
  const isAliases = readers.some((reader) => ALIASES.test(reader.key)) || (TYPES.test(key) && hasAliasesByDefault(others, version));
  const isTables = TYPES.test(key) || readers.length === 0 || readers.some((reader) => !ALIASES.test(reader.key) && !CACHE.test(reader.key));
  return [...(isTables ? (['postmap'] as const) : []), ...(isAliases ? (['newaliases'] as const) : [])];
}

/** Since Postfix 3.11 the default of `alias_maps` names the default type. */
function hasAliasesByDefault(entries: readonly Entry[], version: string): boolean {
  return compareVersions(version, '3.11') >= 0 && !['alias_maps', 'alias_database'].every((name) => entries.some(({ key }) => key === name));
}

const editsOf = (found: readonly Conversion[]) => found.flatMap(({ edits }) => edits);

function typesOf(found: readonly Conversion[]): string {
  return [...new Set(found.flatMap(({ types }) => types))]
    .sort()
    .reverse()
    .map((type) => `${type}:`)
    .join(' and ');
}

/** What has to run before Postfix finds the tables again. */
function commandsFor(found: readonly Conversion[]): string {
  const wanted = COMMANDS.filter((command) => found.some(({ commands }) => commands.includes(command)));
  return wanted.length > 0 ? ` (then run ${wanted.join(' and ')})` : '';
}
