import { span } from '../text/span.ts';
import type { Format } from './format.ts';
import { afterLineEnd, endOfLine, isBlankAt, skipBlanks } from './lines.ts';
import type { Comment, ConfigFile, Entry, ParseProblem, Quote } from './types.ts';
import { readWord, type WordRules } from './words.ts';

/** nullmailer's `remotes`. */
export const nullmailerFormat: Format = {
  parse: parseNullmailer,
  encode: (value, entry) => ({ text: escaped(value), quote: quoteFor(value, entry.quote) }),
  insertAfter(_file, anchor, key, value) {
    const end = anchor.valueSpan.end + (anchor.quote === '' ? 0 : 1);
    const isFlag = value === '' || /^(true|yes|on)$/i.test(value);
    return { span: span(end, end), newText: ` --${key}${isFlag ? '' : `=${written(value, '')}`}` };
  },
  setValue({ text }, entry, value) {
    if (entry.form === 'key-only') return { span: entry.valueSpan, newText: value === '' ? '' : `=${written(value, '')}` };
    const { start, end } = entry.valueSpan;
    const isClosed = entry.quote !== '' && text[end] === entry.quote;
    return { span: span(entry.quote === '' ? start : start - 1, isClosed ? end + 1 : end), newText: written(value, entry.quote) };
  },
};

const RULES: WordRules = {
  ends: isBlankAt,
  escape(_text, at, value, quote) {
    const width = quote === "'" ? 0 : 1;
    value.keep(at + width, at + width + 1);
    return at + width + 1;
  },
};

const OPTION = /-{0,2}([A-Za-z][A-Za-z0-9-]*)/y;

/**
 * Reads nullmailer's `remotes` (nullmailer-send(8)): host, protocol and options on each line. They come out under
 * the line's index as `host`, `protocol` and the options' names without dashes; an option without a value is a
 * flag. Never throws.
 */
export function parseNullmailer(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  const problems: ParseProblem[] = [];
  let index = 0;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const lineEnd = endOfLine(text, at);
    const next = afterLineEnd(text, lineEnd);
    const first = skipBlanks(text, at, lineEnd);
    if (text[first] === '#') comments.push({ span: span(first, lineEnd), text: text.slice(first, lineEnd).replace(/^#+/, '').trim() });
    else if (first < lineEnd) {
      for (const entry of readRemote(text, first, lineEnd, String(index), span(at, next), problems)) entries.push(entry);
      index += 1;
    }
    at = next;
  }
  return { kind: 'nullmailer', path, text, entries, comments, problems };
}

function readRemote(text: string, first: number, lineEnd: number, index: string, line: Entry['span'], problems: ParseProblem[]): Entry[] {
  const entries: Entry[] = [];
  for (let at = first; at < lineEnd; ) {
    const start = at;
    OPTION.lastIndex = start;
    const isPlace = entries.length === 0 || (entries.length === 1 && text[start] !== '-' && !/^\S*=/.test(text.slice(start, lineEnd)));
    const option = isPlace ? undefined : OPTION.exec(text);
    const key = isPlace ? (entries.length === 0 ? 'host' : 'protocol') : (option?.[1] ?? '');
    const keyEnd = option ? OPTION.lastIndex : start;
    const isPair = isPlace || text[keyEnd] === '=';
    const read = readWord(text, isPair && !isPlace ? keyEnd + 1 : keyEnd, lineEnd, RULES);
    if (read.isUnterminated)
      problems.push({
        code: 'unterminated-quote',
        span: span(start, read.end),
        message: `the value of "${key}" opens a quote that is not closed. add it at the end`,
      });
    const keySpan = option ? span(keyEnd - key.length, keyEnd) : span(start, start);
    const base = { path: [index, key], key, keySpan, scalar: 'string', span: entries.length === 0 ? line : span(blanksBefore(text, start), read.end) } as const;
    if (isPair && (isPlace || option)) {
      const { value, valueSpan, quote, segments } = read;
      entries.push({ ...base, value, valueSpan, quote, form: 'pair', ...(segments && { segments }) });
    } else if (option) entries.push({ ...base, value: '', valueSpan: span(keyEnd, keyEnd), quote: '', form: 'key-only' });
    at = skipBlanks(text, Math.max(read.end, start + 1), lineEnd);
  }
  return entries;
}

function blanksBefore(text: string, start: number): number {
  let at = start;
  while (isBlankAt(text, at - 1)) at -= 1;
  return at;
}

/** A remote is one line. */
const escaped = (value: string) => value.replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\\"]/g, '\\$&');

function quoteFor(value: string, quote: Quote): Quote {
  return quote === '"' || value === '' || /[\s"'\\]/.test(value) ? '"' : '';
}

function written(value: string, quote: Quote): string {
  const mark = quoteFor(value, quote);
  return mark === '' ? value : mark + escaped(value) + mark;
}
