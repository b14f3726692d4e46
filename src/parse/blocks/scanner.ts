import type { Span } from '../../text/span.ts';
import { openText, type StringPart, stringScalar, unescaped } from '../code/scalars.ts';
import type { TreeScalar } from '../tree.ts';
import type { Comment } from '../types.ts';

/** A piece of a text: a word, a string, a line end, or a mark of one or more characters. */
export interface Token extends Span {
  readonly type: 'word' | 'string' | 'mark' | 'newline';
  readonly text: string;
  /** Of a string: its value. */
  readonly scalar?: TreeScalar;
}

/** How a language writes its strings. */
export interface StringStyle {
  /** What opens it, tried in order, and what closes it. */
  readonly open: string;
  readonly close: string;
  /** It can run over several lines. */
  readonly isLong?: true;
  readonly hasEscapes?: true;
  /** What opens an expression in it, up to the brace that closes it. */
  readonly puts?: readonly string[];
  /** What stands for another text than escapes do. */
  readonly special?: readonly (readonly [written: string, value: string])[];
}

/** What the languages of blocks differ in as far as their words go. */
export interface Words {
  /** What begins a comment up to the end of the line. */
  readonly comments: readonly string[];
  /** Comments between marks. */
  readonly hasBlockComments: boolean;
  readonly strings: readonly StringStyle[];
  /** A word, from where the search begins (flag `y`). */
  readonly word: RegExp;
  /** Marks of several characters, and stretches that are taken whole (flag `y`). */
  readonly marks: RegExp;
  /** Texts between `<<MARK` and a line that begins with the mark. */
  readonly hasHereText?: true;
}

/** So often a text may begin that nothing ends; each costs a look through all that follows. */
const MAX_MISSES = 20;

/** Splits a text into tokens, in one pass. What is left open ends with its line, or with the text. Never throws. */
export function scan(text: string, words: Words): { readonly tokens: readonly Token[]; readonly comments: readonly Comment[] } {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let misses = 0;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const character = text[at]!;
    if (character === '\n') tokens.push({ type: 'newline', text: '\n', start: at, end: at + 1 });
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const comment = commentAt(text, at, words);
    if (comment !== undefined) {
      const written = text.slice(at, comment);
      comments.push({
        span: { start: at, end: comment },
        text: written
          .replace(/^(\/\*+|\/\/+|#+)/, '')
          .replace(/\*+\/$/, '')
          .trim(),
      });
      at = comment;
      continue;
    }
    const here = words.hasHereText && misses < MAX_MISSES && text.startsWith('<<', at) ? hereText(text, at) : undefined;
    if (here) {
      if (here.end === here.start) misses += 1;
      else {
        tokens.push(here);
        at = here.end;
        continue;
      }
    }
    const style = words.strings.find(({ open }) => text.startsWith(open, at));
    const token = style ? readString(text, at, style) : (matched(text, at, words.word, 'word') ?? matched(text, at, words.marks, 'mark'));
    tokens.push(token ?? { type: 'mark', text: character, start: at, end: at + 1 });
    at = tokens.at(-1)!.end;
  }
  return { tokens, comments };
}

/** The text between `<<MARK` and its mark; an empty token where nothing closes it. */
function hereText(text: string, at: number): Token {
  const [opening, mark] = /^<<[-~]?([A-Za-z_]\w{0,50})[ \t]*\r?\n/.exec(text.slice(at, at + 80)) ?? [];
  const close = mark === undefined ? null : new RegExp(`^[ \\t]*${mark}\\b`, 'm').exec(text.slice(at + opening!.length));
  const end = close ? at + opening!.length + close.index + close[0].length : at;
  return { type: 'mark', text: '<<', start: at, end };
}

function commentAt(text: string, at: number, { comments, hasBlockComments }: Words): number | undefined {
  if (hasBlockComments && text.startsWith('/*', at)) {
    const close = text.indexOf('*/', at + 2);
    return close === -1 ? text.length : close + 2;
  }
  return comments.some((mark) => text.startsWith(mark, at)) ? endOfText(text, at) : undefined;
}

/** The end of the line, its line end not counted. */
function endOfText(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === '\r' && end > at ? end - 1 : end;
}

function matched(text: string, at: number, pattern: RegExp, type: 'word' | 'mark'): Token | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  return found ? { type, text: found, start: at, end: at + found.length } : undefined;
}

function readString(text: string, start: number, style: StringStyle): Token {
  const from = start + style.open.length;
  const parts: StringPart[] = [];
  let at = from;
  const specialAt = () => style.special?.find(([written]) => text.startsWith(written, at));
  const isInside = () => specialAt() !== undefined || (!text.startsWith(style.close, at) && (style.isLong || text[at] !== '\n'));
  while (at < text.length && isInside()) {
    const special = specialAt();
    const opening = style.puts?.find((mark) => text.startsWith(mark, at));
    let end = at + 1;
    if (special) end = at + special[0].length;
    else if (opening !== undefined) end = closingBrace(text, at + opening.length);
    else if (style.hasEscapes && text[at] === '\\') end = escapeEnd(text, at);
    if (special) parts.push({ start: at, end, value: special[1] });
    else if (opening !== undefined)
      parts.push({ start: at, end, value: openText(text.slice(at + opening.length, Math.max(at + opening.length, end - 1)).trim()) });
    else if (end > at + 1) parts.push({ start: at, end, value: unescaped(text.slice(at, end)) });
    at = Math.max(end, at + 1);
  }
  const inner = { start: from, end: Math.max(from, Math.min(at, text.length)) };
  const end = Math.min(text.length, text.startsWith(style.close, at) ? at + style.close.length : inner.end);
  const isClosed = end > inner.end;
  const quote = isClosed && style.close === '"' && style.open === '"' ? '"' : '';
  const scalar = stringScalar(text, { start, end }, inner, quote, parts);
  return { type: 'string', text: text.slice(start, end), start, end, scalar };
}

function escapeEnd(text: string, at: number): number {
  const code = /^\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|\r\n|[\s\S])/.exec(text.slice(at, at + 12));
  return at + (code?.[0].length ?? 1);
}

/** Behind the brace that closes an expression in a string; the line's end where none does. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return endOfText(text, from);
}
