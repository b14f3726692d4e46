import type { LogicalLine } from '../../parse/postfixLines.ts';
import { type Span, span, type TextEdit } from '../../text/span.ts';

/** What a person may choose of the form of a file. */
export interface FormatOptions {
  /** The `=` of settings that follow one another stand below each other. */
  readonly alignEquals: boolean;
}

const TAB = 8;

/** The physical lines of a logical line that have text, comments in between left out; without their line ends. */
export function physicalLines(text: string, line: LogicalLine): Span[] {
  return line.segments.map(({ source, length }) => {
    const end = source + length;
    return span(source, text[end - 1] === '\r' ? end - 1 : end);
  });
}

/** An edit that makes `text[where]` read `newText`, none when it does already. */
export function rewrite(text: string, where: Span, newText: string): TextEdit[] {
  return text.slice(where.start, where.end) === newText ? [] : [{ span: where, newText }];
}

function widthOf(blanks: string): number {
  return [...blanks].reduce((width, blank) => (blank === '\t' ? width + TAB - (width % TAB) : width + 1), 0);
}

/** The blanks at the beginning of a physical line; form feeds and the like are none. */
function indentOf(text: string, { start, end }: Span): Span {
  let at = start;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return span(start, at);
}

/** Shifts continuation lines together, so that the least indented one has `indent` blanks. */
export function reindent(text: string, lines: readonly Span[], indent: number): TextEdit[] {
  const indents = lines.map((line) => indentOf(text, line));
  // A line that begins with another kind of blank has no width to count.
  if (indents.some(({ start, end }) => start === end)) return [];
  const widths = indents.map(({ start, end }) => widthOf(text.slice(start, end)));
  const least = Math.min(...widths);
  return indents.flatMap((where, index) => rewrite(text, where, ' '.repeat(widths[index]! - least + indent)));
}

/** Takes the blanks off a line's end. */
export function trimEnd(text: string, { start, end }: Span): TextEdit[] {
  let at = end;
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return at < end ? [{ span: span(at, end), newText: '' }] : [];
}

/** Where the text ends when the blanks and line ends behind it are left out. Other white space may be part of a value. */
export function endOfText(text: string): number {
  return /[ \t\r\n]*$/.exec(text)!.index;
}

/** The line end that a text uses, CRLF when it has any. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Blank lines are empty, at most two follow one another, none end the file, and the last line has its line end. */
export function tidyBlankLines(text: string): TextEdit[] {
  const newline = newlineOf(text);
  const last = endOfText(text);
  if (last === 0) return [];
  const edits = rewrite(text, span(last, text.length), newline);
  for (const { 0: run, index } of text.matchAll(/(?<=\n|^)(?:[ \t]*\r?\n)+/g)) {
    if (index + run.length > last) continue;
    const count = run.split('\n').length - 1;
    edits.push(...rewrite(text, span(index, index + run.length), newline.repeat(Math.min(count, 2))));
  }
  return edits;
}

/** A span without the line end that it ends with. */
export function withoutLineEnd(text: string, { start, end }: Span): Span {
  return { start, end: start + text.slice(start, end).replace(/\r?\n$/, '').length };
}
