import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { expandMacros } from '../../parse/postfixExpand.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { restrictionClasses } from './sources.ts';
import { tableOf } from './table/table.ts';
import { tableWords } from './table/words.ts';
import { wordsOf } from './words.ts';

/** A path in a value. */
export interface PathLink {
  readonly span: Span;
  /** Absolute, macros expanded. */
  readonly path: string;
  /** The path below the configuration directory, for copies of it that stand elsewhere. */
  readonly below?: string;
}

/** Parameters whose value is a path, or several. */
const PATH_NAME = /(_file|_files|_path|_directory|_dirs?|CAfile|CApath|_program|_chain_files)$/;

/** Table types whose name is a file. The source stands beside the index that Postfix reads. */
const FILE_TYPES = new Set([
  'btree',
  'cdb',
  'cidr',
  'dbm',
  'hash',
  'ldap',
  'lmdb',
  'memcache',
  'mongodb',
  'mysql',
  'pcre',
  'pgsql',
  'regexp',
  'sdbm',
  'sqlite',
  'texthash',
]);

/** The files that a main.cf or master.cf names: tables as `type:/path`, certificates, programs, directories; and those that a table's values name. */
export function linksOf(analysis: Analysis, meanings: PostfixMeanings): PathLink[] {
  const table = tableOf(analysis);
  if (table) {
    const words = table.file.entries.flatMap((entry) => tableWords(analysis, table, entry, meanings));
    return words.filter(({ role }) => role === 'path').flatMap(({ text, span }) => linkOf(analysis, text, span));
  }
  const classes = restrictionClasses(analysis);
  return analysis.file.entries.flatMap((entry) => {
    const words = wordsOf(entry, meanings, classes);
    const tables = words.flatMap(({ role, text, span }, index) =>
      role === 'table' && FILE_TYPES.has(words[index - 1]?.text ?? '') ? linkOf(analysis, text, span) : [],
    );
    return PATH_NAME.test(entry.key) ? [...tables, ...pathsIn(analysis, entry)] : tables;
  });
}

function pathsIn(analysis: Analysis, entry: Entry): PathLink[] {
  return [...entry.value.matchAll(/[^\s,]+/g)].flatMap(({ 0: text, index }) => linkOf(analysis, text, valueSpanIn(entry, index, index + text.length)));
}

function linkOf({ folder }: Analysis, text: string, span: Span): PathLink[] {
  const folderName = folder?.parameters?.get('config_directory').value || '/etc/postfix';
  const lookup = (name: string) => {
    if (name === 'config_directory') return folderName;
    const found = folder?.parameters?.get(name);
    return found?.entry || found?.isKnown ? found.raw : undefined;
  };
  const { value, problem, undefinedNames } = text.includes('$') ? expandMacros(text, lookup) : { value: text, problem: undefined, undefinedNames: [] };
  if (problem || undefinedNames.length > 0 || !/^\/[^\s{}]+$/.test(value)) return [];
  const below = value.startsWith(`${folderName}/`) ? value.slice(folderName.length + 1) : undefined;
  return [{ span, path: value, ...(below && { below }) }];
}
