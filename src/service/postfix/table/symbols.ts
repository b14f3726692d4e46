import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import type { Span } from '../../../text/span.ts';
import { touches } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import type { Place, PostfixSymbol } from '../occurrences.ts';
import { restrictionClasses } from '../sources.ts';
import { wordsOf } from '../words.ts';
import { type Table, tableOf, tablesBeside } from './table.ts';
import { type TableRole, type TableWord, tableWords } from './words.ts';

const KINDS: Readonly<Partial<Record<TableRole, PostfixSymbol['kind']>>> = { transport: 'service', class: 'parameter', restriction: 'restriction' };

/** The symbol of main.cf or master.cf that a table names at an offset. */
export function symbolInTable(analysis: Analysis, offset: number, meanings: PostfixMeanings): PostfixSymbol | undefined {
  const table = tableOf(analysis);
  const entry = table?.file.entries.find(({ valueSpan }) => touches(valueSpan, offset));
  if (!table || !entry) return undefined;
  return tableWords(analysis, table, entry, meanings)
    .filter(({ span }) => touches(span, offset))
    .map(symbolOf)
    .find((symbol) => symbol !== undefined);
}

function symbolOf({ role, text, span }: TableWord): PostfixSymbol | undefined {
  const kind = KINDS[role];
  return kind && text !== ':' ? { kind, name: text, span } : undefined;
}

/** Uses whose values name transports, restrictions or restriction classes. */
const NAMING = new Set(['transport', 'sender-transports', 'access', 'checks']);

/** Every place in the analysed table, or else in those beside it, that names a symbol. */
export function symbolsInTables(analysis: Analysis, { kind, name }: PostfixSymbol, meanings: PostfixMeanings): Place[] {
  const own = tableOf(analysis);
  const tables: (Table & { readonly path?: string })[] = [...(own ? [own] : []), ...tablesBeside(analysis)];
  return tables
    .filter(({ use }) => use !== undefined && NAMING.has(use))
    .flatMap((table) =>
      table.file.entries
        .filter(({ value }) => value.includes(name))
        .flatMap((entry) => tableWords(analysis, table, entry, meanings))
        .filter((word) => word.text === name && KINDS[word.role] === kind)
        .map(({ span }) => (table.path === undefined ? { span } : { path: table.path, span })),
    );
}

const START: Span = { start: 0, end: 0 };

/** The file of the table whose name stands at an offset of main.cf or master.cf, if it can be read. */
export function tableFileAt(analysis: Analysis, offset: number, meanings: PostfixMeanings): Place | undefined {
  const { file, folder } = analysis;
  const entry = file.kind === 'postfix-map' ? undefined : file.entries.find(({ valueSpan }) => touches(valueSpan, offset));
  const word = entry && wordsOf(entry, meanings, restrictionClasses(analysis)).find(({ role, span }) => role === 'table' && touches(span, offset));
  if (!word || !/^[./$]/.test(word.text)) return undefined;
  return folder?.view.readText(word.text) === undefined ? undefined : { path: word.text, span: START };
}
