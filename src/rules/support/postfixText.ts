import { postfixParameter } from '../../data/postfixParameters.ts';
import type { LogicalLine } from '../../parse/postfixLines.ts';
import type { PostfixMainFile } from '../../parse/postfixMain.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { contains, type Span, span, type TextEdit } from '../../text/span.ts';

/** The logical lines of a main.cf, none for other kinds of file. */
export function logicalLines(file: ConfigFile): readonly LogicalLine[] {
  return (file as Partial<PostfixMainFile>).logicalLines ?? [];
}

/** The logical line around a place; undefined for other kinds of file and outside of any. */
export function logicalLineAt(file: ConfigFile, where: Span): LogicalLine | undefined {
  const lines = logicalLines(file);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.span.start <= where.start) low = middle;
    else high = middle - 1;
  }
  const line = lines[low];
  return line && contains(line.span, where) ? line : undefined;
}

/** The physical lines that make up a logical line, comments and blank lines in between left out, line ends too. */
export function physicalLines(line: LogicalLine): Span[] {
  return line.segments.map(({ source, length }) => span(source, source + length));
}

/** Edits that turn a whole logical line into comments, so that no part of it joins the line above. */
export function commentOut(line: LogicalLine): TextEdit[] {
  return physicalLines(line).map(({ start }) => ({ span: span(start, start), newText: '# ' }));
}

/** Parameters whose text goes to people, to a shell or into a header as it stands: quotes, `#` and any character are theirs. */
const FREE_TEXT = /(_banner|_footer|_reply|_reason|_header|_command|_cipherlist|_environment|_expansion_filter|_path|_delimiter)$|^(mail_name|luser_relay)$/;

/** Says whether a parameter's value is free text, in which nothing is a mistake of form. */
export function isFreeText(name: string): boolean {
  return FREE_TEXT.test(name);
}

/** Parameters that decide where mail goes, who may send it, with which credentials and how it is protected. */
const DECISIVE =
  /relayhost|relay|transport|sasl|tls|restrictions|^mynetworks|^mydestination|^content_filter$|_proxy_filter$|_milters$|nexthop|^inet_interfaces$|_exceptions_networks$|auth|cert/;

/** Says whether changing this parameter can change a server, credentials or protection, so that no fix of it is safe. */
export function isDecisive(name: string): boolean {
  return DECISIVE.test(name);
}

/** What separates list items: ASCII only, other blanks are ordinary bytes. */
const BLANK_OR_COMMA = /[ \t\r\n\v\f,]/;

/**
 * The end-of-line comments in a value, which Postfix reads as part of it: one per physical line, as ranges of the
 * value from `#` to the line's end.
 */
export function inlineComments(entry: Entry): { readonly start: number; readonly end: number }[] {
  if (!entry.value.includes('#') || isFreeText(entry.key)) return [];
  const pieces = entry.segments ?? [{ at: 0, source: entry.valueSpan.start, length: entry.value.length }];
  let depth = 0;
  return pieces.flatMap(({ at, length }) => {
    for (let index = at; index < at + length; index += 1) {
      const char = entry.value[index]!;
      if (char === '{') depth += 1;
      if (char === '}') depth = Math.max(0, depth - 1);
      if (char === '#' && depth === 0 && isCommentMark(entry.value, index)) return [{ start: index, end: at + length }];
    }
    return [];
  });
}

function isCommentMark(value: string, at: number): boolean {
  return at === 0 ? /^#+\s*\w/.test(value) : BLANK_OR_COMMA.test(value[at - 1]!);
}

/** The quote mark around a whole value, which Postfix reads as part of it; undefined when there is none. */
export function quoteAround(entry: Entry): string | undefined {
  const { key, value } = entry;
  const first = value[0];
  if (value.length < 2 || (first !== '"' && first !== "'") || !value.endsWith(first) || isFreeText(key)) return undefined;
  return first;
}

/** Characters that look like a blank, an equals sign or a plain quote, and what to write instead. */
const LOOK_ALIKE = /[\u00a0\u1680\u2000-\u200f\u2018-\u201f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\uff1d]/g;

export interface OddCharacter {
  readonly at: number;
  readonly name: string;
  /** What was meant: a blank, an equals sign or nothing. */
  readonly plain: string;
}

/** The characters of a text that come from web pages and word processors and mean nothing to Postfix. */
export function oddCharacters(text: string): OddCharacter[] {
  if (text.search(LOOK_ALIKE) === -1) return [];
  return [...text.matchAll(LOOK_ALIKE)].map(({ 0: char, index }) => ({ at: index, ...describeOdd(char) }));
}

function describeOdd(char: string): { readonly name: string; readonly plain: string } {
  const code = `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (char === '\u00a0' || char === '\u202f') return { name: `no-break space (${code})`, plain: ' ' };
  if (char === '\uff1d') return { name: `full-width equals sign (${code})`, plain: '=' };
  if (/[\u2018-\u201f]/.test(char)) return { name: `typographic quote (${code})`, plain: '' };
  if (/[\u200b-\u200f\u2060\ufeff]/.test(char)) return { name: `invisible character (${code})`, plain: '' };
  return { name: `wide or narrow space (${code})`, plain: ' ' };
}

/** How many braces are open in an entry's value before a place in the file. */
export function braceDepthAt(entry: Entry, offset: number): number {
  const pieces = entry.segments ?? [{ at: 0, source: entry.valueSpan.start, length: entry.value.length }];
  const before = pieces
    .filter(({ source }) => source < offset)
    .reduce((end, { at, source, length }) => Math.max(end, at + Math.min(length, offset - source)), 0);
  let depth = 0;
  for (const char of entry.value.slice(0, before)) {
    if (char === '{') depth += 1;
    if (char === '}') depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** A line that looks like a setting of its own inside the value of another. */
export interface SwallowedLine {
  readonly name: string;
  readonly indent: Span;
}

/** The continuation lines of an entry that begin like another setting and stand in no braces. */
export function swallowedLines(file: ConfigFile, owner: Entry): SwallowedLine[] {
  const line = owner.segments && logicalLineAt(file, owner.keySpan);
  const isSetting = (name: string) => postfixParameter(name) !== undefined || file.entries.some(({ key }) => key === name);
  return (line ? physicalLines(line).slice(1) : []).flatMap(({ start, end }) => {
    const [, indent = '', name = ''] = /^(\s+)([\w-]+)[ \t]*=(?!=)/.exec(file.text.slice(start, end)) ?? [];
    if (name === '' || braceDepthAt(owner, start) > 0 || !isSetting(name)) return [];
    return [{ name, indent: span(start, start + indent.length) }];
  });
}

const QUOTED_LENGTH = 40;

/** As much of a text as a message may quote: its first word (a number with its unit), not long, and nothing behind a colon, where a password may stand. */
export function quotable(text: string): string {
  if (/^[+-]?[\d.,]+ [A-Za-z]{1,10}$/.test(text)) return text;
  const word = /^\S*/.exec(text)![0];
  const colon = /^\[?[\w.-]*:(?=[^\d:/])/.exec(word)?.[0].length ?? word.length;
  const shown = word.slice(0, Math.min(colon, QUOTED_LENGTH));
  return shown.length < text.length ? `${shown}…` : shown;
}
