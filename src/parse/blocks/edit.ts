import { span, type TextEdit } from '../../text/span.ts';
import { endOfMember } from '../code/edit.ts';
import { indentAt } from '../editLine.ts';
import type { Encoded } from '../encode.ts';
import { afterLineEnd, endOfLine, lineEndOf, startOfLine } from '../lines.ts';
import type { BlockKind, ConfigFile, Entry } from '../types.ts';

const NUMBER = /^-?(0|[1-9]\d{0,15})(\.\d+)?$/;
const SWITCH = /^(true|false)$/;
const HOCON_SWITCH = /^(true|false|yes|no|on|off)$/;
/** What stands without quotes: numbers and switches. */
const isTyped = (value: string, kind: ConfigFile['kind']) => NUMBER.test(value) || (kind === 'hocon' ? HOCON_SWITCH : SWITCH).test(value);
const IDENTIFIER = /^[A-Za-z_]\w*$/;
/** A text that HOCON takes without quotes. */
const PLAIN = /^[A-Za-z_][\w.@%-]*$/;

/** What a `{` would open in a text. */
const OPENERS: Readonly<Record<BlockKind, readonly (readonly [RegExp, string])[]>> = {
  elixir: [[/#(?=\{)/g, '\\#']],
  hocon: [],
  hcl: [
    [/\$(?=\{)/g, '$$$$'],
    [/%(?=\{)/g, '%%'],
  ],
  nix: [[/\$(?=\{)/g, '\\$']],
};

/** A value as a literal of the file's language: bare where the old one is and the new one can be, else a text in double quotes. */
export function encodeBlock(value: string, entry: Pick<Entry, 'quote' | 'scalar' | 'value' | 'valueSpan'>, file: ConfigFile): Encoded {
  const kind = file.kind as BlockKind;
  if (entry.quote === '"') return { text: quoted(value, kind), quote: '"' };
  const isOpen = entry.value.startsWith('${');
  const written = file.text.slice(entry.valueSpan.start, entry.valueSpan.end);
  const isWord = entry.scalar === 'string' && !isOpen && written === entry.value;
  if (isWord && kind === 'elixir' && IDENTIFIER.test(value) && IDENTIFIER.test(written)) return { text: value, quote: '' };
  if (isTyped(value, kind) && (entry.scalar !== 'string' || isOpen)) return { text: value, quote: '' };
  const isPlain = kind === 'hocon' && isWord && PLAIN.test(value) && !/^(true|false|null|yes|no|on|off|include)/.test(value);
  return isPlain ? { text: value, quote: '' } : { text: quoted(value, kind), quote: '"' };
}

function quoted(value: string, kind: BlockKind): string {
  // JSON's escapes hold in all of them, but for control characters, which nobody sets.
  const text = value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return OPENERS[kind].reduce((done, [pattern, replacement]) => done.replace(pattern, replacement), text);
}

export function setBlock(file: ConfigFile, entry: Entry, value: string): TextEdit {
  const { text, quote } = encodeBlock(value, entry, file);
  const { start, end } = entry.valueSpan;
  if (quote === entry.quote) return { span: entry.valueSpan, newText: text };
  const edge = entry.quote === '' ? 0 : 1;
  // An atom's colon goes when it becomes a text.
  const isAtom = file.kind === 'elixir' && edge === 0 && file.text[start - 1] === ':' && quote === '"' && file.text[start - 2] !== ':';
  return { span: span(start - edge - (isAtom ? 1 : 0), end + edge), newText: quote + text + quote };
}

/** Adds a setting behind another one as that one stands: on a line of its own, or behind a comma or semicolon. */
export function insertBlock(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text, kind } = file;
  if (anchor.form !== 'pair') return insertItem(file, anchor, key, value);
  const literal = literalFor(file, anchor, value);
  const keyEnd = anchor.keySpan.end + (text[anchor.keySpan.end] === '"' ? 1 : 0);
  const keyStart = text[anchor.keySpan.start - 1] === '"' ? anchor.keySpan.start - 1 : anchor.keySpan.start;
  const outerEnd = anchor.valueSpan.end + (anchor.quote === '' ? 0 : 1);
  const sign = /^[ \t]*(?:\+?=|:)[ \t]*/.exec(text.slice(keyEnd))?.[0] ?? (kind === 'elixir' ? ': ' : ' = ');
  const end = kind === 'elixir' ? endOfMember(text, keyEnd + sign.length) : outerEnd;
  const head = text.slice(startOfLine(text, keyStart), keyStart).replace('\uFEFF', '');
  const lineEnd = endOfLine(text, end);
  const rest = text.slice(end, lineEnd);
  const member = `${isName(key) ? key : JSON.stringify(key)}${sign}${literal}`;
  const isLine = /^[ \t]*(?:[\w"'-]+[ \t]*\.[ \t]*)*$/.test(head) && /^[ \t]*[,;)]{0,2}[ \t]*((#|\/\/|\/\*).*)?$/.test(rest);
  if (!isLine) {
    const semicolon = kind === 'nix' ? text.indexOf(';', end) + 1 : 0;
    if (semicolon > 0) return { span: span(semicolon, semicolon), newText: ` ${prefixOf(head)}${member};` };
    return { span: span(end, end), newText: `, ${member}` };
  }
  const line = `${lineEndOf(text, keyStart)}${head}${member}`;
  if (kind === 'nix') return { span: span(lineEnd, lineEnd), newText: `${line};` };
  const hasComma = rest.trimStart().startsWith(',');
  if (hasComma) return { span: span(lineEnd, lineEnd), newText: `${line},` };
  if (kind !== 'elixir') return { span: span(lineEnd, lineEnd), newText: line };
  // A comment behind the anchor stays with it; a bracket that closes here goes with the last one.
  const close = /^[ \t]*\)?/.exec(rest)![0].trimStart();
  return { span: span(end, lineEnd), newText: `,${rest.slice(rest.indexOf(close) + close.length)}${line}${close}` };
}

/** The names before a key on its line: `a.b.` */
const prefixOf = (head: string) => /(?:[\w"'-]+[ \t]*\.[ \t]*)+$/.exec(head)?.[0] ?? '';

const isName = (key: string) => /^[A-Za-z_][\w-]*$/.test(key);

/** A copy of `env { name = … value = … }` or `{ name = …, value = … }` with another name and value, or of `"KEY=value"`. */
function insertItem(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit {
  const { text, kind } = file;
  const literal = (each: string) => `"${quoted(each, kind as BlockKind)}"`;
  if (anchor.form !== 'name-value') {
    const end = anchor.valueSpan.end + (anchor.quote === '' ? 0 : 1);
    return { span: span(end, end), newText: `${kind === 'nix' ? ' ' : ', '}${literal(`${key}=${value}`)}` };
  }
  const brace = text.indexOf('}', Math.max(anchor.keySpan.end, anchor.valueSpan.end));
  const end = brace === -1 ? text.length : brace + 1;
  const first = Math.min(anchor.keySpan.start, anchor.valueSpan.start);
  const start = text.lastIndexOf('{', first);
  const indent = indentAt(text, start);
  const newline = lineEndOf(text, start);
  const block = /(^|\n)[ \t]*(\w+)[ \t]*$/.exec(text.slice(Math.max(0, start - 80), start))?.[2];
  if (block === undefined) return { span: span(end, end), newText: `, { name = ${literal(key)}, value = ${literal(value)} }` };
  const at = afterLineEnd(text, endOfLine(text, end));
  const added = `${indent}${block} {${newline}${indent}  name  = ${literal(key)}${newline}${indent}  value = ${literal(value)}${newline}${indent}}`;
  return text[at - 1] === '\n' ? { span: span(at, at), newText: added + newline } : { span: span(at, at), newText: newline + added };
}

/** A number or switch stands bare unless its neighbours are texts. */
function literalFor(file: ConfigFile, anchor: Entry, value: string): string {
  const owner = anchor.path.slice(0, -1).join('\0');
  const typed = file.entries.filter((entry) => isTyped(entry.value, file.kind) && entry.path.slice(0, -1).join('\0') === owner);
  const isBare = isTyped(value, file.kind) && (typed.length === 0 || typed.some(({ quote }) => quote === ''));
  if (isBare) return value;
  const isAtom = file.kind === 'elixir' && /^(always|never|if_available)$/.test(value);
  return isAtom ? `:${value}` : `"${quoted(value, file.kind as BlockKind)}"`;
}
