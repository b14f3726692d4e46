import { type Span, span } from '../../text/span.ts';
import type { CodeKind } from '../types.ts';
import { descendants, type SyntaxFile, type SyntaxNode } from './syntax.ts';

/** A text in which somebody is still typing. */
export interface Repair {
  /** What is not finished: read, but not to be judged, since the rest of it is still to come. */
  readonly unfinished: Span;
  /** The text up to `end`, where its places are those of the text as written, and what closes it. */
  readonly closed?: { readonly text: string; readonly end: number };
}

/** Members of objects, arrays and calls; their end is where one can be closed. */
const MEMBERS = new Set(['pair', 'array_element_initializer', 'keyword_argument', 'argument']);
const LITERALS = new Set(['string', 'integer', 'float', 'number', 'encapsed_string', 'template_string', 'true', 'false']);
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const BRACKET = /[()[\]{}]/g;
/** What opens a block in Ruby, where it begins a statement or ends a call. */
const BLOCK = /\b(?:do|def|class|module|if|unless|case|begin|end)\b/g;
/** A variable, a property or a key of mail that is about to get a value. */
const ASSIGNED = /(?:mail|smtp|tls|ssl|secur|crypt|host|port|pass|user)[\w\])'"]*\s*(?:=|=>|:)$/i;

/**
 * Looks for the place where somebody is typing, by the errors of a syntax tree: brackets that stand open around a last whole member,
 * or an assignment that has no value yet; where the grammar closed a bracket by itself, its tree is good as it is. Of an open assignment nothing in the file is judged: the value may be what everything turns on.
 * Undefined where there is no such place.
 */
export function repairOf(kind: CodeKind, text: string, { root, comments, unclosed }: SyntaxFile): Repair | undefined {
  for (const node of descendants(root)) {
    if (node.type !== 'ERROR') continue;
    const closed = closedAt(kind, text, node, comments);
    if (closed) return { closed, unfinished: span(node.start, node.end) };
    if (ASSIGNED.test(text.slice(node.start, node.end).trimEnd())) return { unfinished: span(0, text.length) };
  }
  const [open] = unclosed;
  return open && { unfinished: span(open.start, open.end) };
}

function closedAt(kind: CodeKind, text: string, error: SyntaxNode, comments: SyntaxFile['comments']): Repair['closed'] {
  const lastOf = (types: ReadonlySet<string>) => error.children.filter(({ type }) => types.has(type)).at(-1);
  const last = lastOf(MEMBERS) ?? lastOf(LITERALS);
  if (!last) return undefined;
  const open = openBrackets(kind, gapsIn(text, error, last.end, comments));
  if (open.length === 0) return undefined;
  const closers = open.reverse().map((mark) => (mark === '}' && kind === 'php' ? ';}' : mark === 'end' ? '\nend' : mark));
  return { text: `${text.slice(0, last.end)}${closers.join('')}${kind === 'php' ? ';' : '\n'}`, end: last.end };
}

/** The marks between the nodes of an error, in which no string and no comment is. */
function gapsIn(text: string, error: SyntaxNode, end: number, comments: SyntaxFile['comments']): string {
  let gaps = '';
  let at = error.start;
  for (const { start, end: next } of [...error.children, ...comments, { start: end, end }].sort((a, b) => a.start - b.start)) {
    if (start > end) break;
    if (start > at) gaps += `${text.slice(at, start)} `;
    at = Math.max(at, next);
  }
  return gaps;
}

/** What closes each bracket, and in Ruby each block, that is still open; the outermost one first. */
function openBrackets(kind: CodeKind, gaps: string): string[] {
  const open: string[] = [];
  const marks = [...gaps.matchAll(BRACKET), ...(kind === 'ruby' ? gaps.matchAll(BLOCK) : [])].sort((a, b) => a.index - b.index);
  for (const [mark] of marks) {
    const closer = CLOSERS[mark];
    if (closer) open.push(closer);
    else if (mark === open.at(-1)) open.pop();
    else if (/^[a-z]/.test(mark) && mark !== 'end') open.push('end');
  }
  return open;
}
