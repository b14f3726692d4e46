import { span } from '../text/span.ts';
import { indentAt, insertLine, signOf } from './editLine.ts';
import type { Format } from './format.ts';
import { oneLine } from './keywordLine.ts';
import { afterLineEnd, endOfLine, skipBlanks, trimBlanksEnd } from './lines.ts';
import type { Comment, ConfigFile, Entry } from './types.ts';

/** ssmtp.conf: no quotes, no escapes. */
export const ssmtpFormat: Format = {
  parse: parseSsmtp,
  encode: (value) => ({ text: oneLine(value), quote: '' }),
  insertAfter: (file, anchor, key, value) =>
    insertLine(file, anchor, indentAt(file.text, anchor.keySpan.start) + key + signOf(file.text, anchor.keySpan.end) + oneLine(value)),
};

/** Reads ssmtp.conf(5): `Key=Value`; a `#` begins a comment wherever it stands, lines without a sign are skipped. Never throws. */
export function parseSsmtp(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const lineEnd = endOfLine(text, at);
    const next = afterLineEnd(text, lineEnd);
    const hash = text.slice(at, lineEnd).indexOf('#');
    const stop = hash === -1 ? lineEnd : at + hash;
    if (hash !== -1) comments.push({ span: span(stop, lineEnd), text: text.slice(stop, lineEnd).replace(/^#+/, '').trim() });
    const first = skipBlanks(text, at, stop);
    const sign = first + text.slice(first, stop).indexOf('=');
    if (sign > first) {
      const keyEnd = trimBlanksEnd(text, first, sign);
      const start = skipBlanks(text, sign + 1, stop);
      const valueSpan = start === stop ? span(sign + 1, sign + 1) : span(start, trimBlanksEnd(text, start, stop));
      const key = text.slice(first, keyEnd);
      const base = { path: [key], key, keySpan: span(first, keyEnd), value: text.slice(valueSpan.start, valueSpan.end), valueSpan } as const;
      entries.push({ ...base, quote: '', scalar: 'string', form: 'pair', span: span(at, next) });
    }
    at = next;
  }
  return { kind: 'ssmtp', path, text, entries, comments, problems: [] };
}
