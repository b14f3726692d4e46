import { type Span, span } from '../text/span.ts';
import { MAX_DEPTH } from './tree.ts';
import type { Comment, ParseProblem, Quote } from './types.ts';

/** One element with all of its places. */
export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly nameSpan: Span;
  /** From `<` of the opening tag on. */
  readonly start: number;
  /** The opening tag; where it closes itself, the whole element. */
  readonly tag: Span;
  readonly isEmpty: boolean;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  /** Texts and CDATA sections in order. */
  readonly texts: XmlText[];
  /** Where the closing tag begins, and where the element ends. */
  closeStart: number;
  end: number;
}

export interface XmlAttribute {
  readonly name: string;
  readonly nameSpan: Span;
  /** Without quotes. */
  readonly valueSpan: Span;
  readonly quote: Quote;
  /** Behind the closing quote. */
  readonly end: number;
}

export interface XmlText {
  readonly span: Span;
  readonly isCdata: boolean;
}

export interface XmlTree {
  readonly roots: readonly XmlElement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly ParseProblem[];
}

const MAX_PROBLEMS = 20;
const NAME = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy;
/** Markup that is no element, with what ends it; the last two belong to template languages. */
const SPECIAL: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<%', '%>'],
  ['<!', '>'],
];

/** Reads XML 1.0 as far as it makes sense: tags that are not closed or do not match are noted and reading goes on. Never throws. */
export function readXml(text: string): XmlTree {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #roots: XmlElement[] = [];
  readonly #open: XmlElement[] = [];
  readonly #comments: Comment[] = [];
  readonly #problems: ParseProblem[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlTree {
    const text = this.#text;
    for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
      const bracket = text.indexOf('<', at);
      const stop = bracket === -1 ? text.length : bracket;
      if (stop > at) this.#open.at(-1)?.texts.push({ span: span(at, stop), isCdata: false });
      if (bracket === -1) break;
      at = this.#readMarkup(bracket);
      if (this.#open.length > MAX_DEPTH) {
        this.#fail('too-deep', span(bracket, bracket), `elements nested more than ${MAX_DEPTH} levels deep were not read`);
        break;
      }
    }
    for (const element of this.#open) this.#fail('unclosed-tag', element.nameSpan, `"<${element.name}>" is not closed. add "</${element.name}>"`);
    while (this.#open.length > 0) this.#close(text.length, text.length);
    return { roots: this.#roots, comments: this.#comments, problems: this.#problems };
  }

  /** Reads one piece of markup and returns where the next one may begin. */
  #readMarkup(at: number): number {
    const text = this.#text;
    const special = SPECIAL.find(([open]) => text.startsWith(open, at));
    if (special) return this.#readSpecial(at, special);
    if (text[at + 1] === '/') return this.#readClosing(at);
    NAME.lastIndex = at + 1;
    const name = NAME.exec(text)?.[0];
    return name === undefined ? at + 1 : this.#readOpening(at, name);
  }

  #readSpecial(at: number, [open, close]: readonly [string, string]): number {
    const text = this.#text;
    const inner = at + open.length;
    let stop = text.indexOf(close, inner);
    // The internal subset of a document type holds declarations of its own.
    const isSubset = open === '<!' && text.slice(inner, stop).includes('[');
    if (isSubset) stop = text.indexOf('>', Math.max(inner, text.indexOf(']', inner)));
    if (stop === -1) {
      this.#fail('unclosed-markup', span(at, inner), `"${open}" is not closed. add "${close}"`);
      return text.length;
    }
    if (open === '<!--') this.#comments.push({ span: span(at, stop + 3), text: text.slice(inner, stop).trim() });
    else if (open === '<![CDATA[') this.#open.at(-1)?.texts.push({ span: span(inner, stop), isCdata: true });
    return stop + close.length;
  }

  #readClosing(at: number): number {
    const text = this.#text;
    NAME.lastIndex = at + 2;
    const name = withoutPrefix(NAME.exec(text)?.[0] ?? '');
    const bracket = text.indexOf('>', at);
    const end = bracket === -1 ? text.length : bracket + 1;
    const depth = this.#open.map((element) => element.name).lastIndexOf(name);
    if (depth === -1) {
      this.#fail('unexpected-tag', span(at, end), `"</${name}>" closes nothing. remove it, or open it above`);
      return end;
    }
    for (const inner of this.#open.slice(depth + 1)) this.#fail('unclosed-tag', inner.nameSpan, `"<${inner.name}>" is not closed. add "</${inner.name}>"`);
    while (this.#open.length > depth + 1) this.#close(at, at);
    this.#close(at, end);
    return end;
  }

  #close(closeStart: number, end: number): void {
    const element = this.#open.pop()!;
    element.closeStart = closeStart;
    element.end = end;
  }

  #readOpening(start: number, written: string): number {
    const text = this.#text;
    const nameEnd = start + 1 + written.length;
    const attributes: XmlAttribute[] = [];
    let at = skipWhite(text, nameEnd);
    while (at < text.length && text[at] !== '>' && text[at] !== '<' && !text.startsWith('/>', at)) {
      const attribute = this.#readAttribute(at);
      if (attribute) attributes.push(attribute);
      at = skipWhite(text, attribute?.end ?? at + 1);
    }
    const isEmpty = text[at] === '/';
    const isClosed = isEmpty || text[at] === '>';
    if (!isClosed) this.#fail('unclosed-tag', span(start, nameEnd), `the tag "<${written}" has no end. add ">"`);
    const end = isEmpty ? at + 2 : isClosed ? at + 1 : at;
    const name = withoutPrefix(written);
    const base = { name, nameSpan: span(start + 1, nameEnd), start, tag: span(start, end), isEmpty, attributes };
    const element: XmlElement = { ...base, children: [], texts: [], closeStart: end, end };
    (this.#open.at(-1)?.children ?? this.#roots).push(element);
    if (!isEmpty) this.#open.push(element);
    return end;
  }

  #readAttribute(start: number): XmlAttribute | undefined {
    const text = this.#text;
    NAME.lastIndex = start;
    const name = NAME.exec(text)?.[0];
    if (name === undefined) return undefined;
    const nameSpan = span(start, start + name.length);
    const sign = skipWhite(text, nameSpan.end);
    if (text[sign] !== '=') return { name, nameSpan, valueSpan: span(nameSpan.end, nameSpan.end), quote: '', end: nameSpan.end };
    const first = skipWhite(text, sign + 1);
    const quote = text[first];
    if (quote !== '"' && quote !== "'") {
      let end = first;
      while (end < text.length && !/[\s<>/]/.test(text[end]!)) end += 1;
      return { name, nameSpan, valueSpan: span(first, end), quote: '', end };
    }
    const close = text.indexOf(quote, first + 1);
    const bracket = close === -1 ? -1 : text.slice(first + 1, close).search(/<(?!%)/);
    // A `<` may not stand in a value (XML 1.0 §2.3): the quote before it is not closed.
    if (close !== -1 && bracket === -1) {
      return { name, nameSpan, valueSpan: span(first + 1, close), quote, end: close + 1 };
    }
    let end = first + 1;
    while (end < text.length && !/[\r\n<>]/.test(text[end]!)) end += 1;
    this.#fail('unterminated-quote', span(first, end), `the value of "${name}" opens with ${quote} and has no closing one. add it at the end`);
    return { name, nameSpan, valueSpan: span(first + 1, end), quote, end };
  }

  #fail(code: string, where: Span, message: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ code, span: where, message });
  }
}

const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1);

function skipWhite(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at]!)) at += 1;
  return at;
}
