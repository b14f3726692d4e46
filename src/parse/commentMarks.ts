import { iniDialect } from './iniDialect.ts';
import type { ConfigFile, FileKind } from './types.ts';

const SLASHES: ReadonlySet<FileKind> = new Set<FileKind>(['json', 'javascript', 'typescript', 'tsx', 'php', 'go']);

/** What opens and closes a comment on a line of its own. Strict JSON has none; these are JSONC's. */
export function commentMarks({ kind, path, text }: Pick<ConfigFile, 'kind' | 'path' | 'text'>): readonly [open: string, close: string] {
  if (SLASHES.has(kind)) return ['//', ''];
  if (kind === 'xml') return ['<!--', ' -->'];
  return [kind === 'ini' && !iniDialect(path, text).comments.startsWith('#') ? ';' : '#', ''];
}
