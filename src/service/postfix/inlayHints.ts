import { contains, type Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { defaultHere } from './defaultWords.ts';
import { isShowable } from './showable.ts';
import { referencesIn } from './subject.ts';

/** Text that the editor shows between the characters of the file. */
export interface InlayHint {
  readonly offset: number;
  readonly text: string;
}

const LENGTH = 40;

const clipped = (text: string) => (text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text);

/** The value behind each `$name`, and the default that an empty setting takes the place of, within a part of the file. */
export function inlayHintsOf(analysis: Analysis, within: Span): InlayHint[] {
  const { folder, file } = analysis;
  const hints: InlayHint[] = [];
  for (const entry of file.entries) {
    if (!contains(within, entry.keySpan) && !contains(within, entry.valueSpan)) continue;
    for (const { name, span } of referencesIn(entry)) {
      const effective = folder?.parameters?.get(name);
      if (!effective?.isKnown || !isShowable(name, effective.value) || !isShowable(entry.key, entry.value)) continue;
      const value = effective.value.replaceAll(/\s+/g, ' ').trim();
      // A brace belongs to the name.
      const offset = file.text[span.end] === '}' || file.text[span.end] === ')' ? span.end + 1 : span.end;
      hints.push({ offset, text: value === '' ? '= empty' : `= ${clipped(value)}` });
    }
    const fallback = entry.value === '' ? defaultHere(analysis, entry.key)?.value : undefined;
    if (fallback) hints.push({ offset: entry.valueSpan.end, text: `empty, default ${clipped(fallback)}` });
  }
  return hints;
}
