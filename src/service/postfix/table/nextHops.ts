import { isSameFile } from '../../../discover/postfixFolder.ts';
import { type NextHop, nextHops } from '../../../discover/postfixNextHops.ts';
import { readTables, type TableRow } from '../../../discover/postfixTable.ts';
import { hostOfKey } from '../../../rules/support/tableRows.ts';
import { type Span, touches } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import type { Place } from '../occurrences.ts';

/** A place that names a next hop: to send mail there (`use`), or as the key of what is to happen there. */
export interface HopPlace extends Place {
  readonly role: 'use' | 'passwords' | 'tls-policy';
  /** As written. */
  readonly text: string;
  /** Without brackets and port, in lower case. */
  readonly host: string;
  /** The parameter that says it, or whose table does. */
  readonly parameter: string;
}

/** The place as seen from the analysed file, which has no name there. */
export function placeIn({ file }: Analysis, path: string, span: Span): Place {
  const isOwn =
    (file.kind === 'postfix-main' && path === 'main.cf') ||
    (file.kind === 'postfix-master' && path === 'master.cf') ||
    (file.kind === 'postfix-map' && isSameFile(path, file.path));
  return isOwn ? { span } : { path, span };
}

const seen = new WeakMap<Analysis, readonly HopPlace[]>();

/** Every place in main.cf and the tables it names that stands for a next hop; empty where main.cf can't be seen. */
export function hopPlaces(analysis: Analysis): readonly HopPlace[] {
  const known = seen.get(analysis);
  if (known) return known;
  const { folder } = analysis;
  const main = folder?.parameters;
  if (!folder || !main) return [];
  const uses = nextHops(folder, main).hops.flatMap((hop) => useOf(analysis, hop));
  const keys = [['passwords', 'smtp_sasl_password_maps'] as const, ['tls-policy', 'smtp_tls_policy_maps'] as const].flatMap(([role, parameter]) =>
    (readTables(folder, main, parameter)?.rows ?? []).flatMap(({ path, key, keySpan }): HopPlace[] => {
      const host = key.includes('@') ? undefined : hostOfKey(key);
      return host ? [{ ...placeIn(analysis, path, keySpan), role, text: key, host, parameter }] : [];
    }),
  );
  const places = unique([...uses, ...keys]);
  seen.set(analysis, places);
  return places;
}

function useOf(analysis: Analysis, { text, destination: { host, span, problems }, entry, span: inMain, row }: NextHop): HopPlace[] {
  if (!host || host.isTemplated || problems.length > 0) return [];
  const place = row ? placeIn(analysis, row.path, inRow(row, text, span)) : placeIn(analysis, 'main.cf', inMain);
  return [{ ...place, role: 'use', text, host: host.text.toLowerCase(), parameter: entry.key }];
}

/** Where a next hop stands in a row: before it may be a transport. */
function inRow({ value, valueSpan }: TableRow, text: string, { start }: Span): Span {
  const at = value.indexOf(text, start);
  if (at === -1 || valueSpan.end - valueSpan.start !== value.length) return valueSpan;
  return { start: valueSpan.start + at, end: valueSpan.start + at + text.length };
}

/** Several transports may lead to one place. */
function unique(places: readonly HopPlace[]): HopPlace[] {
  return [...new Map(places.map((place) => [`${place.role} ${place.path ?? ''} ${place.span.start}`, place])).values()];
}

/** The place of a next hop at an offset of the analysed file. */
export function hopAt(analysis: Analysis, offset: number): HopPlace | undefined {
  return hopPlaces(analysis).find(({ path, span }) => path === undefined && touches(span, offset));
}

/** Says whether a key is found for a use: passwords by the host alone or the next hop as written, policies by the latter (smtp_sasl_glue.c, smtp_tls_policy.c). */
function serves(key: HopPlace, use: HopPlace): boolean {
  const text = key.text.toLowerCase();
  return text === use.text.toLowerCase() || (key.role === 'passwords' && text === use.host);
}

/** The keys that are found for a use, the account first. */
export function keysFor(analysis: Analysis, use: HopPlace): HopPlace[] {
  return hopPlaces(analysis).filter((place) => place.role !== 'use' && serves(place, use));
}

/** The uses for which a key is found. */
export function usesOf(analysis: Analysis, key: HopPlace): HopPlace[] {
  return hopPlaces(analysis).filter((place) => place.role === 'use' && serves(key, place));
}

/** Where a next hop leads: from a use to its account, else its policy, else the key that was probably meant; from a key to its uses. */
export function hopDefinitions(analysis: Analysis, place: HopPlace): HopPlace[] {
  if (place.role !== 'use') return usesOf(analysis, place);
  const keys = keysFor(analysis, place);
  const accounts = keys.filter(({ role }) => role === 'passwords');
  if (accounts.length > 0) return accounts;
  return keys.length > 0 ? keys : hopPlaces(analysis).filter(({ role, host }) => role === 'passwords' && host === place.host);
}

/** All places that have to do with the same next hop. */
export function hopFamily(analysis: Analysis, place: HopPlace): HopPlace[] {
  const text = place.text.toLowerCase();
  const uses =
    place.role === 'use' ? hopPlaces(analysis).filter((other) => other.role === 'use' && other.text.toLowerCase() === text) : usesOf(analysis, place);
  const keys = distinctHops(uses).flatMap((use) => keysFor(analysis, use));
  return [...new Set([...(place.role === 'use' ? [] : [place]), ...uses, ...keys])];
}

/** One place for each next hop: thousands of lines may lead to the same. */
export function distinctHops(places: readonly HopPlace[]): HopPlace[] {
  return [...new Map([...places].reverse().map((place) => [place.text.toLowerCase(), place])).values()].reverse();
}
