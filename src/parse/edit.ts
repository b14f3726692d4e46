import { type Span, span, type TextEdit } from '../text/span.ts';
import { insertLine, signOf } from './editLine.ts';
import { insertJson, insertYaml } from './editTree.ts';
import { type Encoded, encodeDotenv, encodeJson, encodePostfix, encodeYaml } from './encode.ts';
import { formatOf } from './format.ts';
import { startOfLine } from './lines.ts';
import { valueSpanIn } from './segments.ts';
import type { ConfigFile, Entry, Origin } from './types.ts';

/** Where `value[start, end)` of an entry stands in the file; the whole value where the two can't be laid side by side. */
export function spanInValue(entry: Entry, start: number, end: number): Span {
  return valueSpanIn(entry, start, end);
}

/**
 * Gives an entry another value, as the reading program will get it. Quotes stay as they are unless the new
 * value needs others; nothing outside the value changes. A variable that another file sets is changed there.
 */
export function setValue(file: ConfigFile, entry: Entry, value: string): TextEdit {
  const part = file.parts?.get(entry);
  if (part) return inPart(part, setValue(part.file, part.entry, value));
  const origin = file.around?.origins.get(entry);
  if (origin) return { ...setValue(origin.file, origin.entry, value), path: origin.path };
  const format = formatOf(file.kind);
  if (format?.setValue) return format.setValue(file, entry, value);
  if (entry.form === 'key-only') return setFirstValue(file, entry, value);
  const encoded = encodeValue(file, entry, value);
  const { start, end } = entry.valueSpan;
  if (encoded.quote === entry.quote) return { span: entry.valueSpan, newText: lead(file, entry) + closed(file, entry, encoded.text) };
  const hadQuote = entry.quote !== '' && entry.quote !== '|' && entry.quote !== '>';
  const hasClosing = hadQuote && file.text[end] === entry.quote;
  const whole = { start: hadQuote ? start - 1 : start, end: hasClosing ? end + 1 : end };
  if (entry.form !== 'list-item') return { span: whole, newText: lead(file, entry) + encoded.quote + encoded.text + encoded.quote };
  // The quotes of a list item go around key and value.
  const item = span(hadQuote ? entry.keySpan.start - 1 : entry.keySpan.start, whole.end);
  return { span: item, newText: `${encoded.quote}${entry.key}=${encoded.text}${encoded.quote}` };
}

/** Adds a setting behind another one, on a line of its own where the format has lines, in the same style. */
export function insertAfter(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const part = file.parts?.get(anchor);
  if (part) return inPart(part, insertAfter(part.file, part.entry, key, value));
  const format = formatOf(file.kind);
  if (format) return format.insertAfter(file, anchor, key, value);
  if (file.kind === 'json') return insertJson(file, anchor, key, value);
  if (file.kind === 'yaml') return insertYaml(file, anchor, key, value);
  return file.kind === 'postfix-main' ? insertPostfix(file, anchor, key, value) : insertDotenv(file, anchor, key, value);
}

/** Takes a setting out, with its lines or the comma that joined it. */
export function removeEntry(file: ConfigFile, entry: Entry): TextEdit {
  const part = file.parts?.get(entry);
  if (part) return inPart(part, removeEntry(part.file, part.entry));
  return { span: entry.span, newText: '' };
}

/** Gives a setting another key; quotes around it stay. */
export function renameKey(file: ConfigFile, entry: Entry, key: string): TextEdit {
  const part = file.parts?.get(entry);
  if (part) return inPart(part, renameKey(part.file, part.entry, key));
  return { span: entry.keySpan, newText: key };
}

/** An edit of a file that others were put together from; where that itself leads elsewhere, it stays there. */
function inPart({ path }: Origin, edit: TextEdit): TextEdit {
  return { path, ...edit };
}

function encodeValue(file: ConfigFile, entry: Entry, value: string): Encoded {
  const format = formatOf(file.kind);
  if (format) return format.encode(value, entry, file);
  if (file.kind === 'postfix-main') return encodePostfix(value);
  if (file.kind === 'dotenv') return encodeDotenv(value, entry.quote);
  if (file.kind === 'json') return encodeJson(value, entry);
  return encodeYaml(value, entry, file.text);
}

/** An unclosed quote is closed along with the new value. */
function closed(file: ConfigFile, entry: Entry, text: string): string {
  const isOpen = file.kind === 'dotenv' && entry.quote !== '' && file.text[entry.valueSpan.end] !== entry.quote;
  return isOpen ? text + entry.quote : text;
}

/** The blank that an empty value still lacks: `key:` needs one, `key = ` looks better with one. */
function lead(file: ConfigFile, entry: Entry): string {
  if (entry.valueSpan.start !== entry.valueSpan.end || entry.quote !== '' || file.kind === 'json') return '';
  const before = file.text[entry.valueSpan.start - 1];
  if (before === ':') return ' ';
  return file.kind === 'postfix-main' && before === '=' ? ' ' : '';
}

/** A key without value gets its sign: `KEY` in a `.env` file, `- KEY` in compose. */
function setFirstValue(file: ConfigFile, entry: Entry, value: string): TextEdit {
  const encoded = file.kind === 'dotenv' ? encodeDotenv(value, '') : encodeYaml(value, { ...entry, form: 'list-item' }, file.text);
  if (file.kind === 'dotenv') return { span: entry.valueSpan, newText: `=${encoded.quote}${encoded.text}${encoded.quote}` };
  if (entry.quote !== '' || encoded.quote === '') return { span: entry.valueSpan, newText: `=${encoded.text}` };
  return { span: entry.keySpan, newText: `${encoded.quote}${entry.key}=${encoded.text}${encoded.quote}` };
}

function insertPostfix(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  return insertLine(file, anchor, `${key} = ${encodePostfix(value).text}`);
}

/** Copies the anchor's indent, `export` and the blanks around its sign. */
function insertDotenv(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const quote = anchor.form === 'key-only' ? '' : anchor.quote;
  const encoded = encodeDotenv(value, quote);
  const hasKeyQuote = text[anchor.keySpan.start - 1] === '"' || text[anchor.keySpan.start - 1] === "'";
  const keyStart = hasKeyQuote ? anchor.keySpan.start - 1 : anchor.keySpan.start;
  const head = text.slice(startOfLine(text, keyStart), keyStart).replace('\uFEFF', '');
  const sign = anchor.form === 'key-only' ? '=' : signOf(text, anchor.keySpan.end + (hasKeyQuote ? 1 : 0));
  return insertLine(file, anchor, `${head}${key}${sign}${encoded.quote}${encoded.text}${encoded.quote}`);
}
