import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import type { Fix } from '../types.ts';

/** An entry that belongs to a mail setting. */
export interface MailEntry {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** The entries of a file's mail settings, each once, with the first setting that it belongs to. */
export function* mailEntries(settings: readonly RelaySetting[]): Generator<MailEntry> {
  const seen = new Set<Entry>();
  for (const setting of settings) {
    for (const entry of setting.entries) {
      if (seen.has(entry)) continue;
      seen.add(entry);
      yield { setting, entry };
    }
  }
}

/** Double quotes around a plain number or boolean: the value stays as it is written, and becomes text. */
export function quoteFix(name: string, { start, end }: Span): Fix {
  const mark = (at: number) => ({ span: span(at, at), newText: '"' });
  return { title: `Put the value of ${name} in quotes`, safety: 'safe', isPreferred: true, edits: [mark(start), mark(end)] };
}
