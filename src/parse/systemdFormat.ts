import { type Span, span } from '../text/span.ts';
import { indentAt, insertLine } from './editLine.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { afterLineEnd } from './lines.ts';
import { parseSystemd, settingEnd } from './systemd.ts';
import type { ConfigFile, Entry, Quote } from './types.ts';

/** systemd units, for the variables that they set. */
export const systemdFormat: Format = {
  parse: parseSystemd,
  encode: (value, entry) => encode(value, entry.quote),
  insertAfter(file, anchor, key, value) {
    const { text } = file;
    const whole = { ...anchor, span: span(0, afterLineEnd(text, settingEnd(text, anchor.keySpan.start))) };
    const quote = isVariable(file, anchor) ? anchor.quote : '';
    return insertLine(file, whole, `${indentAt(text, anchor.keySpan.start)}Environment=${assignment(key, value, quote)}`);
  },
  setValue(file, entry, value) {
    if (!isVariable(file, entry)) return { span: entry.valueSpan, newText: value.replace(/\s+/g, ' ').trim() };
    return { span: wordSpan(file, entry), newText: assignment(entry.key, value, entry.quote) };
  },
};

/** Of the settings only those that lead to variables have a line of their own. */
const isVariable = ({ text }: ConfigFile, { keySpan, valueSpan }: Entry) =>
  /^=["']?$/.test(text.slice(keySpan.end, valueSpan.start)) && !/^(EnvironmentFile|Image)$/.test(text.slice(keySpan.start, keySpan.end));

/** An assignment with its quotes, which may surround all of it or only the value. */
function wordSpan({ text }: ConfigFile, { keySpan, valueSpan, quote }: Entry): Span {
  const before = text[keySpan.start - 1];
  const isQuoted = quote !== '' && before === quote && text[valueSpan.start - 1] === '=';
  const isClosed = quote !== '' && text[valueSpan.end] === quote;
  return span(isQuoted ? keySpan.start - 1 : keySpan.start, isClosed ? valueSpan.end + 1 : valueSpan.end);
}

function assignment(key: string, value: string, quote: Quote): string {
  const encoded = encode(value, quote);
  return `${encoded.quote}${key}=${encoded.text}${encoded.quote}`;
}

/** Quotes go around the whole assignment, as the manual has it; `%` would begin a specifier. */
function encode(value: string, quote: Quote): Encoded {
  const text = value.replaceAll('%', '%%').replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  if (quote === '' && !/[\s"'\\]/.test(text)) return { text, quote: '' };
  if (quote === "'" && !value.includes("'")) return { text, quote };
  return { text: text.replaceAll('"', '\\"'), quote: '"' };
}
