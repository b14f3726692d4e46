import { type Span, span } from '../text/span.ts';
import type { TreeScalar } from './tree.ts';
import { ValueText } from './valueText.ts';

const MEANINGS: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b', '"': '"', '\\': '\\' };
const HEX_WIDTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a valid TOML string with its quotes at `outer` (toml.io/en/v1.1.0#string). The value's place is without quotes. */
export function readTomlString(text: string, outer: Span, isMultiline: boolean): Pick<TreeScalar, 'value' | 'span' | 'quote' | 'segments'> {
  const width = isMultiline ? 3 : 1;
  const inner = span(outer.start + width, outer.end - width);
  const quote = text[outer.start] === "'" ? "'" : '"';
  const start = isMultiline ? afterNewline(text, inner.start) : inner.start;
  const value = new ValueText(text);
  if (quote === "'") value.keep(start, inner.end);
  else resolve(text, start, inner.end, value);
  return { ...value.read(inner.start, inner.end), span: inner, quote };
}

/** The line end right behind the opening quotes is no part of the value. */
function afterNewline(text: string, at: number): number {
  if (text[at] === '\n') return at + 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at;
}

function resolve(text: string, start: number, end: number, value: ValueText): void {
  let plain = start;
  for (let at = text.indexOf('\\', start); at !== -1 && at < end; at = text.indexOf('\\', plain)) {
    value.keep(plain, at);
    const next = text[at + 1] ?? '';
    const width = HEX_WIDTH[next];
    if (width !== undefined) {
      const code = Number.parseInt(text.slice(at + 2, at + 2 + width), 16);
      value.add(code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');
      plain = at + 2 + width;
    } else if (MEANINGS[next] !== undefined) {
      if (MEANINGS[next] === next) value.keep(at + 1, at + 2);
      else value.add(MEANINGS[next]);
      plain = at + 2;
    } else {
      // A backslash at the end of a line takes all blanks and line ends behind it along.
      plain = at + 1;
      while (plain < end && /\s/.test(text[plain]!)) plain += 1;
    }
  }
  value.keep(plain, end);
}
