import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import type { Analysis, SourceText } from '../types.ts';
import { actionsAt } from './actions/actions.ts';
import type { Refactoring } from './actions/types.ts';
import { completionsAt } from './completion.ts';
import type { CompletionItem } from './completionItem.ts';
import { type FileSymbol, fileSymbolsOf } from './fileSymbols.ts';
import { formatEdits } from './format.ts';
import { type InlayHint, inlayHintsOf } from './inlayHints.ts';
import type { FormatOptions } from './layout.ts';
import { linksOf, type PathLink } from './links.ts';
import { definitionsAt, highlightsAt, type Renaming, referencesAt, renameAt, renameableAt } from './navigation.ts';
import type { Place } from './occurrences.ts';
import { type SemanticToken, semanticTokensOf } from './semanticTokens.ts';
import { type Fold, foldsOf, type OutlineItem, outlineOf } from './structure.ts';

/** Editing main.cf, master.cf and lookup tables: places in, answers out. Asked about other files it has none. */
export interface PostfixEditor {
  /** What may be typed at an offset, the likeliest first. */
  complete(analysis: Analysis, offset: number): readonly CompletionItem[];
  /** Where the name at an offset gets its meaning, the line in force first. */
  definitions(analysis: Analysis, offset: number): readonly Place[];
  references(analysis: Analysis, offset: number, withDefinitions: boolean): readonly Place[];
  highlights(analysis: Analysis, offset: number): readonly { readonly span: Span; readonly isWrite: boolean }[];
  /** The name at an offset if the files may change it, else why not. */
  renameable(analysis: Analysis, offset: number): { readonly span: Span; readonly name: string } | { readonly refusal: string };
  rename(analysis: Analysis, offset: number, newName: string): Renaming;
  outline(analysis: Analysis): readonly OutlineItem[];
  folds(analysis: Analysis): readonly Fold[];
  links(analysis: Analysis): readonly PathLink[];
  semanticTokens(analysis: Analysis): readonly SemanticToken[];
  /** The values behind names and empty settings, within a part of the file. */
  inlayHints(analysis: Analysis, within: Span): readonly InlayHint[];
  /** The edits that bring the file into shape, with `within` only those that touch it. */
  format(analysis: Analysis, options: FormatOptions, within?: Span): readonly TextEdit[];
  /** What a file has to offer to a search by name through all files. Holds no values. */
  symbols(source: SourceText): readonly FileSymbol[];
  /** What may be changed though nothing is wrong, at a selection and in the whole file. */
  actions(analysis: Analysis, selection: Span): readonly Refactoring[];
}

/** Builds the editor's answers over the words that they explain. */
export function createPostfixEditor(meanings: PostfixMeanings): PostfixEditor {
  return Object.freeze<PostfixEditor>({
    complete: (analysis, offset) => completionsAt(analysis, offset, meanings),
    definitions: (analysis, offset) => definitionsAt(analysis, offset, meanings),
    references: (analysis, offset, withDefinitions) => referencesAt(analysis, offset, meanings, withDefinitions),
    highlights: (analysis, offset) => highlightsAt(analysis, offset, meanings),
    renameable: (analysis, offset) => renameableAt(analysis, offset, meanings),
    rename: (analysis, offset, newName) => renameAt(analysis, offset, newName, meanings),
    outline: outlineOf,
    folds: foldsOf,
    links: (analysis) => linksOf(analysis, meanings),
    semanticTokens: (analysis) => semanticTokensOf(analysis, meanings),
    inlayHints: inlayHintsOf,
    format: formatEdits,
    symbols: (source) => fileSymbolsOf(source, meanings),
    actions: actionsAt,
  });
}
