/** An item of a list, with its place in the value. */
export interface PostfixListItem {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a value at commas, blanks, TAB, CR and LF (`CHARS_COMMA_SP` in stringops.h); empty items vanish. With `braces`
 * a separator inside `{ }` does not count (mystrtokq(3)).
 */
export function splitPostfixList(value: string, { braces = false }: { readonly braces?: boolean } = {}): PostfixListItem[] {
  const items: PostfixListItem[] = [];
  let start = -1;
  let level = 0;
  for (let at = 0; at <= value.length; at += 1) {
    const character = value[at];
    const isSeparator = character === undefined || (level === 0 && ', \t\r\n'.includes(character));
    if (isSeparator) {
      if (start !== -1) items.push({ text: value.slice(start, at), start, end: at });
      start = -1;
      continue;
    }
    if (start === -1) start = at;
    if (braces && character === '{') level += 1;
    if (braces && character === '}' && level > 0) level -= 1;
  }
  return items;
}
