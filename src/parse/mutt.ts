import { span } from '../text/span.ts';
import { afterLineEnd, endOfLine, isBlankAt, startOfLine } from './lines.ts';
import type { Comment, ConfigFile, Entry, ParseProblem } from './types.ts';
import { readWord, type WordRules } from './words.ts';

/** What can be wrong with a muttrc as text. */
export type MuttProblem = 'unterminated-quote';

const isLineEnd = (text: string, at: number) => text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
const joins = (text: string, at: number) => text[at] === '\\' && isLineEnd(text, at + 1);
const MEANINGS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', e: '\u001b' };

/** Single quotes take all as it stands; double quotes and bare words know escapes. Lines are joined before anything else. */
const RULES: WordRules = {
  ends: (text, at) => isBlankAt(text, at) || isLineEnd(text, at) || text[at] === ';' || joins(text, at),
  escape(text, at, value, quote) {
    if (joins(text, at)) return afterLineEnd(text, at + 1);
    const next = text[at + 1] ?? '';
    if (quote === "'") {
      value.keep(at, at + 1);
      return at + 1;
    }
    if (MEANINGS[next] !== undefined) value.add(MEANINGS[next]);
    else value.keep(at + 1, at + 2);
    return at + 2;
  },
};

const COMMAND = /[a-z_-]+/y;
const VARIABLE = /(no|inv)?([A-Za-z_][\w-]*)/y;

interface Reader {
  readonly text: string;
  readonly entries: Entry[];
  readonly comments: Comment[];
  readonly problems: ParseProblem[];
}

/**
 * Reads the variables of a muttrc (muttrc(5)): `set a=b c="d" noe` and `unset f`, several commands on a line
 * joined by `;`. A variable set without a value is `yes`, one with `no` before it or after `unset` is `no`. Other
 * commands are skipped, nothing is run. Never throws.
 */
export function parseMutt(text: string, path = ''): ConfigFile {
  const reader: Reader = { text, entries: [], comments: [], problems: [] };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) at = readCommand(reader, skipBetween(text, at));
  const { entries, comments, problems } = reader;
  return { kind: 'mutt', path, text, entries, comments, problems };
}

/** Skips what may stand between commands. */
function skipBetween(text: string, start: number): number {
  let at = start;
  while (at < text.length && (/[\s;]/.test(text[at]!) || joins(text, at))) at += joins(text, at) ? afterLineEnd(text, at + 1) - at : 1;
  return at;
}

/** Skips blanks and joined line ends. */
export function skipMuttBlanks(text: string, start: number): number {
  let at = start;
  while (isBlankAt(text, at) || joins(text, at)) at = joins(text, at) ? afterLineEnd(text, at + 1) : at + 1;
  return at;
}

const isCommandEnd = (text: string, at: number) => at >= text.length || isLineEnd(text, at) || text[at] === ';' || text[at] === '#';

/** Reads one command and returns where it ends. */
function readCommand(reader: Reader, start: number): number {
  const { text, comments } = reader;
  if (text[start] === '#') {
    const lineEnd = endOfLine(text, start);
    comments.push({ span: span(start, lineEnd), text: text.slice(start, lineEnd).replace(/^#+/, '').trim() });
    return lineEnd;
  }
  COMMAND.lastIndex = start;
  const command = COMMAND.exec(text)?.[0] ?? '';
  const isSet = command === 'set' || command === 'unset';
  let at = skipMuttBlanks(text, start + command.length);
  const words: { start: number; end: number; entry?: Entry }[] = [];
  while (!isCommandEnd(text, at)) {
    const word = isSet ? readVariable(reader, at, command === 'unset') : { end: readWord(text, at, text.length, RULES).end };
    const end = Math.max(word.end, at + 1);
    words.push({ start: at, ...word, end });
    at = skipMuttBlanks(text, end);
  }
  for (const entry of placed(text, start, at, words)) reader.entries.push(entry);
  return Math.max(at, start + 1);
}

function readVariable({ text, problems }: Reader, start: number, isUnset: boolean): { readonly end: number; readonly entry?: Entry } {
  VARIABLE.lastIndex = start;
  const match = VARIABLE.exec(text);
  if (!match) return { end: readWord(text, start, text.length, RULES).end };
  const [written, prefix, rest = ''] = match;
  const sign = skipMuttBlanks(text, VARIABLE.lastIndex);
  if (text[sign] === '=' && !isUnset) {
    const key = written;
    const valueStart = skipMuttBlanks(text, sign + 1);
    const read = readWord(text, valueStart, text.length, RULES);
    const { value, quote, segments } = read.isUnterminated ? openText(text, valueStart) : read;
    const valueSpan = read.isUnterminated ? span(valueStart + 1, endOfLine(text, valueStart)) : read.valueSpan;
    const end = read.isUnterminated ? valueSpan.end : read.end;
    if (read.isUnterminated)
      problems.push({
        code: 'unterminated-quote',
        span: span(valueStart, end),
        message: `the value of "${key}" opens a quote that is not closed. add it at the end`,
      });
    const base = { path: [key], key, keySpan: span(start, start + written.length), scalar: 'string', form: 'pair', span: span(start, end) } as const;
    return { end, entry: { ...base, value, valueSpan, quote, ...(segments && { segments }) } };
  }
  // No variable that has to do with mail begins with "no" or "inv".
  const end = start + written.length;
  const value = prefix === 'no' || isUnset ? 'no' : 'yes';
  const base = { path: [rest], key: rest, keySpan: span(end - rest.length, end), value, valueSpan: span(end, end), quote: '' } as const;
  return { end, entry: { ...base, scalar: 'string', form: 'key-only', span: span(start, end), segments: [] } };
}

/** What an open quote holds up to the end of its line. */
function openText(text: string, start: number): Pick<Entry, 'value' | 'quote' | 'segments'> {
  const quote = text[start] === "'" ? "'" : '"';
  return { value: text.slice(start + 1, endOfLine(text, start)), quote };
}

/** Says what goes along with each variable: the line of the only one, else a word and its blanks. */
function placed(text: string, start: number, end: number, words: readonly { start: number; end: number; entry?: Entry }[]): Entry[] {
  const lineStart = startOfLine(text, start);
  const ownsLine = text.slice(lineStart, start).trim() === '' && (isLineEnd(text, end) || end >= text.length);
  return words.flatMap(({ entry, ...word }, index) => {
    if (!entry) return [];
    const next = words[index + 1];
    const previous = words[index - 1];
    if (next) return [{ ...entry, span: span(word.start, next.start) }];
    if (previous) return [{ ...entry, span: span(previous.end, word.end) }];
    return [{ ...entry, span: ownsLine ? span(lineStart, afterLineEnd(text, Math.min(end, text.length))) : span(start, word.end) }];
  });
}
