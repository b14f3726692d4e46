import { type Span, span } from '../text/span.ts';
import { afterLineEnd, endOfLine, isBlankAt, skipBlanks, trimBlanksEnd } from './lines.ts';
import type { Comment, ConfigFile, Entry, ParseProblem } from './types.ts';
import type { ValueText } from './valueText.ts';
import { readWord, type WordRules } from './words.ts';

/** What can be wrong with a unit file as text. */
export type SystemdProblem = 'unterminated-quote' | 'unreadable-line';

/** Settings that lead to variables, or to the app that reads them. */
const LEADING: ReadonlySet<string> = new Set(['EnvironmentFile', 'Image']);

interface Reader {
  readonly text: string;
  readonly entries: Entry[];
  readonly comments: Comment[];
  readonly problems: ParseProblem[];
  section: readonly string[];
}

/**
 * Reads the variables of a systemd unit, drop-in or Quadlet (systemd.syntax(7), systemd.exec(5) "Environment"):
 * each assignment of `Environment=` is an entry under its section and name, quotes, escapes and `%%` resolved;
 * other specifiers stay. `EnvironmentFile=` and `Image=` come out as they stand, nothing else does. Never throws.
 */
export function parseSystemd(text: string, path = ''): ConfigFile {
  const reader: Reader = { text, entries: [], comments: [], problems: [], section: [] };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) at = readLine(reader, at);
  const { entries, comments, problems } = reader;
  return { kind: 'systemd', path, text, entries, comments, problems };
}

/** Where the setting ends that holds an offset: behind all lines that a backslash joins, comments in between included. */
export function settingEnd(text: string, at: number): number {
  let end = endOfLine(text, at);
  while (text[end - 1] === '\\') {
    const next = afterLineEnd(text, end);
    if (next >= text.length) break;
    end = endOfLine(text, skipComments(text, next));
  }
  return end;
}

function skipComments(text: string, start: number): number {
  let at = start;
  while (isComment(text, at) && afterLineEnd(text, endOfLine(text, at)) < text.length) at = afterLineEnd(text, endOfLine(text, at));
  return at;
}

function isComment(text: string, lineStart: number): boolean {
  const first = text[skipBlanks(text, lineStart, text.length)];
  return first === '#' || first === ';';
}

