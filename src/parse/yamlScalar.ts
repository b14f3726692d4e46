import type { Scalar } from 'yaml';
import { span } from '../text/span.ts';
import type { CoveredText } from './templates.ts';
import type { TreeScalar } from './tree.ts';
import type { ScalarKind, ValueSegment } from './types.ts';

/** A scalar as the common tree wants it. Where a template is part of it, the value is the text as written. */
export function readYamlScalar(text: string, source: CoveredText, node: Scalar.Parsed): TreeScalar {
  const [start, end] = node.range;
  const isTemplated = source.isCovered(start, end);
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return blockScalar(text, node, start, end);
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return quotedScalar(text, node, start, end, isTemplated);
  const written = text.slice(start, end);
  const value = isTemplated ? written : (node.source ?? written);
  const base = { type: 'scalar', value, span: span(start, end), outer: span(start, end), quote: '' } as const;
  const folded = value === written ? undefined : alignedSegments(text, start, end, value);
  return { ...base, scalar: isTemplated ? 'string' : kindOf(node.value), ...(folded && { segments: folded }) };
}

function kindOf(value: unknown): ScalarKind {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function quotedScalar(text: string, node: Scalar.Parsed, start: number, end: number, isTemplated: boolean): TreeScalar {
  const quote = node.type === 'QUOTE_DOUBLE' ? '"' : "'";
  const isClosed = end > start + 1 && text[end - 1] === quote;
  const inner = span(start + 1, isClosed ? end - 1 : end);
  const written = text.slice(inner.start, inner.end);
  const value = isTemplated || typeof node.value !== 'string' ? written : node.value;
  const base = { type: 'scalar', value, span: inner, outer: span(start, end), quote, scalar: 'string' } as const;
  if (value === written) return base;
  const segments = alignedSegments(text, inner.start, inner.end, value);
  return segments ? { ...base, segments } : base;
}

/**
 * How a resolved text maps to its source: runs of equal characters, found greedily. Escapes and folded line
 * ends fall between the runs. Undefined when the two can't be laid side by side.
 */
function alignedSegments(text: string, start: number, end: number, value: string): readonly ValueSegment[] | undefined {
  const segments: ValueSegment[] = [];
  let at = 0;
  let source = start;
  while (at < value.length && source < end) {
    const runStart = at;
    const runSource = source;
    while (at < value.length && source < end && value[at] === text[source] && text[source] !== '\\' && text[source] !== '\n') {
      // Two single quotes stand for one.
      const isDoubled = text[source] === "'" && text[source + 1] === "'" && value[at + 1] !== "'";
      at += 1;
      source += 1;
      if (isDoubled) break;
    }
    if (at > runStart) segments.push({ at: runStart, source: runSource, length: at - runStart });
    if (at >= value.length || source >= end) break;
    const skipped = skipChange(text, source, end, value[at]!);
    at += skipped.consumed;
    source = skipped.next;
  }
  return segments.length > 0 ? segments : undefined;
}

/** Passes over an escape, a doubled quote or a folded line end in the source, and what it became in the value. */
function skipChange(text: string, source: number, end: number, became: string): { next: number; consumed: number } {
  if (text[source] === "'") return { next: source + 1, consumed: 0 };
  if (text[source] !== '\\') {
    let next = source;
    while (next < end && /\s/.test(text[next]!)) next += 1;
    return { next: Math.max(next, source + 1), consumed: became === ' ' || became === '\n' ? 1 : 0 };
  }
  const letter = text[source + 1];
  if (letter === '\n' || letter === '\r') return { next: source + 2, consumed: 0 };
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  return { next: Math.min(end, source + 2 + digits), consumed: 1 };
}

function blockScalar(text: string, node: Scalar.Parsed, start: number, end: number): TreeScalar {
  const quote = node.type === 'BLOCK_LITERAL' ? '|' : '>';
  const value = typeof node.value === 'string' ? node.value : '';
  const headerEnd = text.indexOf('\n', start);
  const bodyStart = headerEnd === -1 || headerEnd >= end ? end : headerEnd + 1;
  let bodyEnd = end;
  while (bodyEnd > bodyStart && /\s/.test(text[bodyEnd - 1]!)) bodyEnd -= 1;
  let first = bodyStart;
  while (first < bodyEnd && /\s/.test(text[first]!)) first += 1;
  const outer = span(start, Math.max(bodyEnd, headerEnd === -1 ? end : headerEnd));
  const base = { type: 'scalar', value, span: span(first, Math.max(first, bodyEnd)), outer, quote, scalar: 'string' } as const;
  const segments = quote === '|' ? literalSegments(text, bodyStart, end, value) : undefined;
  return segments ? { ...base, segments } : base;
}

/** A literal block is its lines without the indent: each line is one segment, its line end included. */
function literalSegments(text: string, start: number, end: number, value: string): readonly ValueSegment[] | undefined {
  const segments: ValueSegment[] = [];
  let at = 0;
  let line = start;
  while (at < value.length && line < end) {
    const valueEnd = value.indexOf('\n', at);
    const piece = value.slice(at, valueEnd === -1 ? value.length : valueEnd);
    const newline = text.indexOf('\n', line);
    const lineEnd = newline === -1 || newline > end ? end : newline;
    const contentEnd = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    const source = contentEnd - piece.length;
    if (source < line || (piece !== '' && !text.startsWith(piece, source))) return undefined;
    const takesEnd = valueEnd !== -1 && contentEnd === newline;
    segments.push({ at, source, length: piece.length + (takesEnd ? 1 : 0) });
    at += piece.length + 1;
    line = lineEnd + 1;
  }
  return segments;
}
