import type { ConfigFile, Entry } from '../parse/types.ts';

/** Settings that stand together: a `.env` file, one service's environment, one map of a YAML or JSON file. */
export interface Block {
  /** Unique in the file and stable while values change. */
  readonly id: string;
  /** Where the block stands: the keys above its entries, without the indices of list items. */
  readonly path: readonly string[];
  readonly entries: readonly Entry[];
}

/** The path of what an entry belongs to. An item of a list belongs to the list's owner, its index does not count. */
export function ownerPath(entry: Entry): readonly string[] {
  const isItem = entry.form === 'list-item' || entry.form === 'name-value' || (entry.form === 'key-only' && entry.path.length > 1);
  return entry.path.slice(0, isItem ? -2 : -1);
}

/** The identity of a place in a file, its document included. */
export function placeId(entry: Entry, path: readonly string[]): string {
  return `${entry.document ?? ''}/${path.join('/')}`;
}

/** Splits a file's entries by owner, in file order. */
export function readBlocks(file: ConfigFile): readonly Block[] {
  const blocks = new Map<string, { path: readonly string[]; entries: Entry[] }>();
  for (const entry of file.entries) {
    const path = ownerPath(entry);
    const id = placeId(entry, path);
    const block = blocks.get(id);
    if (block) block.entries.push(entry);
    else blocks.set(id, { path, entries: [entry] });
  }
  return [...blocks].map(([id, block]) => ({ id, ...block }));
}
