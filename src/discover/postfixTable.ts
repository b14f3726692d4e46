import { expandMacros } from '../parse/postfixExpand.ts';
import { parsePostfixMap } from '../parse/postfixMap.ts';
import type { MapGrammar } from '../parse/postfixMapTypes.ts';
import type { Entry } from '../parse/types.ts';
import type { Span } from '../text/span.ts';
import type { PostfixFolder } from './postfixFolder.ts';
import { splitPostfixList } from './postfixList.ts';
import type { PostfixMain } from './postfixMain.ts';
import { hasForeignTemplate } from './postfixTemplate.ts';

/** One row of a text table. Beware: the value may be a secret. */
export interface TableRow {
  /** The file, named as the setting names it. */
  readonly path: string;
  readonly key: string;
  readonly keySpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

/** What can be read of the tables that a parameter names. */
export interface ReadTables {
  /** The setting that names the tables. */
  readonly entry: Entry;
  readonly rows: readonly TableRow[];
  /** The files that were read, named as the setting names them. */
  readonly paths: readonly string[];
  /** False when one of the tables can't be read as text, so that it may hold more. */
  readonly isComplete: boolean;
}

/** Table types whose source is the text that postmap(1) reads. */
const TEXT_TYPES = new Set(['hash', 'btree', 'lmdb', 'cdb', 'dbm', 'sdbm', 'texthash']);

/** Stands for the directory of the file at hand: what is below it is found there. */
const FOLDER = '/etc/postfix';

/** Several rules ask for the same tables of one analysis. */
const seen = new WeakMap<PostfixMain, Map<string, ReadTables | undefined>>();

/**
 * Reads the source texts of the tables that a parameter names, in the order in which they are asked. Undefined when the
 * parameter is not set or empty. `$config_directory` is the folder at hand, the default type of table is one of text.
 */
export function readTables(folder: PostfixFolder, main: PostfixMain, parameter: string): ReadTables | undefined {
  const known = seen.get(main) ?? new Map<string, ReadTables | undefined>();
  seen.set(main, known);
  if (!known.has(parameter)) known.set(parameter, readNow(folder, main, parameter));
  return known.get(parameter);
}

function readNow(folder: PostfixFolder, main: PostfixMain, parameter: string): ReadTables | undefined {
  const { entry } = main.get(parameter);
  if (!entry || entry.value.trim() === '') return undefined;
  let isComplete = true;
  const { value, problem, isOpaque } = expandMacros(entry.value, (name) => {
    if (name === 'config_directory') return FOLDER;
    if (name === 'default_database_type') return main.isSet(name) ? main.get(name).raw : 'hash';
    const { raw, isKnown } = main.get(name);
    if (!isKnown && !main.isSet(name)) isComplete = false;
    return raw;
  });
  if (problem || isOpaque) return { entry, rows: [], paths: [], isComplete: false };
  const rows: TableRow[] = [];
  const paths: string[] = [];
  for (const { text: item } of splitPostfixList(value, { braces: true })) {
    const [, type = '', path = ''] = /^(?:proxy:)?(\w+):(.*)$/.exec(item) ?? [];
    const text = TEXT_TYPES.has(type) ? folder.view.readText(path) : undefined;
    const found = text === undefined ? [] : readTableRows(text, path);
    // What a deployment tool has yet to fill in is no row, and may become any.
    const written = found.filter(({ key, value: result }) => !key.includes('${') && !hasForeignTemplate(`${key} ${result}`));
    if (text === undefined || written.length < found.length) isComplete = false;
    rows.push(...written);
    if (text !== undefined) paths.push(path);
  }
  return { entry, rows, paths, isComplete };
}

/** The rows of a table's text as Postfix reads it: lines that it leaves out, repeated keys among them, are no rows. */
export function readTableRows(text: string, path: string, grammar: MapGrammar = 'indexed'): TableRow[] {
  return parsePostfixMap(grammar, text, path).entries.map(({ key, keySpan, value, valueSpan }) => ({ path, key, keySpan, value, valueSpan }));
}

/** The row that a look-up finds: keys are compared without case, and of two equal ones the first counts. */
export function findRow({ rows }: ReadTables, key: string): TableRow | undefined {
  const folded = key.toLowerCase();
  return rows.find((row) => row.key.toLowerCase() === folded);
}
