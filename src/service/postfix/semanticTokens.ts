import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { isKnownParameter, postfixParameter } from '../../data/postfixParameters.ts';
import type { Entry } from '../../parse/types.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { asMaster, restrictionClasses } from './sources.ts';
import { referencesIn } from './subject.ts';
import { tableOf } from './table/table.ts';
import { tableTokens } from './table/tokens.ts';
import type { TokenModifier, TokenType } from './tokenTypes.ts';
import { type WordRole, wordsOf } from './words.ts';

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const ROLE_TYPES: Readonly<Partial<Record<WordRole, TokenType>>> = {
  restriction: 'function',
  class: 'function',
  'table-type': 'type',
  'tls-level': 'enumMember',
  constant: 'enumMember',
  boolean: 'enumMember',
  time: 'number',
  number: 'number',
  size: 'number',
  transport: 'class',
  service: 'class',
};

/** What the words of a main.cf, master.cf or table are, beyond what a grammar can tell, in file order without overlaps. */
export function semanticTokensOf(analysis: Analysis, meanings: PostfixMeanings): SemanticToken[] {
  const table = tableOf(analysis);
  if (table) return tableTokens(analysis, table, meanings);
  const classes = restrictionClasses(analysis);
  const services = asMaster(analysis.file)?.services ?? [];
  const tokens = [
    ...services.map(({ fields }): SemanticToken => ({ span: fields.service.span, type: 'class', modifiers: ['declaration'] })),
    ...analysis.file.entries.flatMap((entry) => tokensOf(entry, meanings, classes)),
  ].sort((a, b) => a.span.start - b.span.start);
  return tokens.filter(({ span }, index) => span.start >= Math.max(0, ...tokens.slice(Math.max(0, index - 1), index).map((before) => before.span.end)));
}

function tokensOf(entry: Entry, meanings: PostfixMeanings, classes: ReadonlySet<string>): SemanticToken[] {
  const words = wordsOf(entry, meanings, classes).flatMap(({ role, text, span }): SemanticToken[] => {
    const type = ROLE_TYPES[role];
    if (!type) return [];
    const restriction = role === 'restriction' ? meanings.restriction(text) : undefined;
    const isOutdated = restriction?.deprecated !== undefined || restriction?.preferred !== undefined;
    return [{ span, type, modifiers: role === 'restriction' ? ['defaultLibrary', ...(isOutdated ? (['deprecated'] as const) : [])] : [] }];
  });
  const references = referencesIn(entry).map(({ name, span }): SemanticToken => ({ span, type: 'variable', modifiers: modifiersOf(name) }));
  const outside = words.filter(({ span }) => !references.some((reference) => contains(span, reference.span)));
  return [{ span: entry.keySpan, type: 'property', modifiers: ['declaration', ...modifiersOf(entry.key)] }, ...outside, ...references];
}

function modifiersOf(name: string): TokenModifier[] {
  if (!isKnownParameter(name)) return [];
  const parameter = postfixParameter(name);
  return parameter?.deprecated || parameter?.removed ? ['defaultLibrary', 'deprecated'] : ['defaultLibrary'];
}
