import { span, type TextEdit } from '../../text/span.ts';
import { insertLine } from '../editLine.ts';
import type { Encoded } from '../encode.ts';
import { endOfLine, lineEndOf, startOfLine } from '../lines.ts';
import type { CodeKind, ConfigFile, Entry, Quote } from '../types.ts';

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
  powershell: { true: '$true', false: '$false', null: '$null' },
  go: { true: 'true', false: 'false', null: 'nil' },
};

type Written = Pick<Entry, 'quote' | 'scalar' | 'value' | 'valueSpan'>;

/**
 * A value as a literal of the file's language. A text keeps its quotes, a number or switch stays bare as long as the new
 * value is one; an expression gives way to a literal.
 */
export function encodeCode(value: string, entry: Written, file: ConfigFile): Encoded {
  const { quote } = entry;
  if (quote === '"' || quote === "'" || quote === '`') return { text: quoted(value, quote, file.kind), quote };
  // Ruby's symbols, Python's class names: a name for a name.
  const written = file.text.slice(entry.valueSpan.start, entry.valueSpan.end);
  const isName = entry.scalar === 'string' && entry.value === written && IDENTIFIER.test(written);
  if (isName && IDENTIFIER.test(value)) return { text: value, quote: '' };
  const word = bareWord(value, file.kind as CodeKind);
  const isText = entry.scalar === 'string' && !entry.value.startsWith('${');
  if (word !== undefined && !isText) return { text: word, quote: '' };
  const mark = isName ? '"' : usualQuote(file);
  return { text: quoted(value, mark, file.kind), quote: mark };
}

