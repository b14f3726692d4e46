import { POSTFIX_LIST_SEPARATORS, splitTokens } from '../parse/postfixTokens.ts';
import { remembered } from '../text/remember.ts';

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
export function splitPostfixList(value: string, { braces = false }: { readonly braces?: boolean } = {}): readonly PostfixListItem[] {
  return braces ? splitAtTop(value) : splitAnywhere(value);
}

const splitAnywhere = remembered((value) => split(value, false));
const splitAtTop = remembered((value) => split(value, true));

function split(value: string, braces: boolean): readonly PostfixListItem[] {
  return splitTokens(value, { separators: POSTFIX_LIST_SEPARATORS, braces }).map(({ start, end }) => ({ text: value.slice(start, end), start, end }));
}
