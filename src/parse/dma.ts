import { span } from '../text/span.ts';
import { insertLine } from './editLine.ts';
import type { Format } from './format.ts';
import { insertKeywordLine, keywordEntry, oneLine, readKeywordLines, setKeywordValue } from './keywordLine.ts';
import type { ConfigFile, Entry } from './types.ts';

/** dma.conf and auth.conf of the DragonFly mail agent. A flag has no value: the empty one sets it. */
export const dmaFormat: Format = {
  parse: parseDma,
  encode: (value) => ({ text: oneLine(value), quote: '' }),
  insertAfter(file, anchor, key, value) {
    const text = oneLine(value);
    return isLogins(file.path) ? insertLine(file, anchor, `${key}:${text}`) : insertKeywordLine(file, anchor, key, text);
  },
  setValue: (file, entry, value) => setKeywordValue(file, entry, oneLine(value)),
};

const isLogins = (path: string) => /(^|[\\/])auth\.conf/i.test(path);

/**
 * Reads dma.conf (dma(8)): a keyword and its value, or a flag alone; a `#` begins a comment anywhere. In auth.conf each line is
 * `user|host:password`, which comes out under the line's index as `user`, `host` and `password`. Never throws.
 */
export function parseDma(text: string, path = ''): ConfigFile {
  const { lines, comments } = readKeywordLines(text, isLogins(path) ? 'lines' : 'anywhere');
  const entries = isLogins(path)
    ? lines.flatMap((line, index) => readLogin(text, line.span, String(index)))
    : lines.map((line) => keywordEntry(text, [], line));
  return { kind: 'dma', path, text, entries, comments, problems: [] };
}

function readLogin(text: string, lines: Entry['span'], index: string): Entry[] {
  const written = text.slice(lines.start, lines.end).trimEnd();
  const bar = written.indexOf('|');
  const colon = bar + 1 + written.slice(bar + 1).search(/[: \t]/);
  if (bar === -1 || colon === bar) return [];
  const at = lines.start + written.length - written.trimStart().length;
  const part = (key: string, start: number, end: number): Entry => ({
    path: [index, key],
    key,
    keySpan: span(start, start),
    value: text.slice(start, end),
    valueSpan: span(start, end),
    quote: '',
    scalar: 'string',
    form: 'pair',
    span: lines,
  });
  const { start } = lines;
  return [part('user', at, start + bar), part('host', start + bar + 1, start + colon), part('password', start + colon + 1, start + written.length)];
}
