import type { RelaySetting } from '../discover/types.ts';
import { type Span, touches } from '../text/span.ts';
import type { Analysis } from './types.ts';

/**
 * The relay setting that an offset belongs to: the one whose host, port or entry is there, else the one whose lines
 * are around it, else the last one above it in the same paragraph.
 */
export function settingAt({ file, settings }: Analysis, offset: number): RelaySetting | undefined {
  return (
    settings.find((setting) => [setting.host, setting.port].some((place) => place && touches(place.span, offset))) ??
    settings.find(({ anchor }) => isInside(anchor.span, offset)) ??
    settings.find(({ entries }) => entries.some(({ span }) => isInside(span, offset))) ??
    settings.find((setting) => isInside(reachOf(setting), offset)) ??
    [...settings].reverse().find((setting) => isBelow(file.text, reachOf(setting), offset))
  );
}

/** From an entry's first character to the end of its last line; the place after it belongs to the next line. */
function isInside({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}

function reachOf({ entries, anchor }: RelaySetting): Span {
  const all = [anchor, ...entries];
  return { start: Math.min(...all.map(({ span }) => span.start)), end: Math.max(...all.map(({ span }) => span.end)) };
}

function isBelow(text: string, reach: Span, offset: number): boolean {
  return reach.end <= offset && !/\n[ \t\r]*\n/.test(text.slice(reach.end - 1, offset));
}
