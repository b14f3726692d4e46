import { span, type TextEdit } from '../../text/span.ts';
import type { Encoded } from '../encode.ts';
import { afterLineEnd, endOfLine, lineEndOf, startOfLine } from '../lines.ts';
import type { CodeKind, ConfigFile, Entry, Quote, ScalarKind } from '../types.ts';

const NUMBER = /^-?(0|[1-9]\d{0,15})(\.\d+)?$/;
const SWITCH = /^(true|false)$/i;
const NOTHING = /^(null|none|nil|undefined)$/i;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** How each language writes the switches and nothing. */
const WORDS: Readonly<Record<CodeKind, Readonly<Record<'true' | 'false' | 'null', string>>>> = {
  javascript: { true: 'true', false: 'false', null: 'null' },
  typescript: { true: 'true', false: 'false', null: 'null' },
  tsx: { true: 'true', false: 'false', null: 'null' },
  php: { true: 'true', false: 'false', null: 'null' },
  python: { true: 'True', false: 'False', null: 'None' },
  ruby: { true: 'true', false: 'false', null: 'nil' },
};

/**
 * A value as a literal of the file's language. A text keeps its quotes, a number or switch stays bare as long as the new
 * value is one; an expression gives way to a literal.
 */
export function encodeCode(value: string, entry: Pick<Entry, 'quote' | 'scalar' | 'value' | 'valueSpan'>, file: ConfigFile): Encoded {
  if (entry.quote === '"' || entry.quote === "'" || entry.quote === '`') return { text: quoted(value, entry.quote, file.kind), quote: entry.quote };
  // Ruby's symbols, Python's class names: a name for a name.
  const written = file.text.slice(entry.valueSpan.start, entry.valueSpan.end);
  const isName = entry.scalar === 'string' && written !== '' && entry.value === written && IDENTIFIER.test(written);
  if (isName && (IDENTIFIER.test(value) || file.text[entry.valueSpan.start - 1] !== ':')) return { text: value, quote: '' };
  const word = bareWord(value, file.kind as CodeKind);
  const isText = entry.scalar === 'string' && !entry.value.startsWith('${');
  if (word !== undefined && !isText) return { text: word, quote: '' };
  const quote = isName || file.text.includes('"') !== file.text.includes("'") ? '"' : "'";
  return { text: quoted(value, quote, file.kind), quote };
}

/** A number or a word of the language; undefined for texts. */
function bareWord(value: string, kind: CodeKind): string | undefined {
  if (NUMBER.test(value)) return value;
  if (SWITCH.test(value)) return WORDS[kind][value.toLowerCase() as 'true' | 'false'];
  return NOTHING.test(value) ? WORDS[kind].null : undefined;
}

