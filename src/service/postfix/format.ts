import { overlaps, type Span, type TextEdit } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { formatMain } from './formatMain.ts';
import { formatMaster } from './formatMaster.ts';
import { endOfText, type FormatOptions, tidyBlankLines, trimEnd } from './layout.ts';
import { asMain, asMaster } from './sources.ts';

/**
 * The edits that bring a main.cf or master.cf into shape; with `within` only those that touch it. What Postfix reads
 * stays the same (`postconf -n`, `postconf -M`), comments stay where they are, lines with mistakes stay as they are.
 */
export function formatEdits({ file }: Analysis, options: FormatOptions, within?: Span): TextEdit[] {
  const main = asMain(file);
  const master = asMaster(file);
  if (!main && !master) return [];
  const { text } = file;
  const last = endOfText(text);
  const comments = file.comments.flatMap(({ span }) => {
    const feed = text.indexOf('\n', span.start);
    const end = feed === -1 ? text.length : feed;
    return trimEnd(text, { start: span.start, end: text[end - 1] === '\r' ? end - 1 : end });
  });
  const shaped = [...(main ? formatMain(main, options) : []), ...(master ? formatMaster(master) : []), ...comments];
  // What is done to the end of the file takes the blanks of its last line along.
  const edits = [...shaped.filter(({ span }) => span.end <= last), ...tidyBlankLines(text)].sort((a, b) => a.span.start - b.span.start);
  return within ? edits.filter(({ span }) => overlaps(span, within) || overlaps(within, span)) : edits;
}
