import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import type { Analysis } from '../types.ts';
import { completeMaster } from './completeMaster.ts';
import { completeNames } from './completeParameters.ts';
import { completeValue } from './completeValues.ts';
import { type CompletionItem, restOfLine } from './completionItem.ts';
import { relaySnippets } from './relaySnippets.ts';
import { completeTable } from './table/complete.ts';

/** What may be typed at an offset of a main.cf, master.cf or lookup table, sorted: the likeliest first, outdated names last. */
export function completionsAt(analysis: Analysis, offset: number, meanings: PostfixMeanings): CompletionItem[] {
  const { text, kind } = analysis.file;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (/^\s*#/.test(text.slice(lineStart, offset))) return [];
  const complete = kind === 'postfix-master' ? completeMaster : kind === 'postfix-map' ? completeTable : completeMain;
  return complete(analysis, lineStart, offset, meanings).sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : Number(a.label > b.label)));
}

function completeMain(analysis: Analysis, lineStart: number, offset: number, meanings: PostfixMeanings): CompletionItem[] {
  const { text } = analysis.file;
  const before = text.slice(lineStart, offset);
  const after = restOfLine(text, offset);
  if (/^[^\s=]*$/.test(before)) {
    const span = { start: lineStart, end: offset + /^[^\s=]*/.exec(after)![0].length };
    const names = completeNames(analysis, span, /^[^\s=]*\s*=/.test(after) ? '' : ' = ', meanings);
    // A whole block goes on a line of its own.
    return /^\S*\s*$/.test(after) ? [...names, ...relaySnippets(analysis, span)] : names;
  }
  // Several words are the title of a block, on their way.
  if (/^relay [^=]*$/i.test(before)) return relaySnippets(analysis, { start: lineStart, end: offset + after.trimEnd().length });
  const owner = ownerOf(analysis, lineStart, before);
  return owner ? completeValue(analysis, { name: owner.name, before: owner.value, after, offset }, meanings) : [];
}

/** The parameter whose value the line belongs to, and the value up to the cursor. */
function ownerOf({ file: { text } }: Analysis, lineStart: number, before: string): { readonly name: string; readonly value: string } | undefined {
  const lines = [before];
  for (let start = lineStart; /^\s/.test(lines[0]!) && start > 0; ) {
    const end = start - 1;
    start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    // Comments and blank lines do not end a value.
    if (!/^\s*(#|$)/.test(line)) lines.unshift(line);
    else if (start === 0) return undefined;
  }
  const [, name, value] = /^([^\s=#]+)\s*=(.*)$/s.exec(lines.join('\n')) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}
