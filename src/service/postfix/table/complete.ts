import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import type { MapGrammar } from '../../../parse/postfixMapTypes.ts';
import type { Span } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import { providerItems } from '../completeValues.ts';
import { type CompletionItem, restOfLine } from '../completionItem.ts';
import { completeTableValue } from './completeValue.ts';
import { BY_NEXT_HOP } from './keys.ts';
import { distinctHops, hopPlaces, keysFor } from './nextHops.ts';
import { type Table, tableOf } from './table.ts';

/** What may be typed at an offset of a lookup table: keys that the settings ask for, and what its values are made of. Never an account. */
export function completeTable(analysis: Analysis, lineStart: number, offset: number, meanings: PostfixMeanings): CompletionItem[] {
  const table = tableOf(analysis);
  if (!table) return [];
  const { text, grammar } = table.file;
  const after = restOfLine(text, offset);
  const before = logicalLineBefore(text, lineStart, offset);
  const value = valueIn(grammar, before);
  if (value !== undefined) return completeTableValue(analysis, table, { before: value, after, offset }, meanings);
  const span = { start: lineStart, end: offset + /^\S*/.exec(after)![0].length };
  return grammar === 'indexed' && /^\S*$/.test(before) ? completeKey(analysis, table, span, /^\S*\s+\S/.test(after)) : [];
}

/** The logical line up to the cursor; lines that begin with a blank continue the one above. */
function logicalLineBefore(text: string, lineStart: number, offset: number): string {
  const lines = [text.slice(lineStart, offset)];
  for (let start = lineStart; /^\s/.test(lines[0]!) && start > 0; ) {
    const end = start - 1;
    start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (!/^\s*(#|$)/.test(line)) lines.unshift(line);
    else if (start === 0) break;
  }
  return lines.join('\n');
}

const VALUES: Readonly<Record<MapGrammar, RegExp>> = {
  indexed: /^(?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")+\s+(?<value>.*)$/s,
  cidr: /^(?!(?:if|endif)\s)!?[\d[a-f:]\S*\s+(?<value>.*)$/is,
  regexp: /^!?(?<mark>[^\w\s!])(?:\\.|(?!\k<mark>)[^\\])*\k<mark>\S*\s+(?<value>.*)$/s,
  pcre: /^!?(?<mark>[^\w\s!])(?:\\.|(?!\k<mark>)[^\\])*\k<mark>\S*\s+(?<value>.*)$/s,
  aliases: /^[^\s:]+\s*:\s*(?<value>.*)$/s,
};

/** The value of a line that is being typed, as far as it goes; undefined while the key is not complete. */
function valueIn(grammar: MapGrammar, before: string): string | undefined {
  return VALUES[grammar].exec(before)?.groups?.value;
}

/** Next hops that have no entry yet, the relayhost first, then those of well-known services. */
function completeKey(analysis: Analysis, { use }: Table, span: Span, hasValue: boolean): CompletionItem[] {
  if (use === 'transport') {
    return [{ label: '*', kind: 'value', span, insertText: hasValue ? '*' : '* ', detail: 'all other mail', rank: 1, asksAgain: !hasValue }];
  }
  if (!BY_NEXT_HOP.has(use)) return [];
  const asksAgain = use === 'tls-policy' && !hasValue;
  const uses = distinctHops(hopPlaces(analysis).filter(({ role }) => role === 'use'));
  const missing = uses.filter((place) => !keysFor(analysis, place).some(({ role }) => role === use));
  const items = [
    ...missing.map(({ text, parameter }) => ({ label: text, kind: 'value' as const, span, detail: parameter, rank: parameter === 'relayhost' ? 1 : 2 })),
    ...providerItems(span).map((item) => ({ ...item, rank: 3 })),
  ];
  const offered = [...new Map([...items].reverse().map((item) => [item.label.toLowerCase(), item])).values()];
  return offered.map((item) => ({ ...item, insertText: hasValue ? item.label : `${item.label} `, ...(asksAgain && { asksAgain }) }));
}
