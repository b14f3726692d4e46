import { type Span, span } from '../text/span.ts';
import { foldKey } from './postfixMapIndexed.ts';
import type { MapLine } from './postfixMapLine.ts';
import { POSTFIX_BLANKS, trimmed } from './postfixTokens.ts';
import type { Entry } from './types.ts';

/** A piece of an address list (RFC 5322 §3.2), `text` without quotes and backslashes. */
interface Token {
  readonly kind: 'word' | 'operator';
  readonly text: string;
  readonly span: Span;
}

const OPERATORS = '|%!<>@,;:".[]()\\';

/**
 * Reads one line of an alias file, `name: value, value` (aliases(5), postalias.c, tok822_parse.c). The entry's key is the
 * name without quotes, its value the list as written. `seen` holds the names so far, folded.
 */
export function readAliasLine(line: MapLine, seen: Set<string>): Entry | undefined {
  const tokens = tokenize(line.text);
  const isOperator = (token: Token | undefined, text: string) => token?.kind === 'operator' && token.text === text;
  const at = tokens.findIndex((token) => isOperator(token, ':'));
  const name = tokens.slice(0, Math.max(0, at));
  if (tokens.length === 0) return undefined;
  if (name.length === 0 || at + 1 === tokens.length || name.some((token) => isOperator(token, ','))) {
    line.report('missing-colon', line.whole(), 'expected "name: value": Postfix leaves out the line', 'need name:value pair');
    return undefined;
  }
  const domain = name.find((token) => isOperator(token, '@') || isOperator(token, '%'));
  if (domain) {
    const message = 'an alias has no domain. addresses belong in virtual(5). Postfix leaves out the line';
    line.report('name-not-local', domain.span, message, 'name must be local');
    return undefined;
  }
  const key = joined(name);
  const keySpan = span(name[0]!.span.start, name.at(-1)!.span.end);
  const folded = foldKey(key);
  if (seen.has(folded)) {
    line.report('duplicate-key', keySpan, `"${key}" is in the file already: the first one counts`, `duplicate entry: "${folded}"`);
    return undefined;
  }
  seen.add(folded);
  return line.entry(keySpan, trimmed(line.text, span(tokens[at]!.span.end, line.text.length)), key);
}

/** Words have a blank between them, operators stand where they are. */
function joined(tokens: readonly Token[]): string {
  return tokens.map((token, index) => (token.kind === 'word' && tokens[index - 1]?.kind === 'word' ? ` ${token.text}` : token.text)).join('');
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    if (POSTFIX_BLANKS.includes(character)) at += 1;
    else {
      const token = readToken(text, at, character);
      tokens.push(token);
      at = token.span.end;
    }
  }
  return tokens;
}

function readToken(text: string, start: number, first: string): Token {
  if (first === '(') return readComment(text, start);
  if (first === '[') return collect(text, start, start + 1, (character) => character === ']', '[', ']');
  if (first === '"') return collect(text, start, start + 1, (character) => character === '"');
  if (first !== '\\' && OPERATORS.includes(first)) return { kind: 'operator', text: first, span: span(start, start + 1) };
  const isEnd = (character: string) => POSTFIX_BLANKS.includes(character) || (character !== '\\' && OPERATORS.includes(character));
  return collect(text, start, start, isEnd, undefined);
}

/** Up to the end, which belongs to it when it was opened by a mark; `before` and `after` stay around the text. */
function collect(text: string, start: number, from: number, isEnd: (character: string) => boolean, before: string | undefined = '', after = ''): Token {
  let at = from;
  let collected = '';
  for (; at < text.length && (text[at] === '\\' || !isEnd(text[at]!)); at += 1) {
    if (text[at] === '\\') at += 1;
    collected += text[at] ?? '';
  }
  const isClosed = from > start && at < text.length;
  return { kind: 'word', text: `${before}${collected}${after}`, span: span(start, Math.min(text.length, isClosed ? at + 1 : at)) };
}

/** Comments nest. */
function readComment(text: string, start: number): Token {
  let level = 0;
  let at = start;
  for (; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') level += 1;
    else if (text[at] === ')') level -= 1;
    if (level === 0) break;
  }
  const end = Math.min(text.length, at + 1);
  return { kind: 'word', text: text.slice(start, end), span: span(start, end) };
}
