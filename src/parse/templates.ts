/**
 * Template languages inside YAML and JSON (Helm, Jinja, ERB): `{{ … }}`, `{% … %}`, `<% … %>`. To a YAML or JSON
 * parser they are syntax errors, so they are covered before parsing, one character for each, and what was
 * covered is read from the original text.
 */
const OPENINGS: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
];
/** Longer than this is no template but braces that happen to pair. */
const MAX_TEMPLATE = 2000;

/** A text with its templates covered. */
export interface CoveredText {
  readonly text: string;
  /** Says whether `text[start, end)` holds covered characters. */
  isCovered(start: number, end: number): boolean;
  readonly hasTemplates: boolean;
}

/**
 * Covers templates with `fill`, one character. A line that holds nothing else becomes blanks, since it is
 * control flow (`{{- if … }}`), not a value.
 */
export function coverTemplates(text: string, fill: string): CoveredText {
  const places = findTemplates(text);
  if (places.length === 0) return { text, hasTemplates: false, isCovered: () => false };
  let covered = '';
  let at = 0;
  for (const [start, end] of places) {
    covered += text.slice(at, start) + cover(text, start, end, fill);
    at = end;
  }
  covered += text.slice(at);
  return {
    text: covered,
    hasTemplates: true,
    isCovered(start, end) {
      const next = firstEndingAfter(places, start);
      return next !== undefined && next[0] < end;
    },
  };
}

/** The first template that ends behind the offset. */
function firstEndingAfter(places: readonly (readonly [number, number])[], at: number): readonly [number, number] | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]![1] > at) high = middle;
    else low = middle + 1;
  }
  return places[low];
}

function findTemplates(text: string): [number, number][] {
  const places: [number, number][] = [];
  for (const [open, close] of OPENINGS) {
    let end = -1;
    for (let at = text.indexOf(open); at !== -1; at = text.indexOf(open, at)) {
      const from = at + open.length;
      if (end < from) end = text.indexOf(close, from);
      if (end === -1) break;
      if (isTemplate(text, from, end)) {
        at = end + close.length;
        places.push([from - open.length, at]);
      } else at = from;
    }
  }
  places.sort((a, b) => a[0] - b[0]);
  return places.filter(([start], index) => index === 0 || start >= places[index - 1]![1]);
}

/** A template ends on its line; only a comment (`{{/* … *\/}}`) may run on. */
function isTemplate(text: string, from: number, end: number): boolean {
  if (end - from > MAX_TEMPLATE) return false;
  const inside = text.slice(from, end);
  return !inside.includes('\n') || /^-?\s*(\/\*|!--|#)/.test(inside);
}

function cover(text: string, start: number, end: number, fill: string): string {
  const isAlone = /(^|\n)[ \t]*$/.test(text.slice(Math.max(0, start - 200), start)) && /^[ \t]*(\r?\n|$)/.test(text.slice(end, end + 200));
  const mark = isAlone ? ' ' : fill;
  return text.slice(start, end).replace(/[^\r\n]/g, mark);
}
