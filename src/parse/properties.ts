import { span } from '../text/span.ts';
import { afterLineEnd, endOfLine } from './lines.ts';
import type { Comment, ConfigFile, Entry } from './types.ts';
import { ValueText } from './valueText.ts';

const isSpace = (text: string, at: number) => text[at] === ' ' || text[at] === '\t' || text[at] === '\f';
const MEANINGS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/**
 * Reads Java properties as java.util.Properties.load does: `=`, `:` or blanks between key and value, lines joined
 * by a backslash, escapes, `#` and `!` comments. Blanks at the end of a value belong to it. Spring's `#---` begins
 * another document. A key that is set twice is there twice. Never throws.
 */
export function parseProperties(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  const hasDocuments = /^[#!]---[ \t]*\r?$/m.test(text);
  let document = 0;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    // A joined line end before anything else is none: what follows may still be blank, or a comment.
    const first = skipJoined(text, at);
    const lineEnd = endOfLine(text, first);
    if (text[first] === '#' || text[first] === '!') {
      if (/^[#!]---[ \t]*$/.test(text.slice(first, lineEnd))) document += 1;
      comments.push({
        span: span(first, lineEnd),
        text: text
          .slice(first, lineEnd)
          .replace(/^[#!]+/, '')
          .trim(),
      });
    } else if (first < lineEnd) {
      const entry = readEntry(text, at, first);
      entries.push(hasDocuments ? { ...entry, document } : entry);
      at = entry.span.end;
      continue;
    }
    at = afterLineEnd(text, lineEnd);
  }
  return { kind: 'properties', path, text, entries, comments, problems: [] };
}

function readEntry(text: string, start: number, first: number): Entry {
  const key = readPart(text, first, true);
  let sign = skipJoined(text, key.end);
  const hasSign = text[sign] === '=' || text[sign] === ':';
  if (hasSign) sign = skipJoined(text, sign + 1);
  const read = readPart(text, sign, false);
  const isAlone = !hasSign && read.end === sign;
  const place = isAlone ? key.end : sign;
  const value = isAlone ? { value: '' } : read.text.read(sign, read.end);
  return {
    path: [key.text.value],
    key: key.text.value,
    keySpan: span(first, key.end),
    ...value,
    valueSpan: span(place, isAlone ? place : read.end),
    quote: '',
    scalar: 'string',
    form: isAlone ? 'key-only' : 'pair',
    span: span(start, afterLineEnd(text, endOfLine(text, read.end))),
  };
}

/** Skips blanks and joined line ends. */
function skipJoined(text: string, start: number): number {
  let at = start;
  for (;;) {
    while (isSpace(text, at)) at += 1;
    const width = joinAt(text, at);
    if (width === 0) return at;
    at += width;
  }
}

/** How long a backslash and line end at an offset are; 0 when there is none. */
function joinAt(text: string, at: number): number {
  if (text[at] !== '\\') return 0;
  if (text[at + 1] === '\n') return 2;
  return text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 0;
}

function readPart(text: string, start: number, isKey: boolean): { readonly text: ValueText; readonly end: number } {
  const value = new ValueText(text);
  let plain = start;
  let at = start;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '\n' || (character === '\r' && text[at + 1] === '\n')) break;
    if (isKey && (character === '=' || character === ':' || isSpace(text, at))) break;
    if (character !== '\\') {
      at += 1;
      continue;
    }
    value.keep(plain, at);
    const width = joinAt(text, at);
    if (width > 0) {
      at += width;
      while (isSpace(text, at)) at += 1;
    } else at = readEscape(text, at, value);
    plain = at;
  }
  value.keep(plain, at);
  return { text: value, end: at };
}

/** Resolves `\t`, `\u00e4` and the like; before anything else a backslash is dropped. Returns where reading goes on. */
function readEscape(text: string, at: number, value: ValueText): number {
  const next = text[at + 1] ?? '';
  const hex = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
  if (hex) {
    value.add(String.fromCharCode(Number.parseInt(hex, 16)));
    return at + 6;
  }
  const meaning = MEANINGS[next];
  if (meaning !== undefined) value.add(meaning);
  else value.keep(at + 1, Math.min(at + 2, text.length));
  return Math.min(at + 2, text.length);
}
