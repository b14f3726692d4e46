import { type Span, span, type TextEdit } from '../text/span.ts';
import { indentAt, insertLine } from './editLine.ts';
import { afterLineEnd, endOfLine, isBlankAt, skipBlanks, startOfLine, trimBlanksEnd } from './lines.ts';
import type { Comment, ConfigFile, Entry } from './types.ts';

/** A line of the form `keyword value`. */
export interface KeywordLine {
  readonly key: string;
  readonly keySpan: Span;
  /** Where the value stands, quotes included; empty behind the key when there is none. */
  readonly rest: Span;
  /** The whole line, line end included. */
  readonly span: Span;
}

/** Splits a text into lines of a keyword and what follows it. Comments begin with `#`: at the start of a line, or anywhere. */
export function readKeywordLines(
  text: string,
  commentsBegin: 'lines' | 'anywhere',
): { readonly lines: readonly KeywordLine[]; readonly comments: readonly Comment[] } {
  const lines: KeywordLine[] = [];
  const comments: Comment[] = [];
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const physicalEnd = endOfLine(text, at);
    const first = skipBlanks(text, at, physicalEnd);
    const next = afterLineEnd(text, physicalEnd);
    const mark = commentsBegin === 'anywhere' ? text.slice(first, physicalEnd).indexOf('#') : text[first] === '#' ? 0 : -1;
    const lineEnd = mark === -1 ? physicalEnd : first + mark;
    if (mark !== -1) comments.push({ span: span(lineEnd, physicalEnd), text: text.slice(lineEnd, physicalEnd).replace(/^#+/, '').trim() });
    if (first < lineEnd) {
      let keyEnd = first;
      while (keyEnd < lineEnd && !isBlankAt(text, keyEnd)) keyEnd += 1;
      const end = trimBlanksEnd(text, keyEnd, lineEnd);
      const start = end === keyEnd ? keyEnd : skipBlanks(text, keyEnd, lineEnd);
      lines.push({ key: text.slice(first, keyEnd), keySpan: span(first, keyEnd), rest: span(start, end), span: span(at, next) });
    }
    at = next;
  }
  return { lines, comments };
}

/** The entry of a line whose value is in no quotes; a keyword alone has none. */
export function keywordEntry(text: string, path: readonly string[], { key, keySpan, rest, span: lines }: KeywordLine): Entry {
  const form = rest.start === rest.end ? 'key-only' : 'pair';
  const base = { path: [...path, key], key, keySpan, value: text.slice(rest.start, rest.end), valueSpan: rest } as const;
  return { ...base, quote: '', scalar: 'string', form, span: lines };
}

/** Adds a line in the style of its neighbour: same indent, and values in one column where they stand in one. */
export function insertKeywordLine(file: ConfigFile, anchor: Entry, key: string, written: string): TextEdit {
  const { text } = file;
  const column = anchor.form === 'key-only' ? 0 : anchor.valueSpan.start - (anchor.quote === '' ? 0 : 1) - anchor.keySpan.start;
  const hasColumn = column > anchor.key.length + 1 && column > key.length;
  const between = text.slice(anchor.keySpan.end, anchor.keySpan.end + 1) === '\t' ? '\t' : hasColumn ? ' '.repeat(column - key.length) : ' ';
  return insertLine(file, anchor, indentAt(text, anchor.keySpan.start) + key + (written === '' ? '' : between + written));
}

/** Gives a keyword another value, or its first one. */
export function setKeywordValue({ text }: ConfigFile, entry: Entry, written: string): TextEdit {
  if (entry.form === 'key-only') return { span: entry.valueSpan, newText: written === '' ? '' : ` ${written}` };
  const { start, end } = entry.valueSpan;
  const isQuoted = entry.quote !== '' && start > startOfLine(text, start);
  return { span: isQuoted ? span(start - 1, text[end] === entry.quote ? end + 1 : end) : entry.valueSpan, newText: written };
}

/** A value for a line that can hold no line ends. */
export const oneLine = (value: string) => value.replace(/\s*[\r\n]+\s*/g, ' ').trim();
