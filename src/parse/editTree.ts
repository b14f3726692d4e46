import { span, type TextEdit } from '../text/span.ts';
import { encodeJson, encodeYaml, isBareJson } from './encode.ts';
import { afterLineEnd, endOfLine, lineEndOf, skipBlanks, startOfLine } from './lines.ts';
import type { ConfigFile, Entry, ScalarKind } from './types.ts';

/** Adds a member to the object that holds `anchor`. Numbers and switches stand bare unless their neighbours are texts. */
export function insertJson(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const keyStart = anchor.form === 'list-item' ? anchor.keySpan.start : anchor.keySpan.start - 1;
  const end = anchor.quote === '"' ? anchor.valueSpan.end + 1 : anchor.valueSpan.end;
  const encoded = encodeJson(value, { quote: '', scalar: isBareJson(value) && !usesTexts(file, anchor) ? bareKind(value) : 'string' });
  const written = encoded.quote + encoded.text + encoded.quote;
  if (anchor.form === 'list-item') return { span: span(end, end), newText: `, "${key}=${encodeJson(value, { quote: '"', scalar: 'string' }).text}"` };
  if (anchor.form === 'name-value') return { span: span(anchor.span.end, anchor.span.end), newText: jsonItem(text, anchor, key, value) };
  const member = `${JSON.stringify(key)}${colonOf(text, anchor)}${written}`;
  const head = text.slice(startOfLine(text, keyStart), keyStart);
  const separator = /^[ \t]*$/.test(head) ? `${lineEndOf(text, keyStart)}${head}` : ' ';
  return { span: span(end, end), newText: `,${separator}${member}` };
}

/** `{"name": KEY, "value": …}` behind another one of its kind. */
function jsonItem(text: string, anchor: Entry, key: string, value: string): string {
  const item = `{"name": ${JSON.stringify(key)}, "value": ${JSON.stringify(value)}}`;
  const head = text.slice(startOfLine(text, anchor.span.start), anchor.span.start);
  const removed = text.slice(anchor.span.start, anchor.span.end);
  // The anchor's span holds the comma that leads to the next item, or the one that led to it.
  if (/,\s*$/.test(removed)) return removed.endsWith('\n') ? `${head}${item},${lineEndOf(text, anchor.span.start)}` : `${item}, `;
  return `, ${item}`;
}

/** Whether numbers and switches stand as texts beside an entry. */
export function usesTexts(file: ConfigFile, anchor: Entry): boolean {
  const parent = anchor.path.slice(0, -1).join('\0');
  const siblings = file.entries.filter((entry) => entry.form === 'pair' && entry.path.slice(0, -1).join('\0') === parent);
  return (
    siblings.some((entry) => entry.quote === '"' && isBareJson(entry.value)) &&
    !siblings.some((entry) => entry.scalar === 'number' || entry.scalar === 'boolean')
  );
}

/** The kind of a bare value of JSON or TOML. */
export function bareKind(value: string): ScalarKind {
  if (value === 'null') return 'null';
  return value === 'true' || value === 'false' ? 'boolean' : 'number';
}

function colonOf(text: string, anchor: Entry): string {
  const after = anchor.keySpan.end + 1;
  const colon = text.indexOf(':', after);
  return colon === -1 || text[colon + 1] !== ' ' ? ':' : ': ';
}

/** Adds a key beside `anchor`, in its own form: a pair, `- KEY=value`, or `- name:` and `value:`. */
export function insertYaml(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const line = startOfLine(text, anchor.keySpan.start);
  const isItem = anchor.form === 'list-item' || anchor.form === 'key-only';
  const scalar = mustBeText(anchor, value) ? 'string' : 'null';
  const encoded = encodeYaml(value, { ...anchor, quote: styleOf(anchor), scalar, form: isItem ? 'list-item' : anchor.form, key }, text);
  const { quote } = encoded;
  const pair = isItem ? `${quote}${key}=${encoded.text}${quote}` : `${key}: ${quote}${encoded.text}${quote}`;
  const valueEnd = Math.max(anchor.keySpan.end, anchor.valueSpan.end);
  const end = quoteAt(text, valueEnd, anchor) ? valueEnd + 1 : valueEnd;
  if (isInFlow(text, line, anchor)) return { span: span(end, end), newText: `, ${pair}` };
  const lineEnd = lineEndOf(text, line);
  // What `valueFrom` holds runs on below the key.
  const last = anchor.form === 'name-value' ? Math.max(end, anchor.span.end - 1) : end;
  const at = afterLineEnd(text, endOfLine(text, last));
  const isAfterLine = at === 0 || text[at - 1] === '\n';
  const added = anchor.form === 'name-value' ? nameValue(text, anchor, key, `${quote}${encoded.text}${quote}`, lineEnd) : indentOf(text, line, anchor) + pair;
  return { span: span(at, at), newText: isAfterLine ? added + lineEnd : lineEnd + added };
}

/** Kubernetes takes only texts as `value`; Compose takes numbers in a map of variables, but no switches. */
function mustBeText(anchor: Entry, value: string): boolean {
  return anchor.form === 'name-value' || (anchor.path.at(-2) === 'environment' && !/^[-+.\d]/.test(value));
}

/** The quote for a new value: that of the anchor, but no block. */
const styleOf = ({ quote }: Entry) => (quote === '|' || quote === '>' ? '' : quote);

const quoteAt = (text: string, at: number, anchor: Entry) => (anchor.quote === '"' || anchor.quote === "'") && text[at] === anchor.quote;

function isInFlow(text: string, line: number, anchor: Entry): boolean {
  const lead = text.slice(line, anchor.keySpan.start);
  return /[{[,]/.test(lead.replace(/["'][^"']*["']/g, ''));
}

/** What stands before a new line's key: the anchor's indent, a dash only where each item has its own. */
function indentOf(text: string, line: number, anchor: Entry): string {
  const isQuotedKey = anchor.form === 'pair' && (text[anchor.keySpan.start - 1] === '"' || text[anchor.keySpan.start - 1] === "'");
  const keyStart = isQuotedKey ? anchor.keySpan.start - 1 : anchor.keySpan.start;
  const lead = text.slice(line, keyStart).replace('\uFEFF', '');
  return anchor.form === 'pair' ? lead.replace(/[^\t]/g, ' ') : lead.replace(/["']$/, '');
}

function nameValue(text: string, anchor: Entry, key: string, value: string, lineEnd: string): string {
  const start = anchor.span.start;
  const dash = skipBlanks(text, start, endOfLine(text, start));
  const indent = text.slice(start, dash);
  return `${indent}- name: ${key}${lineEnd}${indent}  value: ${value}`;
}
