import { type Span, span } from '../text/span.ts';
import { afterLineEnd, endOfLine, isBlankAt, startOfLine } from './lines.ts';
import type { ConfigFile, Entry } from './types.ts';
import { ValueText } from './valueText.ts';
import { readXml, type XmlAttribute, type XmlElement, type XmlText } from './xmlTree.ts';

/** What can be wrong with an XML file as text. */
export type XmlProblem = 'unclosed-tag' | 'unexpected-tag' | 'unclosed-markup' | 'unterminated-quote' | 'too-deep';

/** Attributes and children that name what another one gives the value of. */
const NAMES: ReadonlySet<string> = new Set(['name', 'key']);
/** What may stand beside a name and its value without changing what they are. */
const BESIDE = /^(type|id|ref|override|description|lockItem|\w+:.*)$/;

/**
 * Reads the settings of an XML file: attributes (path: elements, then the attribute) and the text of elements that
 * hold nothing else (path: elements). `<x value="…"/>` is read as `<x>…</x>`, and `<add key="A" value="b"/>`,
 * `<prop key="A">b</prop>` and `<property><name>A</name><value>b</value></property>` come out under the key they
 * name, behind their element's name. Of siblings of one name each has its name, id or index before its own name
 * in the path, so that the end of a path does not depend on neighbours. Never throws.
 */
export function parseXml(text: string, path = ''): ConfigFile {
  const { roots, comments, problems } = readXml(text);
  const entries: Entry[] = [];
  const walk = (element: XmlElement, above: readonly string[]) => {
    const own = settingsOf(text, element, above);
    for (const entry of own) entries.push(entry);
    if (own[0]?.form === 'name-value') return;
    const inner = [...above, element.name];
    const repeated = repeatedNames(element.children);
    element.children.forEach((child, index) => {
      const isNamed = nameAndValue(text, child) !== undefined;
      walk(child, repeated.has(child.name) && !isNamed ? [...inner, markOf(text, child) ?? String(index)] : inner);
    });
  };
  for (const root of roots) walk(root, []);
  const hasTemplates = text.includes('<%') || text.includes('{{') || text.includes('{%');
  return { kind: 'xml', path, text, entries, comments, problems: hasTemplates ? [] : problems };
}

function repeatedNames(elements: readonly XmlElement[]): ReadonlySet<string> {
  const once = new Set<string>();
  return new Set(elements.map(({ name }) => name).filter((name) => once.has(name) || !once.add(name)));
}

function markOf(text: string, { attributes }: XmlElement): string | undefined {
  const mark = attributes.find(({ name }) => name === 'id') ?? attributes.find(({ name }) => name === 'name');
  return mark && text.slice(mark.valueSpan.start, mark.valueSpan.end);
}

function settingsOf(text: string, element: XmlElement, above: readonly string[]): Entry[] {
  const inner = [...above, element.name];
  const named = nameAndValue(text, element);
  if (named) {
    const base = { path: [...inner, named.key], key: named.key, keySpan: named.keySpan, scalar: 'string' } as const;
    return [{ ...base, ...named.value, form: 'name-value', span: elementSpan(text, element), tag: element.tag }];
  }
  const self = { path: inner, key: element.name, keySpan: element.nameSpan, scalar: 'string' } as const;
  const only = element.attributes[0];
  if (only && element.attributes.length === 1 && only.name === 'value' && element.children.length === 0 && content(text, element) === undefined) {
    return [{ ...self, ...attributeValue(text, only), form: 'pair', span: elementSpan(text, element), tag: element.tag }];
  }
  const entries = element.attributes
    .filter(({ name }) => !/^xmlns(:|$)/.test(name))
    .map((attribute): Entry => {
      const place = { path: [...inner, attribute.name], key: attribute.name, keySpan: attribute.nameSpan, scalar: 'string' } as const;
      return { ...place, ...attributeValue(text, attribute), form: 'pair', span: attributeSpan(text, attribute), tag: element.tag };
    });
  if (element.children.length > 0) return entries;
  const value = content(text, element);
  if (value) entries.push({ ...self, ...value, form: 'pair', span: elementSpan(text, element), tag: element.tag });
  else if (element.attributes.length === 0) {
    const place = element.isEmpty ? span(element.tag.end - 2, element.tag.end - 2) : span(element.tag.end, element.closeStart);
    const form = element.isEmpty ? 'key-only' : 'pair';
    entries.push({ ...self, value: '', valueSpan: place, quote: '', form, span: elementSpan(text, element), tag: element.tag });
  }
  return entries;
}

type Value = Pick<Entry, 'value' | 'valueSpan' | 'quote' | 'segments'>;
interface NamedValue {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
}

