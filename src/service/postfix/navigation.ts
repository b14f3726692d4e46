import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { isKnownParameter } from '../../data/postfixParameters.ts';
import { compareSpans, type Span, type TextEdit } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { occurrencesOf, type Place, type PostfixSymbol, symbolAt } from './occurrences.ts';
import { hopAt, hopDefinitions, hopFamily } from './table/nextHops.ts';
import { tableFileAt } from './table/symbols.ts';

/**
 * Where the symbol at an offset gets its meaning: the line in force first. On that line itself, the other lines that set it.
 * From a next hop to its entry in the table of passwords and back, from the name of a table to the file.
 */
export function definitionsAt(analysis: Analysis, offset: number, meanings: PostfixMeanings): Place[] {
  const hop = hopAt(analysis, offset);
  if (hop) return hopDefinitions(analysis, hop).map(placeOf);
  const table = tableFileAt(analysis, offset, meanings);
  if (table) return [table];
  const symbol = symbolAt(analysis, offset, meanings);
  if (!symbol) return [];
  const definitions = occurrencesOf(analysis, symbol, meanings)
    .filter(({ role }) => role === 'definition')
    .reverse()
    .map(placeOf);
  const others = definitions.filter(({ path, span }) => path !== undefined || compareSpans(span, symbol.span) !== 0);
  return others.length > 0 ? others : definitions;
}

/** Every place that names the symbol at an offset, in all files. The entries for a next hop are its definitions. */
export function referencesAt(analysis: Analysis, offset: number, meanings: PostfixMeanings, withDefinitions: boolean): Place[] {
  const hop = hopAt(analysis, offset);
  if (hop) {
    return hopFamily(analysis, hop)
      .filter(({ role }) => withDefinitions || role === 'use')
      .map(placeOf);
  }
  const symbol = symbolAt(analysis, offset, meanings);
  const found = symbol ? occurrencesOf(analysis, symbol, meanings) : [];
  return found.filter(({ role }) => withDefinitions || role !== 'definition').map(placeOf);
}

/** The places of the analysed file that name the symbol at an offset; `isWrite` where it is set. */
export function highlightsAt(analysis: Analysis, offset: number, meanings: PostfixMeanings): { readonly span: Span; readonly isWrite: boolean }[] {
  const hop = hopAt(analysis, offset);
  if (hop) {
    return hopFamily(analysis, hop)
      .filter(({ path }) => path === undefined)
      .map(({ span, role }) => ({ span, isWrite: role !== 'use' }));
  }
  const symbol = symbolAt(analysis, offset, meanings);
  const found = symbol ? occurrencesOf(analysis, symbol, meanings) : [];
  return found.filter(({ path }) => path === undefined).map(({ span, role }) => ({ span, isWrite: role !== 'reference' }));
}

const placeOf = ({ path, span }: Place): Place => (path === undefined ? { span } : { path, span });

/** A renaming as edits per file, or why there is none: one line for the person who asked. */
export type Renaming =
  | { readonly span: Span; readonly name: string; readonly files: readonly { readonly path?: string; readonly edits: readonly TextEdit[] }[] }
  | { readonly refusal: string };

/** The name at an offset, if it may be changed. */
export function renameableAt(analysis: Analysis, offset: number, meanings: PostfixMeanings): PostfixSymbol | { readonly refusal: string } {
  const symbol = symbolAt(analysis, offset, meanings);
  if (symbol?.kind !== 'parameter') return { refusal: 'only names that these files define can be renamed: their own parameters and restriction classes' };
  if (isKnownParameter(symbol.name)) return { refusal: `"${symbol.name}" is a parameter of Postfix and keeps its name` };
  return symbol;
}

/** Renames a parameter or restriction class of the files' own, everywhere in main.cf and master.cf. */
export function renameAt(analysis: Analysis, offset: number, newName: string, meanings: PostfixMeanings): Renaming {
  const symbol = renameableAt(analysis, offset, meanings);
  if ('refusal' in symbol) return symbol;
  if (!/^\w+$/.test(newName)) return { refusal: `"${newName}" is no name for a parameter. use letters, digits and "_"` };
  if (isKnownParameter(newName)) return { refusal: `"${newName}" is a parameter of Postfix. choose another name` };
  const isTaken = newName !== symbol.name && occurrencesOf(analysis, { ...symbol, name: newName }, meanings).length > 0;
  if (isTaken || meanings.restriction(newName)) return { refusal: `"${newName}" is in use already. choose another name` };
  const edits = new Map<string | undefined, TextEdit[]>();
  for (const { path, span } of occurrencesOf(analysis, symbol, meanings)) edits.set(path, [...(edits.get(path) ?? []), { span, newText: newName }]);
  return { span: symbol.span, name: symbol.name, files: [...edits].map(([path, own]) => (path === undefined ? { edits: own } : { path, edits: own })) };
}
