import type { Span } from '../../text/span.ts';
import type { Output } from './output.ts';

/** Characters of the rest that the warning shows. */
const SHOWN = 20;

/** Since 3.8 a token that begins with `#` ends a list, with a warning (mystrtok_cw). `end` is the end of the text that is split. */
export function endsList(text: string, token: Span, end: number, file: string, output: Output): boolean {
  if (text[token.start] !== '#') return false;
  const rest = text.slice(Math.min(token.end + 1, end), end).slice(0, SHOWN);
  output.warn(`${file}: #comment after other text is not allowed: ${text.slice(token.start, token.end)} ${rest}...`);
  return true;
}
