import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { FileFacts, FolderView } from '../discover/postfixFolder.ts';
import { namedTables } from '../discover/postfixMapUse.ts';
import { INSTALLATION_FILES, isSystemFolder, nameInFolder } from '../discover/postfixPaths.ts';
import { type FileKind, MAX_TEXT_LENGTH } from '../parse/types.ts';
import { decode } from './readSource.ts';

/** The configuration directory around a Postfix file on this machine. */
export interface PostfixSurroundings extends FolderView {
  /** Whether a Postfix works with this folder, so that dates, rights and absences count. A copy of it elsewhere has its own. */
  readonly isLive: boolean;
  /** Whether that is so by its place alone. */
  readonly isSystem: boolean;
  /** The name, in the folder, of the file that a setting names; undefined when it is not in there. */
  nameOf(path: string): string | undefined;
}

/**
 * Sees the folder of a file or, for a table below the one with main.cf, as in `/etc/postfix/sasl`, that one. Texts are
 * read from the folder alone, each once.
 */
export function surroundingsOf(file: string, kind: FileKind): PostfixSurroundings {
  const folder = (kind === 'postfix-map' ? folderWithMain(file) : undefined) ?? dirname(resolve(file));
  const own = folder.split(sep).join('/');
  const isSystem = isSystemFolder(own);
  const isLive = isSystem || INSTALLATION_FILES.some((name) => statOf(resolve(folder, name)));
  const texts = new Map<string, string | undefined>();

  const nameOf = (path: string) => nameInFolder(path, own);

  return {
    path: own,
    isLive,
    isSystem,
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

/** What rules may know of a file. */
export function factsOf({ mtimeMs, mode }: Stats): FileFacts {
  // Windows has no such bits and makes some up.
  return { modifiedMs: mtimeMs, ...(process.platform !== 'win32' && { mode: mode & 0o7777 }) };
}

/** The folder of a file or the one above, whichever has a main.cf first. */
function folderWithMain(file: string, hasMain = (folder: string) => Boolean(statOf(resolve(folder, 'main.cf')))): string | undefined {
  const own = dirname(resolve(file));
  return [own, dirname(own)].find(hasMain);
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

/** The text of a file; undefined when there is none that can be read. */
export function readText(path: string): string | undefined {
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

/** Tells tables whose names say nothing: by the main.cf beside them or above, which is read once per folder. */
export function createTableFinder(): (path: string) => boolean {
  const tests = new Map<string, ((path: string) => boolean) | undefined>();
  const withMain = new Map<string, boolean>();
  const hasMain = (folder: string) => {
    const known = withMain.get(folder) ?? Boolean(statOf(resolve(folder, 'main.cf')));
    withMain.set(folder, known);
    return known;
  };
  return (path) => {
    const own = dirname(path);
    if (!tests.has(own)) {
      const folder = folderWithMain(path, hasMain);
      tests.set(own, folder === undefined ? undefined : namedTables(readText(resolve(folder, 'main.cf')) ?? ''));
    }
    return tests.get(own)?.(resolve(path).split(sep).join('/')) ?? false;
  };
}
