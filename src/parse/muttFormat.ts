import { type Span, span, type TextEdit } from '../text/span.ts';
import { indentAt, insertLine, signOf } from './editLine.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { afterLineEnd, endOfLine, startOfLine } from './lines.ts';
import { parseMutt } from './mutt.ts';
import type { ConfigFile, Entry, Quote } from './types.ts';

/** muttrc and neomuttrc. */
export const muttFormat: Format = {
  parse: parseMutt,
  encode: (value, entry) => encode(value, entry.quote),
  insertAfter(file, anchor, key, value) {
    const { text } = file;
    const whole = { ...anchor, span: span(startOfLine(text, anchor.keySpan.start), lastLineEnd(text, Math.max(anchor.keySpan.end, anchor.valueSpan.end))) };
    const sign = anchor.form === 'pair' ? signOf(text, anchor.keySpan.end) : ' = ';
    return insertLine(file, whole, `${indentAt(text, anchor.keySpan.start)}set ${key}${/^\s*=\s*$/.test(sign) ? sign : ' = '}${written(value, anchor.quote)}`);
  },
  setValue(file, entry, value) {
    if (entry.form === 'key-only') return switched(file, entry, value);
    const { start, end } = entry.valueSpan;
    const isClosed = entry.quote !== '' && file.text[end] === entry.quote;
    return { span: span(entry.quote === '' ? start : start - 1, isClosed ? end + 1 : end), newText: written(value, entry.quote) };
  },
};

/** Gives a switch a value: `set nofoo` becomes `set foo = …`, and so does `unset foo`. */
function switched({ text }: ConfigFile, entry: Entry, value: string): TextEdit {
  const word = wordBefore(text, entry.keySpan);
  const assignment = `${entry.key} = ${written(value, '')}`;
  const lead = /\bunset((?:[ \t]+[\w-]+)*)[ \t]+$/.exec(text.slice(startOfLine(text, word.start), word.start));
  if (!lead) return { span: word, newText: assignment };
  const end = hasMore(text, word.end) ? '; unset' : '';
  const others = lead[1]!;
  if (others === '') return { span: span(word.start - lead[0].length, word.end), newText: `set ${assignment}${end}` };
  return { span: span(word.start - lead[0].length + 'unset'.length + others.length, word.end), newText: `; set ${assignment}${end}` };
}

const hasMore = (text: string, at: number) => /^[ \t]+[A-Za-z_]/.test(text.slice(at, endOfLine(text, at)));

/** A variable with the `no` or `inv` before it. */
function wordBefore(text: string, { start, end }: Span): Span {
  const prefix = /(?:^|[\s;])(no|inv)$/.exec(text.slice(Math.max(0, start - 4), start));
  return span(start - (prefix ? prefix[1]!.length : 0), end);
}

function lastLineEnd(text: string, at: number): number {
  let end = endOfLine(text, at);
  while (text[end - 1] === '\\' && afterLineEnd(text, end) < text.length) end = endOfLine(text, afterLineEnd(text, end));
  return afterLineEnd(text, end);
}

/** In double quotes `$` and a backtick would be expanded, in single ones nothing is. */
function encode(value: string, quote: Quote): Encoded {
  const isPlain = /^[\w.@:/+%,=-]+$/.test(value);
  if (quote === '' && isPlain) return { text: value, quote: '' };
  const fitsSingle = !/['\n\r\t]|\\$/.test(value);
  if (quote === "'" && fitsSingle) return { text: value, quote };
  if (!/[$`]/.test(value) || !fitsSingle) {
    const text = value
      .replace(/["\\$`]/g, '\\$&')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')
      .replaceAll('\t', '\\t');
    return { text, quote: '"' };
  }
  return { text: value, quote: "'" };
}

function written(value: string, quote: Quote): string {
  const encoded = encode(value, quote);
  return encoded.quote + encoded.text + encoded.quote;
}