/** The quotes that the file's other settings have. */
function usualQuote(file: ConfigFile): '"' | "'" {
  if (file.kind === 'go') return '"';
  const used = file.entries.find(({ quote }) => quote === '"' || quote === "'")?.quote;
  return used === '"' || used === "'" ? used : "'";
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
  if (kind === 'powershell') return quotedPowerShell(value, quote);
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

/** PowerShell doubles the mark of a text, or puts a backtick before what means something in double quotes. */
function quotedPowerShell(value: string, quote: Quote): string {
  if (quote === "'") return value.replaceAll("'", "''");
  return value.replace(/[`"$]/g, '`$&').replaceAll('\n', '`n').replaceAll('\r', '`r').replaceAll('\t', '`t');
}

/** Gives an entry another value. `{ pass }` becomes `{ pass: '…' }`. */
export function setCode(file: ConfigFile, entry: Entry, value: string): TextEdit {
  const { text, quote } = encodeCode(value, entry, file);
  const { start, end } = entry.valueSpan;
  // `-UseSsl` becomes `-UseSsl:$false`.
  const isFlag = file.kind === 'powershell' && start === end && start === entry.keySpan.end;
  if (isFlag) return { span: entry.valueSpan, newText: `:${quote}${text}${quote}` };
  const isShorthand = start === entry.keySpan.start && end === entry.keySpan.end && start !== end;
  if (quote === entry.quote && !isShorthand) return { span: entry.valueSpan, newText: text };
  const edge = entry.quote === '' ? 0 : 1;
  return { span: span(start - edge, end + edge), newText: `${isShorthand ? `${entry.key}: ` : ''}${quote}${text}${quote}` };
}

/** `= ` behind a key, with what may stand before it: `'] = `, `: int = `. */
const ASSIGNS = /^["']?\]?(?:[ \t]*\??:[^=\n,(]*)?[ \t]*=(?![=>])[ \t]*/;
const DEFINES = /\bdefine[ \t]*\([ \t]*["']$/i;
/** `: ` and `=> ` behind a key. */
const BELONGS = /^["']?[ \t]*(?::|=>|=)[ \t]*/;

/** Adds a setting behind another one as that one stands: in its object or array, or as a statement of its own. */
export function insertCode(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text, kind } = file;
  const literal = literalFor(file, anchor, value);
  const { start, end } = anchor.keySpan;
  const told = kind === 'powershell' ? besideInPowerShell(file, anchor, key, literal) : undefined;
  if (told) return told;
  const after = text.slice(end, end + 200);
  const before = text.slice(anchor.span.start, start);
  const isDefinition = DEFINES.test(before);
  const isArgument = kind === 'python' && /[(,]\s*$/.test(text.slice(0, start));
  const sign = isDefinition ? /^["'][ \t]*,[ \t]*/.exec(after)?.[0] : isArgument ? undefined : ASSIGNS.exec(after)?.[0];
  if (sign !== undefined) {
    const isEnded = /;\s*$/.test(withoutComment(text.slice(anchor.span.start, anchor.span.end)));
    return insertLine(file, anchor, `${before}${key}${sign}${literal}${isDefinition ? ')' : ''}${isEnded ? ';' : ''}`);
  }
  const last = endOfMember(text, end + (BELONGS.exec(after)?.[0].length ?? 0));
  const member = start === end ? argument(kind, key, literal) : memberLike(text, anchor, key, literal, after);
  const memberStart = startOfMember(text, start);
  const head = text.slice(startOfLine(text, memberStart), memberStart);
  if (member === undefined) return { span: span(last, last), newText: '' };
  const lineEnd = endOfLine(text, last);
  const rest = text.slice(last, lineEnd);
  const isLine = /^[ \t]*$/.test(head) && /^[ \t]*,?[ \t]*((\/\/|#|\/\*).*)?$/.test(rest);
  if (!isLine) return { span: span(last, last), newText: `, ${member}` };
  // A comment behind the anchor stays with it.
  const hasComma = rest.trimStart().startsWith(',');
  const line = `${lineEndOf(text, memberStart)}${head}${member}`;
  return hasComma ? { span: span(lineEnd, lineEnd), newText: `${line},` } : { span: span(last, lineEnd), newText: `,${rest}${line}` };
}

/** A parameter behind another one, or an entry of a table on the same line. */
function besideInPowerShell({ text }: ConfigFile, { keySpan, valueSpan, quote }: Entry, key: string, literal: string): TextEdit | undefined {
  const end = Math.max(keySpan.end, valueSpan.end + (quote === '' ? 0 : 1));
  if (text[keySpan.start - 1] === '-') {
    const written = literal === '$true' ? '' : literal === '$false' ? ':$false' : ` ${literal}`;
    return { span: span(end, end), newText: ` -${key}${written}` };
  }
  const head = text.slice(startOfLine(text, keySpan.start), keySpan.start);
  const isInTable = /[@;{][^\n]*$/.test(head) && /\S/.test(head);
  return isInTable ? { span: span(end, end), newText: `; ${key} = ${literal}` } : undefined;
}

const withoutComment = (statement: string) => statement.replace(/[ \t]*(\/\/|#|\/\*)[^'"\n]*\s*$/, '');

/** A named argument behind a positional one; JavaScript and Ruby have none that could be meant. */
function argument(kind: ConfigFile['kind'], key: string, literal: string): string | undefined {
  if (kind === 'python') return `${key}=${literal}`;
  return kind === 'php' ? `${key}: ${literal}` : undefined;
}

/** The key's quote, or the colon of a symbol, belongs to it. */
const startOfMember = (text: string, keyStart: number) => (/["':]/.test(text[keyStart - 1] ?? '') ? keyStart - 1 : keyStart);

function memberLike(text: string, { keySpan }: Entry, key: string, literal: string, after: string): string {
  const lead = text.slice(startOfMember(text, keySpan.start), keySpan.start);
  const sign = BELONGS.exec(after)?.[0] ?? ': ';
  return `${lead}${key}${sign}${literal}`;
}

/** Where the expression ends that begins at `from`: before the comma, the closing bracket or the comment behind it. */
export function endOfMember(text: string, from: number): number {
  let depth = 0;
  let last = from;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]!;
    if (depth === 0 && /[,)\]};]/.test(character)) break;
    if (character === '#' || text.startsWith('//', at) || text.startsWith('/*', at)) break;
    if (character === '"' || character === "'" || character === '`') at = endOfString(text, at);
    else if (/[([{]/.test(character)) depth += 1;
    else if (/[)\]}]/.test(character)) depth -= 1;
    if (!/\s/.test(character)) last = at + 1;
  }
  return last;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== text[from]) at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** A number or switch stands as a text where its neighbours do. */
function literalFor(file: ConfigFile, anchor: Entry, value: string): string {
  const owner = anchor.path.slice(0, -1).join('\0');
  const bare = file.entries.filter((entry) => NUMBER.test(entry.value) && entry.path.slice(0, -1).join('\0') === owner);
  const word = bareWord(value, file.kind as CodeKind);
  if (word !== undefined && (bare.length === 0 || bare.some(({ quote }) => quote === ''))) return word;
  const mark = anchor.quote === '"' || anchor.quote === "'" ? anchor.quote : usualQuote(file);
  return `${mark}${quoted(value, mark, file.kind)}${mark}`;
}
