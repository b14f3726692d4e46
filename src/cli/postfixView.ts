import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { FileFacts, FolderView } from '../discover/postfixFolder.ts';
import { INSTALLATION_FILES, isSystemFolder, nameInFolder } from '../discover/postfixPaths.ts';
import { MAX_TEXT_LENGTH } from '../parse/types.ts';
import { decode } from './readSource.ts';

/** The configuration directory around a Postfix file on this machine. */
export interface PostfixSurroundings extends FolderView {
  /** Whether a Postfix works with this folder, so that dates, rights and absences count. A copy of it elsewhere has its own. */
  readonly isLive: boolean;
  /** The name, in the folder, of the file that a setting names; undefined when it is not in there. */
  nameOf(path: string): string | undefined;
}

/** Sees the folder of a file. Texts are read from the folder alone, each once. */
export function surroundingsOf(file: string): PostfixSurroundings {
  const folder = dirname(resolve(file));
  const own = folder.split(sep).join('/');
  const isSystem = isSystemFolder(own);
  const isLive = isSystem || INSTALLATION_FILES.some((name) => statOf(resolve(folder, name)));
  const texts = new Map<string, string | undefined>();

  const nameOf = (path: string) => nameInFolder(path, own);

  return {
    path: own,
    isLive,
    nameOf,
    readText(path) {
      const name = nameOf(path);
      if (name === undefined) return undefined;
      if (!texts.has(name)) texts.set(name, readText(resolve(folder, name)));
      return texts.get(name);
    },
    stat(path) {
      if (!isLive) return undefined;
      const name = nameOf(path);
      const stats = name !== undefined ? statOf(resolve(folder, name)) : isSystem ? statOf(path) : undefined;
      return stats && factsOf(stats);
    },
  };
}

function factsOf({ mtimeMs, mode }: Stats): FileFacts {
  // Windows has no such bits and makes some up.
  return { modifiedMs: mtimeMs, ...(process.platform !== 'win32' && { mode: mode & 0o7777 }) };
}

/** Null when there is surely no such file, undefined when we may not know. */
function statOf(path: string): Stats | null | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : undefined;
  }
}

function readText(path: string): string | undefined {
  const stats = statOf(path);
  if (!stats?.isFile() || stats.size > MAX_TEXT_LENGTH) return undefined;
  try {
    const result = decode(readFileSync(path));
    return result.ok ? result.source.text : undefined;
  } catch {
    // Not for us to read: unknown, so nothing is concluded from it.
    return undefined;
  }
}
