/**
 * A stretch of a text by UTF-16 offset, `start` inclusive and `end` exclusive. Offsets are the only
 * positions inside the core; lines and columns exist at its borders (see lineIndex.ts).
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of `span` by `newText`; an empty span inserts, an empty text deletes. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
  /** The file it changes, as the view around the file at hand names it; the file at hand when absent. */
  readonly path?: string;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

/** Says whether `inner` lies within `outer`, its ends included. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Says whether `offset` lies in the span or touches one of its ends, as a text cursor does. */
export function touches(where: Span, offset: number): boolean {
  return where.start <= offset && offset <= where.end;
}

/** Says whether two spans share a character, or an empty one lies inside or at the start of the other. */
export function overlaps(a: Span, b: Span): boolean {
  if (a.start === a.end) return b.start <= a.start && a.start < Math.max(b.end, b.start + 1);
  if (b.start === b.end) return a.start <= b.start && b.start < a.end;
  return a.start < b.end && b.start < a.end;
}

/** Orders by start, then by end. */
export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}

/**
 * Applies edits from the last to the first. Exact duplicates count once; of two that overlap, the one
 * that starts first (then the one listed first) wins and the other is left out.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index })).sort((a, b) => compareSpans(a.edit.span, b.edit.span) || a.index - b.index);
  let result = '';
  let at = 0;
  let last: TextEdit | undefined;
  for (const { edit } of ordered) {
    const isRepeat = last && last.newText === edit.newText && compareSpans(last.span, edit.span) === 0;
    if (isRepeat || edit.span.start < at) continue;
    result += text.slice(at, edit.span.start) + edit.newText;
    at = edit.span.end;
    last = edit;
  }
  return result + text.slice(at);
}
