import { type Span, span } from '../text/span.ts';
import type { Entry, ValueSegment } from './types.ts';

/** Where `value[start, end)` of an entry stands in the file. Text that was left out in between (comments, line ends) lies inside. */
export function valueSpanIn(entry: Entry, start: number, end: number): Span {
  if (!entry.segments) return span(entry.valueSpan.start + start, entry.valueSpan.start + end);
  return mapSpan(entry.segments, start, end) ?? entry.valueSpan;
}

/**
 * Maps a range of a joined text to the source; undefined when there are no segments.
 * `segments` are in order and without gaps in the joined text; the range is clamped to them.
 */
export function mapSpan(segments: readonly ValueSegment[], start: number, end: number): Span | undefined {
  const first = segments[indexAt(segments, start)];
  if (!first) return undefined;
  const from = first.source + clamp(start - first.at, first.length);
  if (end <= start) return span(from, from);
  const last = segments[indexAt(segments, end - 1)]!;
  return span(from, last.source + clamp(end - 1 - last.at, last.length - 1) + 1);
}

/** The segments of `joined[start, end)`, counted from its own beginning. */
export function sliceSegments(segments: readonly ValueSegment[], start: number, end: number): ValueSegment[] {
  const slice: ValueSegment[] = [];
  for (let index = Math.max(0, indexAt(segments, start)); index < segments.length; index += 1) {
    const segment = segments[index]!;
    if (segment.at >= end) break;
    const from = Math.max(start, segment.at);
    const to = Math.min(end, segment.at + segment.length);
    if (to > from) slice.push({ at: from - start, source: segment.source + from - segment.at, length: to - from });
  }
  return slice;
}

/** The last segment that begins at or before the offset; the first one for an offset before all. */
function indexAt(segments: readonly ValueSegment[], at: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
