import { type Span, span } from '../../text/span.ts';
import type { TreeNode, TreeScalar } from '../tree.ts';
import type { Quote, ScalarKind, ValueSegment } from '../types.ts';

/** A stretch of a string: text as it stands, an escape for other text, or something put in at run time. */
export interface StringPart extends Span {
  /** What it stands for; absent where it is the text itself. */
  readonly value?: string;
}

/** A string literal. `outer` goes with its marks, `inner` without; parts that are no plain text must be in order. */
export function stringScalar(text: string, outer: Span, inner: Span, quote: Quote, parts: readonly StringPart[] = []): TreeScalar {
  const base = { type: 'scalar', outer, scalar: 'string' } as const;
  // Marks that the editing of values does not know (`"""`, `%q(`, `r'`) are replaced with what is in them.
  const place = { span: quote === '' ? outer : inner, quote };
  const special = parts.filter(({ value }) => value !== undefined);
  if (special.length === 0 && quote !== '') return { ...base, ...place, value: text.slice(inner.start, inner.end) };
  let value = '';
  let at = inner.start;
  const segments: ValueSegment[] = [];
  const plain = (end: number) => {
    if (end > at) segments.push({ at: value.length, source: at, length: end - at });
    value += text.slice(at, Math.max(at, end));
  };
  for (const each of special) {
    plain(each.start);
    value += each.value;
    at = each.end;
  }
  plain(inner.end);
  return { ...base, ...place, value, segments };
}

/** A number, a switch or nothing, as the language writes it. */
export function bareScalar(text: string, { start, end }: Span, scalar: ScalarKind, value = text.slice(start, end)): TreeScalar {
  return { type: 'scalar', value, span: span(start, end), outer: span(start, end), quote: '', scalar };
}

const NAME = /^[A-Za-z_][\w.]*$/;
/** A name that nothing sets. */
const NO_NAME = 'expression';

/** How an expression is written that only the running program can tell: `${name}`, which resolves to nothing here. */
export function openText(written: string): string {
  const name = written.replace(/\?\.|::|->/g, '.').replace(/^[$@:&]+/, '');
  return `\${${NAME.test(name) ? name : NO_NAME}}`;
}

export function openScalar(text: string, where: Span): TreeScalar {
  return bareScalar(text, where, 'string', openText(text.slice(where.start, where.end)));
}

export function isOpen({ value, quote }: TreeScalar): boolean {
  return quote === '' && value.startsWith('${') && !value.includes(':-');
}

/**
 * A look-up of an environment variable, in the words that parse/variables.ts reads. Its place is the default, so that
 * an edit changes that and keeps the look-up; without one it is the whole expression. An empty text or nothing is no default.
 */
export function variableScalar(text: string, where: Span, name: string, fallback?: TreeNode): TreeScalar {
  if (!NAME.test(name)) return openScalar(text, where);
  const isUsable =
    fallback?.type === 'scalar' && fallback.scalar !== 'null' && fallback.value !== '' && !/[\n}]/.test(fallback.value.replace(/\$\{[^}]*\}/g, ''));
  if (!isUsable || isOpen(fallback)) return bareScalar(text, where, 'string', `\${${name}}`);
  const value = `\${${name}:-${fallback.value}}`;
  const at = name.length + 4;
  const own = fallback.segments ?? [{ at: 0, source: fallback.span.start, length: fallback.value.length }];
  const segments = own.filter(({ length }) => length > 0).map((segment) => ({ ...segment, at: segment.at + at }));
  return { ...fallback, value, outer: span(where.start, where.end), segments };
}

/** Says whether a look-up has no default yet: `A || B || 'x'` gives it one. */
export function variableName({ value }: TreeScalar): string | undefined {
  return /^\$\{([A-Z_][A-Z0-9_]*)\}$/.exec(value)?.[1];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', e: '\x1b', a: '\x07', 0: '\0' };

/** What an escape sequence stands for, in the ways that all these languages share. */
export function unescaped(written: string): string {
  const code = /^\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))$/.exec(written);
  if (code) return codePoint(Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16));
  if (/^\\\r?\n$/.test(written)) return '';
  const character = written.slice(1);
  return ESCAPES[character] ?? character;
}

const codePoint = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

const TRUE_WORD = /^(true|1|yes|on)$/i;

/** `X === 'true'` says what X says; any other comparison is the program's own business. */
export function comparedWith(text: string, where: Span, left: TreeNode | undefined, right: TreeNode | undefined): TreeNode | undefined {
  const words = right?.type === 'list' ? right.items.map(({ node }) => node) : [right];
  const isTrue = words.length > 0 && words.every((word) => word?.type === 'scalar' && TRUE_WORD.test(word.value));
  return isTrue && left?.type === 'scalar' && left.value.startsWith('${') ? converted(text, where, left) : undefined;
}

/**
 * What a conversion makes of a value: the same, as far as settings go. A look-up without default is replaced together
 * with its conversion; what only the running program knows is open as a whole.
 */
export function converted(text: string, where: Span, value: TreeNode | undefined): TreeNode {
  if (value === undefined) return openScalar(text, where);
  if (value.type !== 'scalar' || !isOpen(value)) return value;
  return variableName(value) === undefined ? openScalar(text, where) : bareScalar(text, where, 'string', value.value);
}
