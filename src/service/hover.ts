import type { PostfixMeanings } from '../data/postfixMeanings.ts';
import type { RelaySetting } from '../discover/types.ts';
import type { Entry } from '../parse/types.ts';
import { type Span, touches } from '../text/span.ts';
import { subjectHover } from './postfix/hover.ts';
import { describeSetting } from './settingHover.ts';
import type { Analysis, Hover } from './types.ts';

/** What apps make of their keys; loaded with the first hover in a file of an app. */
export interface KeyWords {
  explainEntry(setting: RelaySetting, entry: Entry): string | undefined;
  explainUnused(settings: readonly RelaySetting[], entry: Entry): string | undefined;
}

/** The words that a file's hovers need. */
export interface HoverWords {
  /** For Postfix files. */
  readonly meanings?: PostfixMeanings;
  /** For all others. */
  readonly keys?: KeyWords;
}

/** What we know about a place: what Postfix or the app makes of it, and the relay settings that its entry belongs to. */
export function hoverAt(analysis: Analysis, offset: number, { meanings, keys }: HoverWords): Hover | undefined {
  const { file, settings } = analysis;
  // What stands in a file inside this one is known from its settings.
  const entries = file.kind.startsWith('postfix-') ? file.entries : [...settings.flatMap((setting) => setting.entries), ...file.entries];
  const entry = narrowest(entries.filter(({ keySpan, valueSpan }) => touches(keySpan, offset) || touches(valueSpan, offset)));
  const subject = meanings && subjectHover(analysis, offset, meanings);
  // On a name or a word inside a value, that is the subject.
  const owners = subject?.isPart || !entry ? [] : ownersOf(settings, entry, offset).filter(isSomewhere);
  // Beside words that mean something, the value speaks for its setting.
  const own = meanings && entry && !subject ? subjectHover(analysis, entry.keySpan.start, meanings) : subject;
  const relays = owners.map(describeSetting);
  const meaning = own ? [own.markdown] : entry && keys ? wordsOfApp(keys, settings, owners, entry) : [];
  // Who points at the host asks for the relay; who points at another of its parameters, for that one.
  const parts = entry && owners.some(({ anchor }) => anchor === entry) ? [...relays, ...meaning] : [...meaning, ...relays];
  if (parts.length === 0) return undefined;
  const span = subject?.isPart ? subject.span : entry ? placeOf(entry, offset) : own!.span;
  return { span, markdown: parts.join('\n\n---\n\n') };
}

function wordsOfApp(keys: KeyWords, settings: readonly RelaySetting[], owners: readonly RelaySetting[], entry: Entry): string[] {
  const [owner] = owners;
  const words = (owner && keys.explainEntry(owner, entry)) ?? keys.explainUnused(settings, entry);
  return words === undefined ? [] : [words];
}

/** Mail that goes straight to its receivers has no relay to tell about. */
function isSomewhere({ profile, host }: RelaySetting): boolean {
  return profile !== 'postfix' || (host?.value ?? '') !== '';
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
