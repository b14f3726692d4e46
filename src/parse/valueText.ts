import type { ValueSegment } from './types.ts';

/** A value put together from pieces of the source and from what escapes stand for. */
export class ValueText {
  value = '';
  readonly segments: ValueSegment[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes `text[start, end)` over as it stands. */
  keep(start: number, end: number): void {
    if (end <= start) return;
    const last = this.segments.at(-1);
    if (last && last.source + last.length === start && last.at + last.length === this.value.length) {
      this.segments[this.segments.length - 1] = { ...last, length: last.length + end - start };
    } else this.segments.push({ at: this.value.length, source: start, length: end - start });
    this.value += this.#text.slice(start, end);
  }

  /** Adds what the source says in other words. */
  add(meaning: string): void {
    this.value += meaning;
  }

  /** Takes back what was added behind a length. */
  cut(length: number): void {
    this.value = this.value.slice(0, length);
    while (this.segments.length > 0 && this.segments.at(-1)!.at >= length) this.segments.pop();
    const last = this.segments.at(-1);
    if (last && last.at + last.length > length) this.segments[this.segments.length - 1] = { ...last, length: length - last.at };
  }

  /** The value, with its segments where it is not simply the text between `start` and `end`. */
  read(start: number, end: number): { readonly value: string; readonly segments?: readonly ValueSegment[] } {
    const isPlain = this.value.length === end - start && (this.value === '' || this.segments[0]?.length === this.value.length);
    return isPlain ? { value: this.value } : { value: this.value, segments: this.segments };
  }
}
