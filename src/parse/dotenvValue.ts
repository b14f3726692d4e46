import { type Span, span } from '../text/span.ts';
import { endOfLine, isBlankAt, skipBlanks, trimBlanksEnd } from './lines.ts';
import type { Quote, ValueSegment } from './types.ts';

/** A value of a `.env` line. */
export interface DotenvValue {
  readonly value: string;
  /** Without quotes. */
  readonly span: Span;
  readonly quote: Quote;
  readonly segments?: readonly ValueSegment[];
  /** End of the last physical line it touches, line end not counted. */
  readonly lineEnd: number;
  /** Where a comment after the value begins. */
  readonly comment?: number;
  readonly isUnterminated?: true;
}

type QuoteMark = '"' | "'" | '`';

/** What a backslash and a letter stand for in double quotes; `\$` stays for whoever expands variables. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Reads the value that begins after `=` or `:`. A quoted one may run over several lines; a quote that is not
 * closed, or followed by more than a comment, is not a quote: the first case ends at the line and is marked,
 * the second is read as it stands, as the npm package dotenv does.
 */
export function readDotenvValue(text: string, at: number, lineEnd: number): DotenvValue {
  const first = skipBlanks(text, at, lineEnd);
  if (first === lineEnd) return empty(text, at, first, lineEnd);
  // `KEY=#fff` is a value, `KEY= # note` is empty (python-dotenv, phpdotenv).
  if (text[first] === '#' && first > at) return { ...empty(text, at, first, lineEnd), comment: first };
  const mark = text[first];
  if (mark !== '"' && mark !== "'" && mark !== '`') return unquoted(text, first, lineEnd);
  const close = closingQuote(text, first, mark, lineEnd);
  if (close !== undefined) return quoted(text, first, close, mark);
  const hasSecond = text.indexOf(mark, first + 1) !== -1 && text.indexOf(mark, first + 1) < lineEnd;
  if (hasSecond) return unquoted(text, first, lineEnd);
  const end = trimBlanksEnd(text, first + 1, lineEnd);
  return { value: text.slice(first + 1, end), span: span(first + 1, end), quote: mark, lineEnd, isUnterminated: true };
}

/** An empty value stands after `=`, or after one blank where the file writes `KEY = value`. */
function empty(text: string, at: number, first: number, lineEnd: number): DotenvValue {
  const isSpaced = first > at && isBlankAt(text, at - 2);
  const place = isSpaced ? at + 1 : at;
  return { value: '', span: span(place, place), quote: '', lineEnd };
}

function unquoted(text: string, first: number, lineEnd: number): DotenvValue {
  let stop = lineEnd;
  for (let hash = text.indexOf('#', first + 1); hash !== -1 && hash < lineEnd; hash = text.indexOf('#', hash + 1)) {
    if (!isBlankAt(text, hash - 1)) continue;
    stop = hash;
    break;
  }
  const end = trimBlanksEnd(text, first, stop);
  return { value: text.slice(first, end), span: span(first, end), quote: '', lineEnd, ...(stop < lineEnd && { comment: stop }) };
}

/** The quote that closes: the first one without a backslash, else the first of the line; nothing but a comment may follow it. */
function closingQuote(text: string, open: number, mark: QuoteMark, lineEnd: number): number | undefined {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === mark) {
      if (endsValue(text, at)) return at;
      break;
    }
  }
  // `'C:\dir\'`: a backslash before the closing quote means nothing in most dialects.
  const nearest = text.indexOf(mark, open + 1);
  return nearest !== -1 && nearest < lineEnd && endsValue(text, nearest) ? nearest : undefined;
}

function endsValue(text: string, close: number): boolean {
  let at = close + 1;
  while (isBlankAt(text, at)) at += 1;
  return at >= text.length || text[at] === '#' || text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
}

function quoted(text: string, open: number, close: number, mark: QuoteMark): DotenvValue {
  const lineEnd = endOfLine(text, close);
  const hash = skipBlanks(text, close + 1, lineEnd);
  const { value, segments } = resolveEscapes(text, open + 1, close, mark);
  return {
    value,
    span: span(open + 1, close),
    quote: mark,
    lineEnd,
    ...(value.length < close - open - 1 && { segments }),
    ...(hash < lineEnd && { comment: hash }),
  };
}

/** Resolves the escapes of a quoted text. A backslash that escapes nothing stays, as every dialect but Ruby's has it. */
function resolveEscapes(text: string, start: number, end: number, mark: QuoteMark): { value: string; segments: ValueSegment[] } {
  const segments: ValueSegment[] = [];
  let value = '';
  let plain = start;
  const keep = (until: number) => {
    if (until > plain) segments.push({ at: value.length, source: plain, length: until - plain });
    value += text.slice(plain, until);
  };
  for (let at = text.indexOf('\\', start); at !== -1 && at < end - 1; at = text.indexOf('\\', at + 1)) {
    const next = text[at + 1]!;
    const meaning = mark === '"' ? ESCAPES[next] : next === mark ? mark : undefined;
    if (meaning === undefined) {
      // The pair stays as it is; its second half begins no escape of its own.
      at += 1;
      continue;
    }
    keep(at);
    if (meaning === next) segments.push({ at: value.length, source: at + 1, length: 1 });
    value += meaning;
    plain = at + 2;
    at += 1;
  }
  keep(end);
  return { value, segments };
}
