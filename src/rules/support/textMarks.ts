/** Quotes of word processors and of other scripts. */
const ODD_QUOTES = '\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A\uFF02\uFF07';
const OPENING = new RegExp(`^[${ODD_QUOTES}]`);
const CLOSING = new RegExp(`[${ODD_QUOTES}]$`);

/** The text without a typographic quote at its ends; undefined where there is none. */
export function withoutOddQuotes(text: string): string | undefined {
  const inner = text.replace(OPENING, '').replace(CLOSING, '');
  return inner === text ? undefined : inner;
}

/** Blanks that look like the usual one, or like nothing at all. */
const ODD_BLANK = /[\u00A0\u1680\u2000-\u200D\u202F\u205F\u2060\u3000\uFEFF]/g;

/** Where a text has a blank that nobody sees: at its ends, or of an odd kind. */
export function strayBlank(text: string): { readonly at: number; readonly what: string } | undefined {
  const odd = text.search(ODD_BLANK);
  if (odd !== -1) return { at: odd, what: 'an invisible or no-break blank' };
  const isTab = /\t/;
  if (/^\s/.test(text)) return { at: 0, what: `a ${isTab.test(text[0]!) ? 'tab' : 'blank'} at the beginning` };
  if (!/\s$/.test(text)) return undefined;
  const last = text[text.length - 1]!;
  return { at: text.length - 1, what: /[\r\n]/.test(last) ? 'a line end at the end' : `a ${isTab.test(last) ? 'tab' : 'blank'} at the end` };
}

/** The text without such blanks; a no-break one between words becomes a plain one. */
export function withoutStrayBlanks(text: string): string {
  return text
    .replace(/\u00A0/g, ' ')
    .replace(ODD_BLANK, '')
    .trim();
}
