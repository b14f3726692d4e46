import type { Finding, Fix } from '../rules/types.ts';
import { applyEdits, compareSpans, overlaps, type TextEdit } from '../text/span.ts';

/** Rounds after which nothing new is to be expected; a fix may uncover another, but not for ever. */
const ROUND_LIMIT = 10;

/** A piece of the text in work: from the original, or new. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/**
 * Applies the preferred fix of every finding where it is safe, looks again, and so on until nothing safe is left.
 * Returns the net edits against the first text. Fixes that overlap wait for the next round.
 */
export function fixAllEdits(text: string, findingsOf: (text: string) => readonly Finding[]): readonly TextEdit[] {
  let pieces: Piece[] = [{ start: 0, end: text.length }];
  let current = text;
  for (let round = 0; round < ROUND_LIMIT; round += 1) {
    const edits = compatibleEdits(findingsOf(current));
    if (edits.length === 0) break;
    const next = applyEdits(current, edits);
    if (next === current) break;
    pieces = replaceIn(pieces, edits);
    current = next;
  }
  return netEdits(pieces, text.length);
}

/** The fix that "fix all" takes: the one to offer first, only when it is safe and whole within this file. */
export function safeFix({ fixes }: Finding): Fix | undefined {
  const first = fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0];
  return first?.safety === 'safe' && !first.elsewhere?.length ? first : undefined;
}

/** The edits of as many fixes as go together, each fix whole; the earlier finding wins. */
function compatibleEdits(findings: readonly Finding[]): TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const finding of findings) {
    const edits = safeFix(finding)?.edits ?? [];
    const isNew = (edit: TextEdit) => !chosen.some((other) => isSame(edit, other));
    if (edits.some((edit) => isNew(edit) && chosen.some((other) => overlaps(edit.span, other.span)))) continue;
    chosen.push(...edits.filter(isNew));
  }
  return chosen.sort((a, b) => compareSpans(a.span, b.span));
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.newText === b.newText && compareSpans(a.span, b.span) === 0;
}

const lengthOf = (piece: Piece) => ('text' in piece ? piece.text.length : piece.end - piece.start);

/** Applies sorted edits that don't overlap to a text in pieces. */
function replaceIn(pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const { span, newText } of edits) {
    result.push(...cut(pieces, at, span.start));
    if (newText !== '') result.push({ text: newText });
    at = span.end;
  }
  return [...result, ...cut(pieces, at, Number.POSITIVE_INFINITY)];
}

/** The pieces of a range of the text in work. */
function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  let at = 0;
  return pieces.flatMap((piece): Piece[] => {
    const length = lengthOf(piece);
    const start = Math.max(0, from - at);
    const end = Math.min(length, to - at);
    at += length;
    if (end <= start) return [];
    return ['text' in piece ? { text: piece.text.slice(start, end) } : { start: piece.start + start, end: piece.start + end }];
  });
}

/** What lies between the pieces that are left of the original is replaced by the new text there. */
function netEdits(pieces: readonly Piece[], length: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let newText = '';
  for (const piece of [...pieces, { start: length, end: length }]) {
    if ('text' in piece) {
      newText += piece.text;
      continue;
    }
    if (newText !== '' || piece.start > at) edits.push({ span: { start: at, end: piece.start }, newText });
    newText = '';
    at = piece.end;
  }
  return edits;
}
