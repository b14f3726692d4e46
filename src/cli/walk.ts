import { type Dirent, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Folders that never hold a project's own settings. */
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules']);

/** Read even when git ignores them: keeping them out of git is what people are told to do. */
const ALWAYS_READ = /^\.env/;

/** As git sets `core.ignoreCase` on the usual file systems of these platforms. */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** The ignore files that hold for everything below `folder`. */
interface IgnoreLevel {
  readonly folder: string;
  readonly rules: Ignore;
}

export interface WalkEvents {
  /** A folder that can't be listed; the walk goes on without it. */
  onProblem(path: string, error: unknown): void;
}

/**
 * Finds the files below a folder, in a fixed order. Skips `.git` and `node_modules`, and what `.gitignore`
 * files exclude (gitignore(5)): those at and below the folder, and those above it up to the repository's
 * root. Symbolic links are not followed, so a loop can't trap the walk.
 */
export async function* walk(folder: string, events: WalkEvents): AsyncGenerator<string> {
  const above = await levelsAbove(resolve(folder));
  // Whoever names an ignored folder wants to look into it.
  const isNamedAnyway = isIgnored(`${folder}${sep}`, above);
  yield* walkFolder(folder, isNamedAnyway ? [] : above, events);
}

async function* walkFolder(folder: string, above: readonly IgnoreLevel[], events: WalkEvents): AsyncGenerator<string> {
  const entries = list(folder, events);
  const own = entries.some(({ name }) => name === '.gitignore') ? await levelOf(resolve(folder), '.gitignore') : undefined;
  const levels = own ? [...above, own] : above;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name) && !isIgnored(`${path}${sep}`, levels)) yield* walkFolder(path, levels, events);
    } else if (entry.isFile() && (ALWAYS_READ.test(entry.name) || !isIgnored(path, levels))) {
      yield path;
    }
  }
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

/** The nearest file that says anything about the path decides; within it, its last matching pattern. */
function isIgnored(given: string, levels: readonly IgnoreLevel[]): boolean {
  if (levels.length === 0) return false;
  const path = given.endsWith(sep) ? `${resolve(given)}${sep}` : resolve(given);
  for (const { folder, rules } of [...levels].reverse()) {
    const below = relative(folder, path).split(sep).join('/');
    if (below === '') continue;
    const { ignored, unignored } = rules.test(path.endsWith(sep) ? `${below}/` : below);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Outermost first. Outside a repository the folders above say nothing. */
async function levelsAbove(folder: string): Promise<IgnoreLevel[]> {
  const root = await repositoryRoot(folder);
  if (root === undefined) return [];
  const exclude = await levelOf(root, join('.git', 'info', 'exclude'));
  const levels = exclude ? [exclude] : [];
  const inside = relative(root, folder)
    .split(sep)
    .filter((part) => part !== '');
  for (let depth = 0; depth < inside.length; depth += 1) {
    const level = await levelOf(join(root, ...inside.slice(0, depth)), '.gitignore');
    if (level) levels.push(level);
  }
  return levels;
}

async function repositoryRoot(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes('.git')) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function levelOf(folder: string, name: string): Promise<IgnoreLevel | undefined> {
  try {
    return { folder, rules: ignore({ ignorecase: IGNORE_CASE }).add(await readFile(join(folder, name), 'utf8')) };
  } catch {
    // No ignore file here, or none that can be read: git goes on without it as well.
    return undefined;
  }
}
