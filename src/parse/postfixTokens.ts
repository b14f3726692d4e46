import { type Span, span } from '../text/span.ts';
import { isSpaceCode, skipSpace, trimSpaceEnd } from './ascii.ts';

/** What parts the words of master.cf and of macros: blank, TAB, CR, LF (`CHARS_SPACE` in stringops.h). VT and FF do not. */
export const POSTFIX_BLANKS = ' \t\r\n';

/** What parts the items of most lists (`CHARS_COMMA_SP` in stringops.h). */
export const POSTFIX_LIST_SEPARATORS = `,${POSTFIX_BLANKS}`;

export interface TokenOptions {
  readonly separators: string;
  /** A separator between `{` and `}` does not count. */
  readonly braces?: boolean;
  /** Only this part of the text is split. */
  readonly within?: Span;
}

/** Which ASCII codes are separators, by the string that lists them: long lists are split at each change of a file. */
const separatorTables = new Map<string, Uint8Array>();

function tableOf(separators: string): Uint8Array {
  const known = separatorTables.get(separators);
  if (known) return known;
  const table = new Uint8Array(128);
  for (const separator of separators) table[separator.charCodeAt(0)] = 1;
  separatorTables.set(separators, table);
  return table;
}

const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Splits a text as mystrtok(3) does, with `braces` as mystrtokq(3) does. Empty tokens vanish; the text after a `}` stays in its token. */
export function splitTokens(text: string, { separators, braces = false, within = span(0, text.length) }: TokenOptions): Span[] {
  const tokens: Span[] = [];
  const isSeparator = tableOf(separators);
  let start = -1;
  let level = 0;
  for (let at = within.start; at <= within.end; at += 1) {
    const code = at < within.end ? text.charCodeAt(at) : undefined;
    if (code === undefined || (level === 0 && isSeparator[code] === 1)) {
      if (start !== -1) tokens.push(span(start, at));
      start = -1;
      continue;
    }
    if (start === -1) start = at;
    if (!braces) continue;
    if (code === OPEN) level += 1;
    else if (code === CLOSE && level > 0) level -= 1;
  }
  return tokens;
}

/** What `{…}` holds. After a mistake `inside` is what Postfix goes on with. */
export interface BracedText {
  readonly inside: Span;
  /** `missing-brace`: no `}` for the first `{`. `text-after-brace`: the token goes on after it. */
  readonly problem?: 'missing-brace' | 'text-after-brace';
}

/** Takes the braces off a token that begins with `{`, as extpar(3) does. The blanks inside stay, see {@link trimmed}. */
export function insideBraces(text: string, token: Span): BracedText {
  let level = 0;
  for (let at = token.start; at < token.end; at += 1) {
    if (text[at] === '{') level += 1;
    else if (text[at] === '}') level -= 1;
    if (level > 0) continue;
    const inside = span(token.start + 1, at);
    return at + 1 < token.end ? { inside, problem: 'text-after-brace' } : { inside };
  }
  return { inside: span(token.start + 1, token.end), problem: 'missing-brace' };
}

/** A part of a text without the whitespace at its ends. */
export function trimmed(text: string, part: Span): Span {
  const start = skipSpace(text, part.start, part.end);
  return span(start, trimSpaceEnd(text, start, part.end));
}

/** The places of `name = value`; `equals` is where the `=` stands. */
export interface NameAndValue {
  readonly name: Span;
  readonly equals: number;
  readonly value: Span;
}

/**
 * Parts `name = value` as split_nameval(3) does: the name ends at whitespace or `=`, the value is trimmed and may be
 * empty. Returns what is wrong instead when there is no name, or no `=` after it.
 */
export function splitNameAndValue(text: string, within: Span = span(0, text.length)): NameAndValue | 'missing-name' | 'missing-equals' {
  const start = skipSpace(text, within.start, within.end);
  let end = start;
  while (end < within.end && text[end] !== '=' && !isSpaceCode(text.charCodeAt(end))) end += 1;
  if (end === start) return 'missing-name';
  const equals = skipSpace(text, end, within.end);
  if (equals >= within.end || text[equals] !== '=') return 'missing-equals';
  return { name: span(start, end), equals, value: trimmed(text, span(equals + 1, within.end)) };
}