/** A text between its marks, so that the language reads it back as it is. */
function quoted(value: string, quote: Quote, kind: ConfigFile['kind']): string {
  // PHP and Ruby know only these two escapes in single quotes, and line ends stand for themselves.
  if (quote === "'" && (kind === 'php' || kind === 'ruby')) return value.replace(/\\(?=\\|'|$)|'/g, '\\$&');
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', quote === '`' ? '\n' : '\\n')
    .replaceAll('\r', '\\r');
  if (quote === '`') return escaped.replaceAll('${', '\\${');
  if (quote === '"' && kind === 'php') return escaped.replaceAll('$', '\\$');
  return quote === '"' && kind === 'ruby' ? escaped.replace(/#(?=[{@$])/g, '\\#') : escaped;
}

/** Adds a setting behind another one as that one stands: in its object or array, or as a statement of its own. */
export function insertCode(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text } = file;
  const literal = literalFor(file, anchor, value);
  const keyStart = isQuoteAt(text, anchor.keySpan.start - 1) ? anchor.keySpan.start - 1 : anchor.keySpan.start;
  const lineStart = startOfLine(text, anchor.span.start);
  const valueEnd = endOfValue(text, anchor);
  const member = memberOf(text, anchor, key, literal, keyStart);
  const statement = text.slice(anchor.span.start, anchor.span.end);
  // A statement is repeated with another name and value; a member of an object gets a neighbour.
  if (member === undefined || isStatement(statement, anchor)) {
    const copy = restated(text, anchor, key, literal);
    const at = statement.endsWith('\n') ? anchor.span.end : afterLineEnd(text, endOfLine(text, anchor.span.end));
    const newline = lineEndOf(text, anchor.span.start);
    const isAfterLine = at === 0 || text[at - 1] === '\n';
    return { span: span(at, at), newText: isAfterLine ? copy + newline : newline + copy };
  }
  const memberStart = startOfMember(text, keyStart);
  const head = text.slice(startOfLine(text, memberStart), memberStart);
  const separator = /^[ \t]*$/.test(head) && lineStart <= memberStart ? `${lineEndOf(text, memberStart)}${head}` : ' ';
  return { span: span(valueEnd, valueEnd), newText: `,${separator}${member}` };
}

const isQuoteAt = (text: string, at: number) => text[at] === '"' || text[at] === "'";

/** A symbol's colon belongs to the key. */
const startOfMember = (text: string, keyStart: number) => (text[keyStart - 1] === ':' ? keyStart - 1 : keyStart);

const ASSIGNS =
  /^\s*(?:export\s+)?(?:(?:const|let|var|public|protected|private|static|readonly|string|int|bool|\?string|\?int)\s+)*\$?[\w.:>[\]'"$-]+(?:\s*:\s*[\w[\], |]+)?\s*=(?![=>])/;

function isStatement(statement: string, anchor: Entry): boolean {
  return /^\s*\\?define\s*\(/i.test(statement) || (ASSIGNS.test(statement) && statement.includes(anchor.key) && !/[{[(]\s*$/.test(statement));
}

/** What stands behind a value: its look-up's closing brackets too. */
function endOfValue(text: string, anchor: Entry): number {
  let end = anchor.quote === '' ? anchor.valueSpan.end : anchor.valueSpan.end + 1;
  // The value is a default inside a look-up: the member ends with it.
  for (let depth = 0; end < text.length; end += 1) {
    const character = text[end]!;
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      if (depth === 0 && unopened(text, anchor.keySpan.end, end) <= 0) break;
      depth = Math.max(0, depth - 1);
    } else if ((character === ',' || character === '\n' || character === '#') && depth === 0 && unopened(text, anchor.keySpan.end, end) <= 0) break;
  }
  return text.slice(0, end).trimEnd().length;
}

/** Brackets that are open between two places. */
function unopened(text: string, from: number, to: number): number {
  let open = 0;
  for (let at = from; at < to; at += 1) {
    if ('([{'.includes(text[at]!)) open += 1;
    else if (')]}'.includes(text[at]!)) open -= 1;
  }
  return open;
}

/** `key: value` in the words of the anchor's own line; undefined when it has no key. */
function memberOf(text: string, anchor: Entry, key: string, literal: string, keyStart: number): string | undefined {
  if (anchor.keySpan.start === anchor.keySpan.end) return undefined;
  const keyMark = text[keyStart] === '"' || text[keyStart] === "'" ? text[keyStart]! : '';
  const colon = text[keyStart - 1] === ':' ? ':' : '';
  const sign = /^\s*(=>|:|=)\s*/.exec(text.slice(anchor.keySpan.end + keyMark.length))?.[0];
  return sign === undefined ? undefined : `${colon}${keyMark}${key}${keyMark}${sign.replace(/\s*\n\s*/g, ' ')}${literal}`;
}

/** The anchor's statement with another key and value. */
function restated(text: string, anchor: Entry, key: string, literal: string): string {
  const { start, end } = anchor.span;
  const valueStart = anchor.quote === '' ? anchor.valueSpan.start : anchor.valueSpan.start - 1;
  const head = text.slice(start, anchor.keySpan.start);
  const between = text.slice(anchor.keySpan.end, Math.max(anchor.keySpan.end, valueStart));
  // A look-up goes, with all that is around the default.
  const sign = /^(["'\]]*\s*(?::[^=\n]*)?(?:=>|=|,)\s*|["')\]]*\s*=\s*)/.exec(between)?.[0] ?? between;
  const tail =
    /[)\s]*;?[ \t]*$/.exec(
      text
        .slice(start, end)
        .replace(/\s*(\/\/|#).*\s*$/, '')
        .trimEnd(),
    )?.[0] ?? '';
  const isCall = /^\s*\\?define\s*\(/i.test(text.slice(start, end));
  return `${head}${key}${sign}${literal}${isCall ? ');' : tail.includes(';') ? ';' : ''}`;
}

function literalFor(file: ConfigFile, anchor: Entry, value: string): string {
  const siblings = file.entries.filter((entry) => entry.quote === '"' || entry.quote === "'");
  const mark = (anchor.quote !== '' && anchor.quote !== '`' ? anchor.quote : (siblings[0]?.quote ?? "'")) as '"' | "'";
  const word = bareWord(value, file.kind as CodeKind);
  const asText: ScalarKind = 'string';
  if (word !== undefined) return word;
  const encoded = encodeCode(value, { quote: mark, scalar: asText, value: '', valueSpan: anchor.valueSpan }, file);
  return `${encoded.quote}${encoded.text}${encoded.quote}`;
}
