import { type Span, span } from '../text/span.ts';
import type { Entry, Quote } from './types.ts';
import { ValueText } from './valueText.ts';

/** What ends a word, and what a backslash means in it. */
export interface WordRules {
  /** Whether the word ends at an offset that is in no quotes. */
  ends(text: string, at: number): boolean;
  /** Resolves what the backslash at an offset begins, in `quote` or outside of quotes, and returns where it ends. */
  escape(text: string, at: number, value: ValueText, quote: Quote): number;
  /** Other pairs of characters with one meaning, by the first one: systemd's `%%`. */
  readonly doubled?: string;
}

/** A part of a word that quotes may surround. */
export interface WordText extends Pick<Entry, 'value' | 'quote' | 'segments'> {
  /** Without quotes where they surround all of it. */
  readonly valueSpan: Span;
  /** Behind the closing quote. */
  readonly end: number;
  readonly isUnterminated: boolean;
}

/** Reads a word on to its end, at most to `stop`. `open` is the quote that already stands before it. */
export function readWord(text: string, start: number, stop: number, rules: WordRules, open: Quote = ''): WordText {
  const value = new ValueText(text);
  let quote: Quote = open;
  let closings = 0;
  let at = start;
  while (at < stop && (quote !== '' || !rules.ends(text, at))) {
    const character = text[at]!;
    if (character === quote) {
      quote = '';
      closings += 1;
      at += 1;
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      at += 1;
    } else if (character === '\\') at = Math.min(stop, rules.escape(text, at, value, quote));
    else {
      value.keep(at, at + 1);
      at += character === rules.doubled && text[at + 1] === character ? 2 : 1;
    }
  }
  const isUnterminated = quote !== '';
  const mark = open || (text[start] === '"' || text[start] === "'" ? (text[start] as Quote) : '');
  const inner = open ? start : start + 1;
  const isWhole = mark !== '' && (isUnterminated ? closings === 0 : closings === 1 && text[at - 1] === mark && at > inner);
  const place = isWhole ? span(inner, isUnterminated ? at : at - 1) : span(start, at);
  return { ...value.read(place.start, place.end), valueSpan: place, quote: isWhole ? mark : '', end: at, isUnterminated };
}
