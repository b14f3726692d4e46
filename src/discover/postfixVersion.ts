import { LATEST_POSTFIX } from '../data/postfixParameters.ts';
import { compareVersions } from '../data/versions.ts';
import { compareCompatibilityLevels } from '../parse/compatibilityLevel.ts';
import { postfixOfRecipe } from './postfixRecipe.ts';

/** The oldest and the newest branch that can be judged by. */
export const OLDEST_POSTFIX = '3.0';
export const NEWEST_POSTFIX = '3.12';

/** What speaks for one Postfix release or another. */
export interface VersionEvidence {
  /** What the user has said, a branch such as `3.7`. */
  readonly setting?: string;
  /** The branch installed on this machine; given only where its files may be the ones at hand. */
  readonly installed?: string;
  /** Whether the files are in a place that the installed Postfix reads. */
  readonly isSystemFolder?: boolean;
  /** Dockerfiles that may build the image the files are for, the nearest first. */
  readonly recipes?: readonly Recipe[];
  /** `compatibility_level` as main.cf has it. */
  readonly compatibilityLevel?: string;
}

export interface Recipe {
  /** What it is called. */
  readonly name: string;
  readonly text: string;
}

/** A Postfix branch, and in a few words why. */
export interface VersionGuess {
  readonly version: string;
  readonly because: string;
}

/**
 * Decides which Postfix release files are judged by: what the user says; the installed one for its own folder; what a
 * Dockerfile installs; the installed one for a folder that looks like an installation's; else the newest we know.
 * `compatibility_level` is a lower bound: a Dockerfile that says less is about something else, and a level above the
 * newest stable release stands for a release of its own.
 */
export function guessPostfixVersion(evidence: VersionEvidence): VersionGuess {
  const { setting, installed, isSystemFolder, recipes = [], compatibilityLevel = '' } = evidence;
  if (setting !== undefined) return { version: setting, because: 'setting' };
  const here = installed === undefined ? undefined : { version: installed, because: 'installed here' };
  if (here && isSystemFolder) return here;
  const leastKnown = leastVersion(compatibilityLevel);
  const isOldEnough = (version: string) => leastKnown === undefined || compareVersions(version, leastKnown) >= 0;
  for (const { name, text } of recipes) {
    const found = postfixOfRecipe(text);
    if (found && isKnownPostfix(found.version) && isOldEnough(found.version)) {
      return { version: found.version, because: `${name} line ${found.line}: ${found.words}` };
    }
  }
  if (here) return here;
  if (!isOldEnough(LATEST_POSTFIX)) return { version: leastKnown!, because: `compatibility_level = ${compatibilityLevel.trim()}` };
  return { version: LATEST_POSTFIX, because: 'newest known release' };
}

/** The first branch that has a compatibility level: before 3.6 levels had no minor number (postconf(5), "compatibility_level"). */
function leastVersion(level: string): string | undefined {
  const order = compareCompatibilityLevels(level.trim(), '3.6');
  if (order === undefined || order < 0) return undefined;
  const branch = branchOf(level);
  return branch !== undefined && isKnownPostfix(branch) ? branch : undefined;
}

/** The branch of a release: `3.7` of `3.7.11`. Undefined when the text is none. */
export function branchOf(release: string): string | undefined {
  return /^\s*(\d+\.\d+)(?![\d])/.exec(release)?.[1];
}

/** Says whether a branch is one that we have the facts of. */
export function isKnownPostfix(version: string): boolean {
  return /^\d+\.\d+$/.test(version) && compareVersions(version, OLDEST_POSTFIX) >= 0 && compareVersions(version, NEWEST_POSTFIX) <= 0;
}
