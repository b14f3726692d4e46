import { type Span, span } from '../text/span.ts';
import { afterLineEnd, endOfLine, skipBlanks } from './lines.ts';

/** What stands beside a member of a map or list. */
export interface Neighbours {
  readonly isFlow: boolean;
  readonly previousEnd?: number;
  readonly nextStart?: number;
}

interface Member {
  readonly start: number;
  readonly end: number;
}

/** All that goes when a pair is removed: its lines where it owns them, else itself and the comma or blank that joined it. */
export function pairSpan(text: string, pair: Member, around: Neighbours): Span {
  if (around.isFlow) return flowSpan(text, pair, around);
  const lead = leadOf(text, pair.start);
  const isAlone = around.previousEnd === undefined && around.nextStart === undefined;
  const ownsStart = lead !== undefined && (/^[ \t\uFEFF]*$/.test(lead) || (isAlone && /^[ \t]*(-[ \t]+)+$/.test(lead)));
  if (ownsStart && ownsRestOfLine(text, pair.end)) return span(pair.start - lead.length, afterLineEnd(text, endOfLine(text, pair.end)));
  return span(pair.start, around.nextStart ?? pair.end);
}

/** The same for a list's item; its dash goes too. */
export function itemSpan(text: string, item: Member, around: Neighbours): Span {
  if (around.isFlow) return flowSpan(text, item, around);
  const lead = leadOf(text, item.start);
  const ownsStart = lead !== undefined && /^[ \t]*-[ \t]*$/.test(lead);
  if (ownsStart && ownsRestOfLine(text, item.end)) return span(item.start - lead.length, afterLineEnd(text, endOfLine(text, item.end)));
  return span(item.start, item.end);
}

function flowSpan(text: string, member: Member, around: Neighbours): Span {
  if (around.nextStart === undefined) {
    // The last one takes the comma before it along, the only one that behind it.
    if (around.previousEnd !== undefined) return span(joint(text, around.previousEnd, member.start), member.end);
    const comma = skipWhite(text, member.end, text.length);
    return span(member.start, text[comma] === ',' ? comma + 1 : member.end);
  }
  let end = skipWhite(text, member.end, around.nextStart);
  if (text[end] === ',') end += 1;
  const lead = leadOf(text, member.start);
  const startsLine = lead !== undefined && /^[ \t]*$/.test(lead);
  if (startsLine && ownsRestOfLine(text, end)) return span(member.start - lead.length, afterLineEnd(text, endOfLine(text, end)));
  return span(member.start, skipBlanks(text, end, around.nextStart));
}

/** Where what joins a member to the one before it begins. In programs more may stand in between, and stays. */
function joint(text: string, previousEnd: number, start: number): number {
  const between = text.slice(previousEnd, start).replace(/\/\*[\s\S]*?\*\/|(\/\/|#).*/g, '');
  if (/^[\s,]*$/.test(between)) return previousEnd;
  let last = start - 1;
  while (last > previousEnd && /\s/.test(text[last]!)) last -= 1;
  return text[last] === ',' ? last : start;
}

/**
 * What stands on the line before an offset, when that is no more than blanks, dashes and a byte order mark. It is looked
 * for from the offset backwards: a file of one long line has thousands of members on it.
 */
function leadOf(text: string, at: number): string | undefined {
  let start = at;
  while (start > 0 && ' \t\uFEFF-'.includes(text[start - 1]!)) start -= 1;
  return start === 0 || text[start - 1] === '\n' ? text.slice(start, at) : undefined;
}

function ownsRestOfLine(text: string, from: number): boolean {
  const end = endOfLine(text, from);
  const rest = skipBlanks(text, from, end);
  if (rest === end || text.startsWith('//', rest) || text.startsWith('/*', rest)) return true;
  return text[rest] === '#' && rest > from;
}

function skipWhite(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && /\s/.test(text[at]!)) at += 1;
  return at;
}
