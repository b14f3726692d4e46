import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import type { Analysis } from '../../types.ts';
import type { SemanticToken } from '../semanticTokens.ts';
import type { TokenType } from '../tokenTypes.ts';
import type { Table } from './table.ts';
import { type TableRole, tableWords } from './words.ts';

const TYPES: Readonly<Partial<Record<TableRole, TokenType>>> = {
  action: 'function',
  restriction: 'function',
  class: 'function',
  transport: 'class',
  'tls-level': 'enumMember',
  'tls-attribute': 'variable',
  reply: 'number',
  status: 'number',
};

/** The keys of a table, but for expressions, which have colours of their own; and the words of its values that mean something. In file order. */
export function tableTokens(analysis: Analysis, table: Table, meanings: PostfixMeanings): SemanticToken[] {
  const isExpression = table.file.grammar === 'regexp' || table.file.grammar === 'pcre';
  return table.file.entries.flatMap((entry) => {
    const key: SemanticToken[] = isExpression ? [] : [{ span: entry.keySpan, type: 'property', modifiers: ['declaration'] }];
    const words = tableWords(analysis, table, entry, meanings).flatMap(({ role, span }): SemanticToken[] => {
      const type = TYPES[role];
      return type ? [{ span, type, modifiers: role === 'action' || role === 'restriction' ? ['defaultLibrary'] : [] }] : [];
    });
    return [...key, ...words];
  });
}
