import { ownerPath, placeId, readBlocks } from '../../discover/blocks.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';

const knownBlocks = new WeakMap<ConfigFile, ReadonlyMap<string, readonly Entry[]>>();

/** All that stands in the same map, environment or file as a setting, its own entries included. */
export function entriesBeside({ file, anchor }: RelaySetting): readonly Entry[] {
  return blockOf(file, anchor);
}

/** All that stands in the same map, environment or file as an entry. */
export function blockOf(file: ConfigFile, entry: Entry): readonly Entry[] {
  const known = knownBlocks.get(file) ?? new Map(readBlocks(file).map(({ id, entries }) => [id, entries]));
  knownBlocks.set(file, known);
  return known.get(placeId(entry, ownerPath(entry))) ?? [];
}

/** An entry under the name that it has below some map: `tls.minVersion`. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: Entry;
}

/**
 * All that stands in the map that has the setting's host, or in a map inside it, by the name from there on; the same
 * whether a file nests its maps or writes them with dots.
 */
export function entriesBelow({ file, anchor }: RelaySetting): readonly NamedEntry[] {
  const path = dotted(anchor);
  const base = path.slice(0, path.lastIndexOf('.') + 1);
  return file.entries.flatMap((entry) => {
    const own = dotted(entry);
    return entry.document === anchor.document && own.startsWith(base) ? [{ name: own.slice(base.length), entry }] : [];
  });
}

const dotted = ({ path }: Entry) => path.join('.');
