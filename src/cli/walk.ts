import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Folders that never hold a project's own settings. */
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules']);

/** Read even when git ignores them: keeping them out of git is what people are told to do. */
const ALWAYS_READ = /^\.env/;

/** As git sets `core.ignoreCase` on the usual file systems of these platforms. */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** The ignore files that hold for everything below a folder. */
interface IgnoreLevel {
  /** The folder, with a separator at its end. */
  readonly prefix: string;
  readonly rules: Ignore;
}

export interface WalkEvents {
  /** A folder that can't be listed; the walk goes on without it. */
  onProblem(path: string, error: unknown): void;
}

/** A folder on the way down, and how far it has been walked. */
interface Frame {
  readonly entries: readonly Dirent[];
  next: number;
  /** What stands before the names in it: as the caller calls the folder, and in full. */
  readonly prefix: string;
  readonly whole: string;
  readonly levels: readonly IgnoreLevel[];
}

/**
 * Finds the files below a folder, in a fixed order. Skips `.git` and `node_modules`, and what `.gitignore`
 * files exclude (gitignore(5)): those at and below the folder, and those above it up to the repository's
 * root. Symbolic links are not followed, so a loop can't trap the walk.
 */
export function* walk(folder: string, events: WalkEvents): Generator<string> {
  const whole = withSeparator(resolve(folder));
  const above = levelsAbove(resolve(folder));
  // Whoever names an ignored folder wants to look into it.
  const frames = [open(folder, join(folder, 'x').slice(0, -1), whole, isIgnored(whole, above) ? [] : above, events)];
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const entry = frame.entries[frame.next];
    frame.next += 1;
    if (!entry) {
      frames.pop();
      continue;
    }
    const { name } = entry;
    const { prefix, levels } = frame;
    if (entry.isDirectory()) {
      const below = frame.whole + name + sep;
      if (!SKIPPED_FOLDERS.has(name) && !isIgnored(below, levels)) frames.push(open(prefix + name, prefix + name + sep, below, levels, events));
    } else if (entry.isFile() && (levels.length === 0 || ALWAYS_READ.test(name) || !isIgnored(frame.whole + name, levels))) {
      yield prefix + name;
    }
  }
}

function open(folder: string, prefix: string, whole: string, above: readonly IgnoreLevel[], events: WalkEvents): Frame {
  const entries = list(folder, events);
  const own = entries.some(({ name }) => name === '.gitignore') ? levelOf(whole, '.gitignore') : undefined;
  return { entries, next: 0, prefix, whole, levels: own ? [...above, own] : above };
}

function list(folder: string, events: WalkEvents): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    events.onProblem(folder, error);
    return [];
  }
}

/** The nearest file that says anything about the path decides; within it, its last matching pattern. Takes a path in full; that of a folder ends with a separator. */
function isIgnored(path: string, levels: readonly IgnoreLevel[]): boolean {
  for (let at = levels.length - 1; at >= 0; at -= 1) {
    const { prefix, rules } = levels[at]!;
    const below = path.slice(prefix.length);
    if (below === '') continue;
    const { ignored, unignored } = rules.test(sep === '/' ? below : below.split(sep).join('/'));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Outermost first. Outside a repository the folders above say nothing. */
function levelsAbove(folder: string): IgnoreLevel[] {
  const root = repositoryRoot(folder);
  if (root === undefined) return [];
  const exclude = levelOf(withSeparator(root), join('.git', 'info', 'exclude'));
  const levels = exclude ? [exclude] : [];
  const inside = relative(root, folder)
    .split(sep)
    .filter((part) => part !== '');
  for (let depth = 0; depth < inside.length; depth += 1) {
    const level = levelOf(withSeparator(join(root, ...inside.slice(0, depth))), '.gitignore');
    if (level) levels.push(level);
  }
  return levels;
}

function repositoryRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isThere(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // In a folder that we may not look into.
    return false;
  }
}

/** Roots have one already. */
const withSeparator = (folder: string) => (folder.endsWith(sep) ? folder : folder + sep);

function levelOf(prefix: string, name: string): IgnoreLevel | undefined {
  try {
    return { prefix, rules: ignore({ ignorecase: IGNORE_CASE }).add(readFileSync(prefix + name, 'utf8')) };
  } catch {
    // No ignore file here, or none that can be read: git goes on without it as well.
    return undefined;
  }
}