/** The setting that an element spells out as a name and a value. */
function nameAndValue(text: string, element: XmlElement): NamedValue | undefined {
  const { attributes, children } = element;
  const name = attributes.find((each) => NAMES.has(each.name));
  if (name && children.length === 0) {
    const value = attributes.find((each) => each.name === 'value');
    if (!attributes.every((each) => each === name || each === value || BESIDE.test(each.name))) return undefined;
    const inside = value ? attributeValue(text, value) : (content(text, element) ?? emptyContent(element));
    const key = attributeValue(text, name).value;
    return inside && key !== '' ? { key, keySpan: name.valueSpan, value: inside } : undefined;
  }
  if (children.length < 2 || children.length > 3 || attributes.length > 0) return undefined;
  const first = children.find((child) => NAMES.has(child.name));
  const second = children.find((child) => child.name === 'value');
  if (
    !first ||
    !second ||
    [...first.children, ...second.children].length > 0 ||
    !children.every((each) => each === first || each === second || BESIDE.test(each.name))
  )
    return undefined;
  const key = content(text, first);
  if (!key || key.segments) return undefined;
  const value = content(text, second) ?? emptyContent(second);
  return value && { key: key.value, keySpan: key.valueSpan, value };
}

/** The place for a text in an element that has none; `<a/>` has no such place. */
function emptyContent({ isEmpty, tag, closeStart }: XmlElement): Value | undefined {
  return isEmpty ? undefined : { value: '', valueSpan: span(tag.end, closeStart), quote: '' };
}

function attributeValue(text: string, { valueSpan, quote }: XmlAttribute): Value {
  const value = new ValueText(text);
  resolve(text, valueSpan, value);
  return { ...value.read(valueSpan.start, valueSpan.end), valueSpan, quote };
}

/** The text of an element without the blanks and lines around it; undefined when there is none. */
function content(text: string, { texts }: XmlElement): Value | undefined {
  const pieces = texts
    .map((piece) => (piece.isCdata ? piece : { ...piece, span: trimmed(text, piece, texts) }))
    .filter(({ span: { start, end } }) => end > start);
  const first = pieces[0];
  const last = pieces.at(-1);
  if (!first || !last) return undefined;
  const value = new ValueText(text);
  for (const piece of pieces) {
    if (piece.isCdata) value.keep(piece.span.start, piece.span.end);
    else resolve(text, piece.span, value);
  }
  // Where several pieces make up a value, the marks of CDATA at its ends belong to its place.
  const isMixed = pieces.length > 1;
  const place = span(first.span.start - (isMixed && first.isCdata ? 9 : 0), last.span.end + (isMixed && last.isCdata ? 3 : 0));
  return { ...value.read(place.start, place.end), valueSpan: place, quote: '' };
}

function trimmed(text: string, piece: XmlText, all: readonly XmlText[]): Span {
  let { start, end } = piece.span;
  const isBlank = text.slice(start, end).trim() === '';
  if (isBlank || piece === all[0]) while (start < end && /\s/.test(text[start]!)) start += 1;
  if (isBlank || piece === all.at(-1)) while (end > start && /\s/.test(text[end - 1]!)) end -= 1;
  return span(start, end);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g;

/** Resolves character references and the five entities that XML knows by itself (XML 1.0 §4.6); others stay. */
function resolve(text: string, { start, end }: Span, value: ValueText): void {
  let plain = start;
  for (const match of text.slice(start, end).matchAll(REFERENCE)) {
    const [written, decimal, hex, name] = match;
    const code = decimal ? Number.parseInt(decimal, 10) : hex ? Number.parseInt(hex, 16) : 0;
    value.keep(plain, start + match.index);
    value.add(name ? ENTITIES[name]! : code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');
    plain = start + match.index + written.length;
  }
  value.keep(plain, end);
}

function elementSpan(text: string, { start, end }: XmlElement): Span {
  const lineStart = startOfLine(text, start);
  const lineEnd = endOfLine(text, end);
  const ownsLines = /^[ \t\uFEFF]*$/.test(text.slice(lineStart, start)) && /^[ \t]*$/.test(text.slice(end, lineEnd));
  return ownsLines ? span(lineStart, afterLineEnd(text, lineEnd)) : span(start, end);
}

/** An attribute goes with the blanks or the line end before it. */
function attributeSpan(text: string, { nameSpan, end }: XmlAttribute): Span {
  let start = nameSpan.start;
  while (start > 0 && (isBlankAt(text, start - 1) || text[start - 1] === '\n' || text[start - 1] === '\r')) start -= 1;
  return span(start, end);
}
