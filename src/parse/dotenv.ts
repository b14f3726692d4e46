import { type Span, span } from '../text/span.ts';
import { readDotenvValue } from './dotenvValue.ts';
import { afterLineEnd, endOfLine, isBlankAt, skipBlanks, trimBlanksEnd } from './lines.ts';
import type { Comment, ConfigFile, Entry, ParseProblem } from './types.ts';

/** What can be wrong with a `.env` file as text. */
export type DotenvProblem = 'unterminated-quote' | 'unreadable-line';

/** Optional `export`, then a key: quoted, or anything without blanks and marks; a colon may stand inside it (`Smtp:Host`). */
const HEAD = /[ \t]*(?:export[ \t]+)?(?:'([^'\r\n]+)'|"([^"\r\n]+)"|([^\s=#:'"`]+(?::[^\s=#:'"`]+)*))/y;
/** What a name without a value must look like; any other lone word is text that got here by mistake. */
const LONE_NAME = /^[A-Za-z_][\w.-]*$/;

/**
 * Reads a `.env` file in the superset of its dialects: the npm package dotenv, python-dotenv, Ruby's dotenv,
 * vlucas/phpdotenv and Docker's `env_file`. Where they differ on `#` in an unquoted value, only a `#` after a
 * blank begins a comment (python-dotenv, Docker); the npm package and Ruby cut at every `#`.
 *
 * Variables stay as written, see variables.ts. A key that is set twice is there twice. Never throws.
 */
export function parseDotenv(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  const problems: ParseProblem[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) at = readLine(text, at, entries, comments, problems);
  return { kind: 'dotenv', path, text, entries, comments, problems };
}

/** Reads one assignment, comment or blank line, and returns where the next physical line begins. */
function readLine(text: string, start: number, entries: Entry[], comments: Comment[], problems: ParseProblem[]): number {
  const lineEnd = endOfLine(text, start);
  const first = skipBlanks(text, start, lineEnd);
  if (first === lineEnd) return afterLineEnd(text, lineEnd);
  if (text[first] === '#') {
    comments.push(commentAt(text, first, lineEnd));
    return afterLineEnd(text, lineEnd);
  }
  const head = readHead(text, start, lineEnd);
  if (!head) {
    problems.push({
      code: 'unreadable-line',
      span: span(first, trimBlanksEnd(text, first, lineEnd)),
      message: 'this line is neither KEY=value nor a comment: programs skip it, or refuse the file. put a # in front or remove it',
    });
    return afterLineEnd(text, lineEnd);
  }
  const base = { path: [head.key], key: head.key, keySpan: head.keySpan, scalar: 'string' } as const;
  if (head.valueStart === undefined) {
    const place = span(head.nameEnd, head.nameEnd);
    entries.push({ ...base, value: '', valueSpan: place, quote: '', form: 'key-only', span: span(start, afterLineEnd(text, lineEnd)) });
    const mark = skipBlanks(text, head.nameEnd, lineEnd);
    if (mark < lineEnd) comments.push(commentAt(text, mark, lineEnd));
    return afterLineEnd(text, lineEnd);
  }
  const read = readDotenvValue(text, head.valueStart, lineEnd);
  const next = afterLineEnd(text, read.lineEnd);
  entries.push({
    ...base,
    value: read.value,
    valueSpan: read.span,
    quote: read.quote,
    form: 'pair',
    span: span(start, next),
    ...(read.segments && { segments: read.segments }),
  });
  if (read.comment !== undefined) comments.push(commentAt(text, read.comment, read.lineEnd));
  if (read.isUnterminated) {
    problems.push({
      code: 'unterminated-quote',
      span: span(read.span.start - 1, read.span.end),
      message: `the value of "${head.key}" opens with ${read.quote} and has no closing one. add it at the end`,
    });
  }
  return next;
}

interface Head {
  readonly key: string;
  readonly keySpan: Span;
  /** After the key and its closing quote. */
  readonly nameEnd: number;
  /** After `=`, or after the colon of `KEY: value`; absent when there is neither. */
  readonly valueStart?: number;
}

function readHead(text: string, start: number, lineEnd: number): Head | undefined {
  HEAD.lastIndex = start;
  const match = HEAD.exec(text);
  if (!match || HEAD.lastIndex > lineEnd) return undefined;
  const key = match[1] ?? match[2] ?? match[3]!;
  const nameEnd = HEAD.lastIndex;
  const keyEnd = match[3] === undefined ? nameEnd - 1 : nameEnd;
  const base = { key, keySpan: span(keyEnd - key.length, keyEnd), nameEnd };
  const sign = skipBlanks(text, nameEnd, lineEnd);
  if (text[sign] === '=' && sign < lineEnd) return { ...base, valueStart: sign + 1 };
  const isPairByColon = text[nameEnd] === ':' && (nameEnd + 1 >= lineEnd || isBlankAt(text, nameEnd + 1));
  if (isPairByColon) return { ...base, valueStart: nameEnd + 1 };
  const isAlone = sign >= lineEnd || (text[sign] === '#' && sign > nameEnd);
  return isAlone && LONE_NAME.test(key) ? base : undefined;
}

function commentAt(text: string, mark: number, lineEnd: number): Comment {
  return { span: span(mark, lineEnd), text: text.slice(mark, lineEnd).replace(/^#+/, '').trim() };
}
