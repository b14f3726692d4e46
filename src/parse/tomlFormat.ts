import { span, type TextEdit } from '../text/span.ts';
import { insertLine } from './editLine.ts';
import { bareKind, usesTexts } from './editTree.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { startOfLine } from './lines.ts';
import { parseToml } from './toml.ts';
import type { ConfigFile, Entry } from './types.ts';

/** TOML 1.0. */
export const tomlFormat: Format = {
  parse: parseToml,
  encode: encodeToml,
  insertAfter,
  setValue(file, entry, value) {
    const { text, quote } = encodeToml(value, entry);
    if (entry.form !== 'list-item') return { span: wholeSpan(file, entry), newText: quote + text + quote };
    const item = span(entry.keySpan.start - 1, wholeSpan(file, entry).end);
    const encoded = encodeToml(`${entry.key}=${value}`, entry);
    return { span: item, newText: encoded.quote + encoded.text + encoded.quote };
  },
};

/** Numbers and switches stand bare where the old value does; a text keeps its quotes if the new one fits into them. */
function encodeToml(value: string, { quote, scalar }: Pick<Entry, 'quote' | 'scalar'>): Encoded {
  if (quote === '' && isBare(value) && scalar === bareKind(value)) return { text: value, quote: '' };
  if (quote === "'" && !/['\u0000-\u001f\u007f]/.test(value)) return { text: value, quote };
  return { text: JSON.stringify(value).slice(1, -1).replaceAll('\u007f', '\\u007f'), quote: '"' };
}

const isBare = (value: string) => /^(true|false|[-+]?(0|[1-9]\d{0,15})(\.\d+)?)$/.test(value);

/** The place of a value with all of its quotes. */
function wholeSpan({ text }: ConfigFile, { quote, valueSpan: { start, end } }: Entry): TextEdit['span'] {
  if (quote === '') return span(start, end);
  const mark = text.startsWith(quote.repeat(3), start - 3) && text.startsWith(quote.repeat(3), end) ? 3 : 1;
  return span(start - mark, end + mark);
}

function insertAfter(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const { end } = anchor.form === 'list-item' ? span(0, anchor.valueSpan.end + 1) : wholeSpan(file, anchor);
  const quote = anchor.quote === "'" ? "'" : '"';
  const asText = (each: string) => {
    const encoded = encodeToml(each, { quote, scalar: 'string' });
    return encoded.quote + encoded.text + encoded.quote;
  };
  if (anchor.form === 'list-item') return { span: span(end, end), newText: `, ${asText(`${key}=${value}`)}` };
  if (anchor.form === 'name-value') {
    const brace = text.indexOf('}', end);
    const at = brace === -1 ? end : brace + 1;
    return { span: span(at, at), newText: `, { name = ${asText(key)}, value = ${asText(value)} }` };
  }
  const written = isBare(value) && !usesTexts(file, anchor) ? value : asText(value);
  const name = /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
  const keyStart = /["']/.test(text[anchor.keySpan.start - 1] ?? '') ? anchor.keySpan.start - 1 : anchor.keySpan.start;
  // Indent, and the keys in front of a dotted one.
  const head = text.slice(startOfLine(text, keyStart), keyStart).replace('\uFEFF', '');
  const isInLine = /[=[{,]/.test(head.replace(/"[^"]*"|'[^']*'/g, ''));
  const member = `${name}${text.slice(anchor.keySpan.end, end).includes(' =') || isInLine ? ' = ' : '='}${written}`;
  if (!isInLine) return insertLine(file, anchor, head + member);
  const dotted = /(?:[\w"'-]+[ \t]*\.[ \t]*)+$/.exec(head)?.[0] ?? '';
  return { span: span(end, end), newText: `, ${dotted}${member}` };
}
