import { span } from '../text/span.ts';
import { type IniDialect, iniDialect } from './iniDialect.ts';
import { readIniValue } from './iniValue.ts';
import { afterLineEnd, endOfLine, skipBlanks, trimBlanksEnd } from './lines.ts';
import type { Comment, ConfigFile, Entry, ParseProblem } from './types.ts';

/** What can be wrong with an INI file as text. */
export type IniProblem = 'unterminated-quote' | 'unreadable-line';

interface Reader {
  readonly text: string;
  readonly dialect: IniDialect;
  readonly entries: Entry[];
  readonly comments: Comment[];
  readonly problems: ParseProblem[];
  section: readonly string[];
}

/**
 * Reads an INI file the way the program does that owns files of its name, see iniDialect.ts. A key's path is
 * its section, git's subsection, and itself. Keys that are set twice are there twice. Never throws.
 */
export function parseIni(text: string, path = ''): ConfigFile {
  const reader: Reader = { text, dialect: iniDialect(path, text), entries: [], comments: [], problems: [], section: [] };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) at = readLine(reader, at);
  const { entries, comments, problems } = reader;
  return { kind: 'ini', path, text, entries, comments, problems };
}

/** Reads one setting, header, comment or blank line, and returns where the next physical line begins. */
function readLine(reader: Reader, start: number): number {
  const { text, dialect } = reader;
  const lineEnd = endOfLine(text, start);
  const first = skipBlanks(text, start, lineEnd);
  if (first === lineEnd) return afterLineEnd(text, lineEnd);
  if (dialect.comments.includes(text[first]!)) {
    reader.comments.push(commentAt(text, first, lineEnd));
    return afterLineEnd(text, lineEnd);
  }
  if (text[first] === '[') return readHeader(reader, first, lineEnd, start);
  return readPair(reader, start, first, lineEnd);
}

const GIT_HEADER = /\[[ \t]*([\w.-]+)(?:[ \t]+"((?:[^"\\\r\n]|\\.)*)")?[ \t]*\]/y;

function readHeader(reader: Reader, first: number, lineEnd: number, start: number): number {
  const { text, dialect } = reader;
  let close: number;
  if (dialect.id === 'git') {
    GIT_HEADER.lastIndex = first;
    const match = GIT_HEADER.exec(text);
    if (match) reader.section = match[2] === undefined ? [match[1]!] : [match[1]!, match[2].replace(/\\(.)/g, '$1')];
    close = match ? GIT_HEADER.lastIndex : -1;
  } else {
    // Python and go-ini take the last bracket of the line.
    const line = text.slice(first, lineEnd);
    close = first + (dialect.id === 'python' || dialect.id === 'go' ? line.lastIndexOf(']') : line.indexOf(']')) + 1;
    if (close === first) close = -1;
    if (close !== -1) reader.section = [text.slice(first + 1, close - 1).trim()];
  }
  if (close === -1) return fail(reader, first, lineEnd, 'this section has no closing bracket. add "]"');
  const rest = skipBlanks(text, close, lineEnd);
  if (rest === lineEnd) return afterLineEnd(text, lineEnd);
  if ('#;'.includes(text[rest]!)) reader.comments.push(commentAt(text, rest, lineEnd));
  // git takes a setting on the header's own line.
  else if (dialect.id === 'git') return readPair(reader, start, rest, lineEnd);
  return afterLineEnd(text, lineEnd);
}

function readPair(reader: Reader, start: number, first: number, lineEnd: number): number {
  const { text, dialect, entries, comments, problems } = reader;
  const head = readHead(text, first, lineEnd, dialect);
  if (!head)
    return fail(reader, first, lineEnd, 'this line is neither a setting nor a comment: programs skip it, or refuse the file. put a mark in front or remove it');
  const { keyEnd, sign } = head;
  const keyStart = head.keyStart;
  const key = text.slice(keyStart, keyEnd);
  // What stands before a setting on a header's line stays when the setting goes.
  const from = text[skipBlanks(text, start, lineEnd)] === '[' && first > skipBlanks(text, start, lineEnd) ? first : start;
  const base = { path: [...reader.section, key], key, keySpan: span(keyStart, keyEnd), scalar: 'string' } as const;
  if (sign === undefined) {
    const mark = skipBlanks(text, head.nameEnd, lineEnd);
    const place = span(head.nameEnd, head.nameEnd);
    entries.push({
      ...base,
      value: '',
      valueSpan: place,
      quote: '',
      form: 'key-only',
      span: span(from, from === start ? afterLineEnd(text, lineEnd) : lineEnd),
    });
    if (mark < lineEnd) comments.push(commentAt(text, mark, lineEnd));
    return afterLineEnd(text, lineEnd);
  }
  const read = readIniValue(text, sign + 1, dialect, first - start);
  const next = afterLineEnd(text, read.lineEnd);
  entries.push({
    ...base,
    value: read.value,
    valueSpan: read.span,
    quote: read.quote,
    form: 'pair',
    span: span(from, from === start ? next : read.lineEnd),
    ...(read.segments && { segments: read.segments }),
  });
  for (const mark of read.comments ?? []) comments.push(commentAt(text, mark, endOfLine(text, mark)));
  if (read.isUnterminated) {
    problems.push({
      code: 'unterminated-quote',
      span: span(Math.max(sign + 1, read.span.start - 1), read.span.end),
      message: `the value of "${key}" opens a quote that is not closed. add it at the end`,
    });
  }
  return next;
}

interface Head {
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Behind the key's closing quote. */
  readonly nameEnd: number;
  readonly sign?: number;
}

function readHead(text: string, first: number, lineEnd: number, dialect: IniDialect): Head | undefined {
  const mark = text[first]!;
  const isQuoted = dialect.id === 'go' && (mark === '"' || mark === '`');
  const close = isQuoted ? text.indexOf(mark, first + 1) : -1;
  if (isQuoted && (close === -1 || close >= lineEnd)) return undefined;
  let at = isQuoted ? close + 1 : first;
  while (at < lineEnd && !dialect.delimiters.includes(text[at]!) && !(dialect.hasLoneKeys && dialect.comments.includes(text[at]!))) at += 1;
  const keyStart = isQuoted ? first + 1 : first;
  const keyEnd = isQuoted ? close : trimBlanksEnd(text, first, at);
  const base = { keyStart, keyEnd, nameEnd: isQuoted ? close + 1 : keyEnd };
  if (keyEnd === keyStart) return undefined;
  if (at < lineEnd && dialect.delimiters.includes(text[at]!)) return { ...base, sign: at };
  return dialect.hasLoneKeys && /^[A-Za-z][\w.-]*$/.test(text.slice(keyStart, keyEnd)) ? base : undefined;
}

function fail({ text, problems }: Reader, first: number, lineEnd: number, message: string): number {
  problems.push({ code: 'unreadable-line', span: span(first, trimBlanksEnd(text, first, lineEnd)), message });
  return afterLineEnd(text, lineEnd);
}

function commentAt(text: string, mark: number, lineEnd: number): Comment {
  return {
    span: span(mark, lineEnd),
    text: text
      .slice(mark, lineEnd)
      .replace(/^[#;]+/, '')
      .trim(),
  };
}
