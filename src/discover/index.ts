import { embeddedFiles } from '../parse/embedded.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { compareSpans } from '../text/span.ts';
import { withEmbeddedMain } from './embeddedMain.ts';
import { fromPostfix } from './fromPostfix.ts';
import { fromPostfixMap } from './fromPostfixMap.ts';
import { type Match, settingsOf } from './fromProfile.ts';
import { matchByWords } from './heuristics.ts';
import { createPostfixFolder, type PostfixFolder } from './postfixFolder.ts';
import { createPostfixMain, type PostfixMain } from './postfixMain.ts';
import { matchProfiles } from './profileMatch.ts';
import type { RelaySetting } from './types.ts';
import { ValueReader } from './values.ts';

/**
 * The outgoing mail servers that a file configures, in file order. Known apps are read by their own rules
 * (data/appProfiles.ts), other keys by the words in their names. Never throws; a file without mail settings
 * has none. Who has read the parameters of a main.cf already, or sees the folder around a table, passes them on.
 */
export function discoverRelays(file: ConfigFile, postfix?: PostfixMain, folder?: PostfixFolder): readonly RelaySetting[] {
  if (file.kind === 'postfix-master') return [];
  if (file.kind === 'postfix-map') return fromPostfixMap(file, folder ?? createPostfixFolder(file));
  if (file.kind === 'postfix-main') return fromPostfix(file, postfix ?? createPostfixMain(file));
  const settings = withEmbeddedMain(file, withoutEchoes([file, ...embeddedFiles(file)].flatMap(discoverIn)));
  const ordered = settings.sort((a, b) => compareSpans(a.anchor.keySpan, b.anchor.keySpan));
  // A file's only relay needs no name.
  return ordered.length === 1 ? ordered.map((setting) => ({ ...setting, scope: '' })) : ordered;
}

/** The keys that lead to a mail server, by the app that reads them, known or made up of words; the settings come from these. */
export function relayMatches(file: ConfigFile, reader = new ValueReader(file)): readonly Match[] {
  const known = matchProfiles(file);
  const claimed = new Set<Entry>(known.flatMap((match) => [...match.found.values()]));
  return [...known, ...matchByWords(file, claimed, reader)];
}

/** YAML's anchors make one text appear in several places: of settings with the same server at the same offset, the fullest counts. */
function withoutEchoes(settings: readonly RelaySetting[]): RelaySetting[] {
  const kept = new Map<string, RelaySetting>();
  for (const setting of settings) {
    const place = `${setting.anchor.keySpan.start} ${setting.anchor.valueSpan.start} ${setting.host?.span.start ?? ''}`;
    const rival = kept.get(place);
    if (!rival || setting.entries.length > rival.entries.length) kept.set(place, setting);
  }
  return [...kept.values()];
}

function discoverIn(file: ConfigFile): readonly RelaySetting[] {
  const reader = new ValueReader(file);
  return relayMatches(file, reader).flatMap((match) => settingsOf(file, match, reader));
}
