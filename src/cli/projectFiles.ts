import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { PACKAGE_FILES } from '../data/packageFiles.ts';
import type { FileFacts } from '../discover/postfixFolder.ts';
import { createProject, type Project } from '../discover/project.ts';
import { isTrackedByGit } from './gitTracked.ts';
import { factsOf, readText } from './postfixView.ts';

/** Lock files are long, and only searched. */
const MAX_LOCK_BYTES = 32_000_000;
const LOCK_FILES: ReadonlySet<string> = new Set(PACKAGE_FILES.map(({ file }) => file));

/** What lies around the files of a run. Each text is read once, each folder looked at once. */
export interface ProjectFiles {
  /**
   * The surroundings of a file, seen up to the root of its repository; outside of one, up to `operand`, the folder that was
   * asked for, or else its own folder.
   */
  of(path: string, operand?: string): Project;
  /** Reads a file anew when it is asked for again: it has been written. */
  forget(path: string): void;
}

export function createProjectFiles(): ProjectFiles {
  const texts = new Map<string, string | undefined>();
  const roots = new Map<string, string | undefined>();
  const projects = new Map<string, Project>();
  const isMissing = createAbsence();

  function textOf(path: string): string | undefined {
    if (!texts.has(path)) texts.set(path, LOCK_FILES.has(path.slice(path.lastIndexOf(sep) + 1)) ? readLock(path) : readText(path));
    return texts.get(path);
  }

  function repositoryOf(folder: string): string | undefined {
    if (!roots.has(folder)) {
      const above = dirname(folder);
      roots.set(
        folder,
        !isMissing(withSeparator(folder), '.git') && isThere(join(folder, '.git')) ? folder : above === folder ? undefined : repositoryOf(above),
      );
    }
    return roots.get(folder);
  }

  return {
    of(path, operand) {
      const folder = dirname(resolve(path));
      const root = repositoryOf(folder) ?? (operand === undefined ? folder : resolve(operand));
      const key = `${root}\0${folder}`;
      let project = projects.get(key);
      if (!project) {
        const above = foldersUpTo(root, folder);
        const readBelow = (name: string) => {
          const plain = PLAIN_NAME.exec(name);
          if (plain) {
            const prefix = above[plain[1]!.length / 3];
            return prefix === undefined || isMissing(prefix, plain[2]!) ? undefined : textOf(prefix + plain[2]!);
          }
          const asked = resolve(folder, name);
          return isBelow(asked, root) ? textOf(asked) : undefined;
        };
        project = createProject({
          path: folder.split(sep).join('/'),
          readText: readBelow,
          stat: (name) => factsBelow(resolve(folder, name), root),
          isTracked: (name) => isTrackedByGit(resolve(folder, name)),
        });
        projects.set(key, project);
      }
      return project;
    },
    forget(path) {
      texts.delete(resolve(path));
      projects.clear();
    },
  };
}

/** Roots have one already. */
const withSeparator = (folder: string) => (folder.endsWith(sep) ? folder : folder + sep);

/** A name in the folder at hand or in one above, as rules ask for: no system reads it in any other way. */
const PLAIN_NAME = /^((?:\.\.\/)*)(\.?[\w-]+(?:\.[\w-]+)*)$/;

/** The folder and those above it up to the root, each with a separator at its end. */
function foldersUpTo(root: string, folder: string): string[] {
  const found: string[] = [];
  for (let at = folder; isBelow(at, root) || at === root; at = dirname(at)) {
    found.push(withSeparator(at));
    if (at === dirname(at)) break;
  }
  return found;
}

/**
 * Tells what is surely not there without asking for each name: most of what is asked for does not exist, and one list of a
 * folder answers for all. What is listed in any spelling may be there.
 */
function createAbsence(): (prefix: string, name: string) => boolean {
  const listed = new Map<string, ReadonlySet<string> | undefined>();
  return (prefix, name) => {
    let names = listed.get(prefix);
    if (!names && !listed.has(prefix)) {
      names = namesIn(prefix);
      listed.set(prefix, names);
    }
    return names !== undefined && !names.has(name.toLowerCase());
  };
}

function namesIn(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch {
    // A folder may be passed through without being listed.
    return undefined;
  }
}

function isBelow(path: string, root: string): boolean {
  const name = relative(root, path);
  return name !== '' && name !== '..' && !name.startsWith(`..${sep}`) && resolve(root, name) === path;
}

/** The rights and the date of a file, where it may be looked at. */
function factsBelow(path: string, root: string): FileFacts | undefined {
  const stats = isBelow(path, root) ? statSync(path, { throwIfNoEntry: false }) : undefined;
  return stats && factsOf(stats);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readLock(path: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() && stats.size <= MAX_LOCK_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    // Not for us to read: no version is known then.
    return undefined;
  }
}
