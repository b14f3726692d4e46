/** Physical lines and blanks, as the text formats count them: LF and CRLF end a line, blank is a space or a TAB. */

export function isBlankAt(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}

/** The first offset from `start` on, below `end`, that holds no blank. */
export function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlankAt(text, at)) at += 1;
  return at;
}

/** The offset after the last character of `text[start, end)` that is no blank. */
export function trimBlanksEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlankAt(text, at - 1)) at -= 1;
  return at;
}

/** Where the line that holds an offset begins. */
export function startOfLine(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line that holds an offset ends, its line end not counted. */
export function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline === -1) return text.length;
  return newline > at && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** The offset behind the line end that stands at `lineEnd`; the text's length when none does. */
export function afterLineEnd(text: string, lineEnd: number): number {
  if (lineEnd >= text.length) return text.length;
  return text[lineEnd] === '\r' && text[lineEnd + 1] === '\n' ? lineEnd + 2 : lineEnd + 1;
}

/** The line end in use from an offset on; that of the first line for the last one. */
export function lineEndOf(text: string, from: number): '\r\n' | '\n' {
  const next = text.indexOf('\n', from);
  const newline = next === -1 ? text.indexOf('\n') : next;
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}
