import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readGitIndex } from '../discover/gitIndex.ts';

/** A larger index than this is not read: nobody should wait for it. */
const LARGEST = 64 * 1024 * 1024;

/** What was read of one repository's index, and the file as it was then. */
interface Known {
  readonly modifiedMs: number;
  readonly size: number;
  readonly names: ReadonlySet<string> | undefined;
}

const MAX_KNOWN = 20;
const known = new Map<string, Known>();

/**
 * Whether git has a file in the index of the repository around it; undefined outside of one and where the index can't be
 * read. Asks the file system alone and starts no program; an index is read again once it has changed.
 */
export function isTrackedByGit(path: string): boolean | undefined {
  const whole = resolve(path);
  for (let folder = dirname(whole); ; folder = dirname(folder)) {
    const git = gitFolderOf(folder);
    if (git !== undefined) return namesIn(join(git, 'index'))?.has(relative(folder, whole).split(sep).join('/'));
    if (dirname(folder) === folder) return undefined;
  }
}

/** `.git` of a repository, or where the file of that name points to in a worktree or submodule (gitrepository-layout(5)). */
function gitFolderOf(folder: string): string | undefined {
  const path = join(folder, '.git');
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return path;
    const target = stats.size < 10_000 ? /^gitdir: (.+?)\s*$/m.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
    return target === undefined ? undefined : resolve(folder, target);
  } catch {
    // Nothing of that name here: the repository may begin further up.
    return undefined;
  }
}

function namesIn(path: string): ReadonlySet<string> | undefined {
  try {
    const { mtimeMs: modifiedMs, size } = statSync(path);
    const before = known.get(path);
    if (before?.modifiedMs === modifiedMs && before.size === size) return before.names;
    const names = size > LARGEST ? undefined : readGitIndex(readFileSync(path));
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(path, { modifiedMs, size, names });
    return names;
  } catch {
    // A repository without an index has nothing in it yet.
    return new Set();
  }
}
