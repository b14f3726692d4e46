import { insertAfter } from '../../parse/edit.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import { type CompletionItem, literal, restOfLine } from '../postfix/completionItem.ts';

/** The unfinished word at a place where a key may stand. */
export interface KeyPlace {
  /** The word with its quotes. */
  readonly span: Span;
  readonly word: string;
  /** What stands before it on its line. */
  readonly before: string;
  readonly isBraced: boolean;
}

/** Grammars in which commas separate the keys of a map. */
const BRACED: ReadonlySet<string> = new Set(['json', 'javascript', 'typescript', 'tsx', 'php', 'python', 'ruby', 'go', 'elixir']);

/** The place of a new key at an offset; undefined where a value, a comment or something else stands. */
export function keyPlaceAt(file: ConfigFile, offset: number): KeyPlace | undefined {
  const { text, kind, comments } = file;
  if (kind === 'xml' || comments.some(({ span }) => span.start < offset && offset <= span.end)) return undefined;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  const after = restOfLine(text, offset);
  const isBraced = BRACED.has(kind);
  if (isBraced) {
    const [, before, quote, word] = /^(|.*[{[(,\s])(["':]?)([\w.-]*)$/.exec(line) ?? [];
    if (before === undefined || !/^\s*$|[{[(,]\s*$/.test(before) || !/^["']?\s*([,}\])"']|$)/.test(after)) return undefined;
    const closes = quote && quote !== ':' && after.startsWith(quote) ? 1 : 0;
    return { span: { start: lineStart + before.length, end: offset + closes }, word: word!, before, isBraced };
  }
  const [, before, word] = /^(\s*(?:export\s+|-\s+(?:name:\s*)?)?)([\w.-]*)$/.exec(line) ?? [];
  if (before === undefined || !/^[ \t]*$/.test(after)) return undefined;
  return { span: { start: lineStart + before.length, end: offset + after.length }, word: word!, before, isBraced };
}

/** Says whether an entry stands in the same map, section or block as the place. */
export function isBeside(file: ConfigFile, { span, isBraced, before }: KeyPlace, anchor: Entry): boolean {
  const { text, kind } = file;
  const [from, to] = anchor.keySpan.start < span.start ? [anchor.span.end, span.start] : [span.end, anchor.keySpan.start];
  const between = text.slice(Math.min(from, to), to);
  if (isBraced) return depthOf(between.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""'));
  const lines = between.split('\n');
  if (kind === 'yaml') {
    const own = columnOf(text, anchor);
    const isShallower = (line: string) => /\S/.test(line) && !/^\s*#/.test(line) && /^ */.exec(line)![0].length < own;
    return /^ */.exec(before)![0].length <= own && !lines.slice(0, -1).some(isShallower);
  }
  if (kind === 'toml' || kind === 'ini' || kind === 'systemd') return !lines.some((line) => /^\s*\[/.test(line));
  return kind !== 'msmtp' || !lines.some((line) => /^\s*(account|defaults)\b/.test(line));
}

/** Whether no bracket that opens outside is closed within. */
function depthOf(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(/[{}[\]()]/g)) {
    depth += '{[('.includes(mark) ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The column where an entry's line has its first character, a dash included. */
function columnOf(text: string, { keySpan }: Entry): number {
  const start = text.lastIndexOf('\n', keySpan.start - 1) + 1;
  return /^ */.exec(text.slice(start))![0].length;
}

/** Beside which entry a new key goes, and what it is called there. */
export interface KeyStand {
  readonly anchor: Entry;
  readonly name: string;
  /** YAML: the maps that it needs around itself, outermost first. */
  readonly above?: readonly string[];
}

/** A YAML line inside new maps. */
function nested(added: string, above: readonly string[]): string {
  if (above.length === 0) return added;
  const [line = ''] = added.split('\n').filter((each) => each !== '');
  const indent = /^ */.exec(line)![0];
  const heads = above.map((key, depth) => `${indent}${'  '.repeat(depth)}${key}:`);
  return [...heads, '  '.repeat(above.length) + line].join('\n');
}

/** What a completion of a key inserts. */
export type KeyText = Pick<CompletionItem, 'span' | 'insertText' | 'isSnippet' | 'edits'>;

/** The text for a new key as the grammar of the file wants it beside an entry; undefined where it can't stand at the place. */
export function keyText(file: ConfigFile, place: KeyPlace, { anchor, name, above = [] }: KeyStand, value: string): KeyText | undefined {
  const { text } = file;
  const added = nested(insertAfter(file, anchor, name, value).newText.replaceAll('\r', ''), above);
  if (place.isBraced) return bracedText(file, place, added.replace(/^[,\s]+|[,\s]+$/g, ''), value);
  const line = added.replace(/^\n+|\n+$/g, '');
  const isDashed = /^\s*-\s+name:\s*$/.test(place.before) && /^\s*- name:/.test(line);
  const head = isDashed ? /^\s*- name:\s*/.exec(line)![0] : place.before;
  if (!line.startsWith(head) && file.kind !== 'dotenv') return undefined;
  const own = line.startsWith(head) ? line.slice(head.length) : line.trimStart();
  const indent = isDashed || /\n/.test(own) ? own : own.trimEnd();
  return { span: place.span, ...snippet(indent, value, text) };
}

function bracedText({ text, comments }: ConfigFile, { span }: KeyPlace, member: string, value: string): KeyText | undefined {
  const previous = lastBefore(text, span.start);
  if (comments.some((comment) => comment.span.start <= previous && previous < comment.span.end)) return undefined;
  const needsComma = previous >= 0 && !/[{[(,]/.test(text[previous]!);
  const next = /\S/.exec(text.slice(span.end))?.[0];
  const tail = next === undefined || /[}\]),]/.test(next) ? '' : ',';
  const { insertText, isSnippet } = snippet(member, value, text);
  const edits: readonly TextEdit[] = needsComma ? [{ span: { start: previous + 1, end: previous + 1 }, newText: ',' }] : [];
  return { span, insertText: insertText + tail, ...(isSnippet && { isSnippet }), ...(edits.length > 0 && { edits }) };
}

function lastBefore(text: string, at: number): number {
  let index = at - 1;
  while (index >= 0 && /\s/.test(text[index]!)) index -= 1;
  return index;
}

/** The value to be filled in at once, or the place where it goes. */
function snippet(written: string, value: string, text: string): Pick<CompletionItem, 'insertText' | 'isSnippet'> {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lined = written.replaceAll('\n', lineEnd);
  const at = value === '' ? /["']{2}$/.exec(lined)?.index : lined.lastIndexOf(value);
  if (value === '') {
    const cut = at === undefined ? lined.length : at + 1;
    return { insertText: `${literal(lined.slice(0, cut))}\${1}${literal(lined.slice(cut))}`, isSnippet: true };
  }
  if (at === undefined || at === -1) return { insertText: lined };
  return { insertText: `${literal(lined.slice(0, at))}\${1:${literal(value)}}${literal(lined.slice(at + value.length))}`, isSnippet: true };
}
