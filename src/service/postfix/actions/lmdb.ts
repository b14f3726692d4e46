import { compareVersions } from '../../../data/postfixParameters.ts';
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

interface Conversion {
  readonly entry: Entry;
  readonly edits: readonly TextEdit[];
  readonly types: readonly string[];
}

/**
 * Exchanges `hash:` and `btree:` for `lmdb:` in the value at a place, or in the whole file (NON_BERKELEYDB_README). The
 * tables keep their texts; the title says how their new indexes are made. Aliases are converted together: newaliases(1)
 * makes the index of one parameter and local(8) reads that of the other.
 */
export function lmdbActions({ file, folder }: Analysis, entry: Entry | undefined): Refactoring[] {
  if (!folder || compareVersions(folder.version, FIRST) < 0) return [];
  const all = file.entries.flatMap((candidate) => conversionOf(candidate) ?? []);
  const here = all.filter((found) => found.entry === entry || (entry && ALIASES.test(entry.key) && ALIASES.test(found.entry.key)));
  const isHere = here.some((found) => found.entry === entry);
  return [
    ...(isHere ? [{ title: `Convert ${typesOf(here)} to lmdb:${commandsFor(here)}`, kind: 'rewrite' as const, edits: editsOf(here) }] : []),
    ...(all.length > 0 ? [{ title: `Convert ${typesOf(all)} to lmdb: in this file${commandsFor(all)}`, kind: 'source' as const, edits: editsOf(all) }] : []),
  ];
}

function conversionOf(entry: Entry): Conversion | undefined {
  const { key, value } = entry;
  if (isFreeText(key) || hasForeignTemplate(value)) return undefined;
  const found = [...tablesIn({ entry, value })].filter(({ type, item }) => BERKELEY.test(type) && !item.text.startsWith('#'));
  if (found.length === 0) return undefined;
  const edits = found.map(({ type, name, item }) => {
    const start = item.end - name.length - type.length - 1;
    return { span: valueSpanIn(entry, start, start + type.length), newText: 'lmdb' };
  });
  return { entry, edits, types: found.map(({ type }) => type) };
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
  const commands = [
    ...(found.some(({ entry: { key } }) => !ALIASES.test(key) && !CACHE.test(key)) ? ['postmap'] : []),
    ...(found.some(({ entry: { key } }) => ALIASES.test(key)) ? ['newaliases'] : []),
  ];
  return commands.length > 0 ? ` (then run ${commands.join(' and ')})` : '';
}
