import type { RelaySetting } from '../discover/types.ts';
import type { Entry } from '../parse/types.ts';
import { type Span, touches } from '../text/span.ts';
import { describeParameter } from './parameterHover.ts';
import { describeSetting } from './settingHover.ts';
import type { Analysis, Hover } from './types.ts';

/** What we know about the entry at an offset: the relay settings it belongs to, then the Postfix parameter it sets or names. */
export function hoverAt(analysis: Analysis, offset: number): Hover | undefined {
  const { file, settings } = analysis;
  const entry = narrowest(file.entries.filter(({ keySpan, valueSpan }) => touches(keySpan, offset) || touches(valueSpan, offset)));
  if (!entry) return undefined;
  const parameter = file.kind === 'postfix-main' ? describeParameter(entry, offset) : undefined;
  // On the name of another parameter inside a value, that parameter is the subject.
  const owners = parameter?.isReference ? [] : ownersOf(settings, entry, offset);
  const parts = [...owners.map(describeSetting), ...(parameter ? [parameter.markdown] : [])];
  if (parts.length === 0) return undefined;
  const span = parameter?.isReference ? parameter.span : placeOf(entry, offset);
  return { span, markdown: parts.join('\n\n---\n\n') };
}

/** The settings that an entry belongs to; where it holds several hosts, the one at the offset. */
function ownersOf(settings: readonly RelaySetting[], entry: Entry, offset: number): RelaySetting[] {
  const owners = settings.filter(({ entries, anchor }) => anchor === entry || entries.includes(entry));
  const pointed = owners.filter(({ host, port }) => [host, port].some((place) => place?.entry === entry && touches(place.span, offset)));
  if (pointed.length > 0) return pointed.slice(0, 1);
  const own = owners.filter(({ anchor }) => anchor === entry);
  return own.length > 0 ? own : owners;
}

function placeOf({ keySpan, valueSpan }: Entry, offset: number): Span {
  return touches(keySpan, offset) ? keySpan : valueSpan;
}

function narrowest(entries: readonly Entry[]): Entry | undefined {
  const size = ({ span }: Entry) => span.end - span.start;
  return [...entries].sort((a, b) => size(a) - size(b))[0];
}
