import { type Span, span } from '../text/span.ts';
import { isSpaceCode, skipSpace, trimSpaceEnd } from './ascii.ts';
import type { Comment, ValueSegment } from './types.ts';

/** One line as Postfix puts it together from physical ones. */
export interface LogicalLine {
  /** The joined text up to its first NUL: line feeds gone, comments and blank lines inside left out, everything else kept. */
  readonly text: string;
  /** Where each piece of `text` stands, one per physical line. */
  readonly segments: readonly ValueSegment[];
  /** Whole physical lines from the first with text to the last, line end included, comments in between too. */
  readonly span: Span;
  /** It begins with whitespace and has no line to continue: Postfix warns and leaves all of it out. */
  readonly isDropped: boolean;
  /** The offset of the first NUL, where a C string ends; what follows in the logical line is lost. */
  readonly nul?: number;
  /** The length of the whole line, with what follows a NUL. */
  readonly length: number;
}

/** A text in logical lines. Each character that is not whitespace lies in a logical line or in a comment. */
export interface LogicalLines {
  readonly lines: readonly LogicalLine[];
  readonly comments: readonly Comment[];
}

/**
 * Splits a text into the logical lines of main.cf, master.cf and text tables (readlline(3)).
 *
 * A line ends at LF only. Lines that are blank or whose first non-blank character is `#` vanish, also inside a
 * continued line. A line that begins with ASCII whitespace continues the logical line above it.
 */
export function readLogicalLines(text: string): LogicalLines {
  const lines: LogicalLine[] = [];
  const comments: Comment[] = [];
  let pieces: Span[] = [];
  let end = 0;
  const finish = () => {
    if (pieces.length > 0) lines.push(joinPieces(text, pieces, end));
    pieces = [];
  };
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const contentEnd = feed === -1 ? text.length : feed;
    const lineEnd = feed === -1 ? text.length : feed + 1;
    const first = skipSpace(text, start, contentEnd);
    if (first < contentEnd && text[first] === '#') {
      comments.push(readComment(text, first, contentEnd));
    } else if (first < contentEnd) {
      if (!isSpaceCode(text.charCodeAt(start))) finish();
      pieces.push(span(start, contentEnd));
      end = lineEnd;
    }
    start = lineEnd;
  }
  finish();
  return { lines, comments };
}

function readComment(text: string, start: number, lineEnd: number): Comment {
  const end = trimSpaceEnd(text, start, lineEnd);
  return { span: span(start, end), text: text.slice(skipSpace(text, start + 1, end), end) };
}

function joinPieces(text: string, pieces: readonly Span[], end: number): LogicalLine {
  const segments: ValueSegment[] = [];
  const parts: string[] = [];
  let at = 0;
  let nul: number | undefined;
  const whole = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  for (const piece of pieces) {
    const cut = text.slice(piece.start, piece.end).indexOf('\0');
    const length = cut === -1 ? piece.end - piece.start : cut;
    if (length > 0) segments.push({ at, source: piece.start, length });
    parts.push(text.slice(piece.start, piece.start + length));
    at += length;
    if (cut !== -1) {
      nul = piece.start + cut;
      break;
    }
  }
  const start = pieces[0]!.start;
  const isDropped = isSpaceCode(text.charCodeAt(start));
  return { text: parts.join(''), segments, span: span(start, end), isDropped, length: whole, ...(nul === undefined ? {} : { nul }) };
}
