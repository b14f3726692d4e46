import { applyEdits, type Span, span, type TextEdit } from '../text/span.ts';
import { insertLine } from './editLine.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { lineEndOf, startOfLine } from './lines.ts';
import type { ConfigFile, Entry } from './types.ts';
import { parseXml } from './xml.ts';

/** XML with settings in attributes and texts. */
export const xmlFormat: Format = {
  parse: parseXml,
  encode,
  insertAfter: (file, anchor, key, value) => (isAttribute(anchor) ? insertAttribute(file, anchor, key, value) : insertElement(file, anchor, key, value)),
  setValue(file, entry, value) {
    const { text } = encode(value, entry, file);
    if (entry.form === 'key-only') return { span: span(entry.valueSpan.start, entry.tag!.end), newText: `>${text}</${written(file, entry.keySpan)}>` };
    if (entry.quote !== '' || !isAttribute(entry)) return { span: entry.valueSpan, newText: text + closing(file, entry) };
    return { span: entry.valueSpan, newText: `${entry.valueSpan.start === entry.keySpan.end ? '=' : ''}"${text}"` };
  },
};

/** An attribute that is a setting of its own, not the value of its element. */
const isAttribute = ({ form, keySpan, tag }: Entry) => form === 'pair' && tag !== undefined && keySpan.start !== tag.start + 1;
const written = ({ text }: ConfigFile, { start, end }: Span) => text.slice(start, end);

/** A quote that is still open is closed along with the new value. */
function closing({ text }: ConfigFile, { quote, valueSpan: { end } }: Entry): string {
  return text[end] === quote ? '' : quote;
}

/** Escapes what the place can't hold (XML 1.0 §2.4, §3.3.3); a CDATA section stays one. */
function encode(value: string, entry: Entry, { text: source }: ConfigFile): Encoded {
  const isCdata = source.startsWith('<![CDATA[', entry.valueSpan.start - 9);
  if (isCdata && entry.quote === '' && !value.includes(']]>') && value !== '') return { text: value, quote: '' };
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (entry.quote === '' && !isAttribute(entry)) return { text: escaped.replace(/^\s+|\s+$/g, references), quote: '' };
  const isSingle = entry.quote === "'";
  return { text: escaped.replaceAll(isSingle ? "'" : '"', isSingle ? '&apos;' : '&quot;').replace(/[\t\r\n]/g, references), quote: entry.quote };
}

const references = (blanks: string) => [...blanks].map((blank) => `&#${blank.codePointAt(0)};`).join('');

/** Behind another attribute, on a line of its own where that one has its own. */
function insertAttribute(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const end = anchor.valueSpan.end + (anchor.quote !== '' && text[anchor.valueSpan.end] === anchor.quote ? 1 : 0);
  const lead = text.slice(startOfLine(text, anchor.keySpan.start), anchor.keySpan.start);
  const separator = /^[ \t]+$/.test(lead) ? lineEndOf(text, anchor.keySpan.start) + lead : ' ';
  const quote = anchor.quote || '"';
  return { span: span(end, end), newText: `${separator}${key}=${quote}${encode(value, { ...anchor, quote: quote as Entry['quote'] }, file).text}${quote}` };
}

/** A copy of the anchor's element with another name and value. */
function insertElement(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const indent = /^[ \t]*/.exec(text.slice(anchor.span.start, anchor.span.end))![0];
  const start = anchor.span.start + indent.length;
  const end = start + text.slice(start, anchor.span.end).trimEnd().length;
  const isElementName = anchor.form !== 'name-value';
  const edits: TextEdit[] = [{ span: anchor.keySpan, newText: isElementName ? key : encode(key, { ...anchor, quote: '"' }, file).text }];
  if (anchor.form === 'key-only') edits.push(xmlFormat.setValue!(file, anchor, value));
  else edits.push({ span: anchor.valueSpan, newText: encode(value, anchor, file).text });
  const name = written(file, anchor.keySpan);
  if (isElementName && text.slice(start, end).endsWith(`</${name}>`)) edits.push({ span: span(end - 1 - name.length, end - 1), newText: key });
  const shifted = edits.map((edit) => ({ ...edit, span: span(edit.span.start - start, edit.span.end - start) }));
  let copy = applyEdits(text.slice(start, end), shifted);
  if (anchor.form === 'key-only') copy = `${copy.slice(0, -name.length - 1)}${key}>`;
  const ownsLines = startOfLine(text, start) === anchor.span.start;
  return ownsLines ? insertLine(file, anchor, indent + copy) : { span: span(end, end), newText: copy };
}
