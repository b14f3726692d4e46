/**
 * Character classes as C's `isspace()` and `isalnum()` give them for ASCII in Postfix's sources (`ISSPACE`, `ISALNUM`
 * in sys_defs.h). JavaScript's `\s` and `trim()` also take Unicode blanks, which Postfix reads as ordinary bytes.
 */

/** Blank, TAB, LF, VT, FF, CR. */
export function isSpaceCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** A letter, digit or underscore: what a name after `$` consists of (mac_parse(3)). */
export function isNameCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

/** The first offset from `start` on, below `end`, that does not hold whitespace; `end` when all of it is. */
export function skipSpace(text: string, start: number, end: number = text.length): number {
  let at = start;
  while (at < end && isSpaceCode(text.charCodeAt(at))) at += 1;
  return at;
}

/** The offset after the last character of `text[start, end)` that is not whitespace; `start` when all of it is. */
export function trimSpaceEnd(text: string, start: number, end: number = text.length): number {
  let at = end;
  while (at > start && isSpaceCode(text.charCodeAt(at - 1))) at -= 1;
  return at;
}