function readLine(reader: Reader, start: number): number {
  const { text, comments } = reader;
  const lineEnd = endOfLine(text, start);
  const first = skipBlanks(text, start, lineEnd);
  if (first < lineEnd && isComment(text, start))
    comments.push({
      span: span(first, lineEnd),
      text: text
        .slice(first, lineEnd)
        .replace(/^[#;]+/, '')
        .trim(),
    });
  else if (text[first] === '[') reader.section = [text.slice(first + 1, lineEnd).split(']', 1)[0]!];
  else if (first < lineEnd) return readSetting(reader, start, first);
  return afterLineEnd(text, lineEnd);
}

function readSetting(reader: Reader, start: number, first: number): number {
  const { text, section, entries } = reader;
  const end = settingEnd(text, first);
  const next = afterLineEnd(text, end);
  const sign = text.slice(first, end).indexOf('=');
  if (sign === -1) return next;
  const key = text.slice(first, first + sign).trimEnd();
  const valueStart = skipBlanks(text, first + sign + 1, end);
  if (key === 'Environment') readVariables(reader, span(valueStart, end), span(start, next));
  else if (LEADING.has(key)) {
    const valueSpan = span(valueStart, trimBlanksEnd(text, valueStart, end));
    const value = text.slice(valueSpan.start, valueSpan.end);
    const base = { path: [...section, key], key, keySpan: span(first, first + key.length), value, valueSpan } as const;
    entries.push({ ...base, quote: '', scalar: 'string', form: 'pair', span: span(start, next) });
  }
  for (let at = afterLineEnd(text, endOfLine(text, start)); at < end; at = afterLineEnd(text, endOfLine(text, at))) {
    const lineEnd = endOfLine(text, at);
    const mark = skipBlanks(text, at, lineEnd);
    if (isComment(text, at))
      reader.comments.push({
        span: span(mark, lineEnd),
        text: text
          .slice(mark, lineEnd)
          .replace(/^[#;]+/, '')
          .trim(),
      });
  }
  return next;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*(?==)/y;

function readVariables({ text, section, entries, problems }: Reader, place: Span, lines: Span): void {
  const words: { readonly start: number; readonly end: number; readonly entry?: Omit<Entry, 'span'> }[] = [];
  for (let at = skipSeparators(text, place.start, place.end); at < place.end; ) {
    const isQuoted = text[at] === '"' || text[at] === "'";
    const open = isQuoted ? (text[at] as '"' | "'") : '';
    NAME.lastIndex = isQuoted ? at + 1 : at;
    const key = NAME.exec(text)?.[0];
    const keyStart = isQuoted ? at + 1 : at;
    const read = readWord(text, key === undefined ? keyStart : keyStart + key.length + 1, place.end, RULES, open);
    const end = Math.max(read.end, at + 1);
    if (key === undefined)
      problems.push({
        code: 'unreadable-line',
        span: span(at, end),
        message: 'this is no assignment: systemd skips it. write it as NAME=value, in quotes if it has blanks',
      });
    if (read.isUnterminated)
      problems.push({
        code: 'unterminated-quote',
        span: span(at, end),
        message: `the value of "${key ?? 'Environment'}" opens a quote that is not closed. add it at the end`,
      });
    const { value, valueSpan, quote, segments } = read;
    const base = {
      path: [...section, key ?? ''],
      key: key ?? '',
      keySpan: span(keyStart, keyStart + (key ?? '').length),
      scalar: 'string',
      form: 'pair',
    } as const;
    words.push({ start: at, end, ...(key !== undefined && { entry: { ...base, value, valueSpan, quote, ...(segments && { segments }) } }) });
    at = skipSeparators(text, end, place.end);
  }
  words.forEach(({ start, end, entry }, index) => {
    if (!entry) return;
    const next = words[index + 1];
    const previous = words[index - 1];
    // The last word takes what separates it from the one before it along, a joined line end included.
    const where = next ? span(start, next.start) : previous ? span(previous.end, end) : lines;
    entries.push({ ...entry, span: where });
  });
}

/** Skips blanks, joined line ends, and comments between joined lines. */
function skipSeparators(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    if (isBlankAt(text, at)) at += 1;
    else if (joins(text, at)) at = skipComments(text, afterLineEnd(text, at + 1));
    else break;
  }
  return Math.min(at, end);
}

const joins = (text: string, at: number) => text[at] === '\\' && (text[at + 1] === '\n' || (text[at + 1] === '\r' && text[at + 2] === '\n'));

const MEANINGS: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', s: ' ' };
const CODE = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/;

/** The words of `Environment=`: blanks end them, quotes may stand anywhere, C escapes work in and out of quotes. */
const RULES: WordRules = {
  ends: (text, at) => isBlankAt(text, at) || joins(text, at),
  escape(text, at, value) {
    if (joins(text, at)) {
      value.add(' ');
      return skipComments(text, afterLineEnd(text, at + 1));
    }
    return readEscape(text, at, value);
  },
  doubled: '%',
};

function readEscape(text: string, at: number, value: ValueText): number {
  const next = text[at + 1] ?? '';
  const code = CODE.exec(text.slice(at + 1, at + 10));
  const meaning = MEANINGS[next];
  if (code) {
    const [written, short, long, longest, octal] = code;
    const point = octal ? Number.parseInt(octal, 8) : Number.parseInt(short ?? long ?? longest!, 16);
    value.add(point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD');
    return at + 1 + written.length;
  }
  if (meaning !== undefined) value.add(meaning);
  else if (next === '\\' || next === '"' || next === "'") value.keep(at + 1, at + 2);
  else value.keep(at, at + 1);
  return meaning !== undefined || next === '\\' || next === '"' || next === "'" ? at + 2 : at + 1;
}
