/** A place as people and editors count: both numbers start at 0, `character` is in UTF-16 code units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Converts between offsets and lines. LF and CRLF end a line, a lone CR does not (as Postfix and git see it). */
export interface LineIndex {
  readonly lineCount: number;
  /** The offset at which a 0-based line begins; the text's length when there is no such line. */
  startOf(line: number): number;
  /** The offset after the last character of a 0-based line, its line end (LF or CRLF) not counted. */
  endOf(line: number): number;
  positionAt(offset: number): LinePosition;
  offsetAt(position: LinePosition): number;
}

export function createLineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number) => starts[line] ?? text.length;
  const endOf = (line: number) => {
    const next = starts[line + 1];
    if (next === undefined) return text.length;
    return text[next - 2] === '\r' && next - 2 >= startOf(line) ? next - 2 : next - 1;
  };
  return {
    lineCount: starts.length,
    startOf,
    endOf,
    positionAt(offset) {
      const bounded = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (startOf(middle) <= bounded) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: bounded - startOf(low) };
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      return Math.min(startOf(line) + Math.max(0, character), endOf(line));
    },
  };
}
