import { span, type TextEdit } from '../text/span.ts';
import { endOfLine, isBlankAt, lineEndOf, skipBlanks, startOfLine } from './lines.ts';
import type { ConfigFile, Entry } from './types.ts';

/** The sign between a key and its value with the blanks around it; `from` is behind the key and its quote. */
export function signOf(text: string, from: number): string {
  const end = endOfLine(text, from);
  const sign = skipBlanks(text, from, end);
  const after = isBlankAt(text, sign + 1) && sign + 1 < end ? ' ' : '';
  return text.slice(from, sign + 1) + (text[sign] === ':' ? ' ' : after);
}

/** The blanks that the line of a key begins with. */
export function indentAt(text: string, keyStart: number): string {
  return /^\uFEFF?([ \t]*)/.exec(text.slice(startOfLine(text, keyStart), keyStart))![1]!;
}

/** Puts a line behind all of the anchor's lines, with the line ends of the file. */
export function insertLine({ text }: ConfigFile, anchor: Entry, line: string): TextEdit {
  const at = anchor.span.end;
  const newline = lineEndOf(text, anchor.span.start);
  const isAfterLine = at === 0 || text[at - 1] === '\n';
  return { span: span(at, at), newText: isAfterLine ? line + newline : newline + line };
}
