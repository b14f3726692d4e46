import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { branchOf, isKnownPostfix, NEWEST_POSTFIX, OLDEST_POSTFIX, type Recipe } from '../discover/postfixVersion.ts';
import type { SourceText } from '../service/types.ts';
import { UsageError } from './ports.ts';
import { type PostfixSurroundings, readText } from './postfixView.ts';

/** Reads the value of `--postfix-version`, `major.minor`. @throws UsageError */
export function readPostfixVersion(version: string): string {
  if (!isKnownPostfix(version)) throw new UsageError(`unknown Postfix version "${version}". expected one from ${OLDEST_POSTFIX} to ${NEWEST_POSTFIX}`);
  return version;
}

/** What this machine tells about the Postfix that reads a file: the installed one for a folder it may work with, Dockerfiles around others. */
export async function versionEvidence(file: string, { isLive, isSystem }: PostfixSurroundings): Promise<NonNullable<SourceText['evidence']>> {
  const installed = isLive ? await installedPostfix() : undefined;
  return { ...(installed !== undefined && { installed }), isSystemFolder: isSystem, recipes: isSystem ? [] : recipesAbove(file) };
}

const RECIPE_NAMES = ['Dockerfile', 'Containerfile'];

/** How many folders are looked into. */
const MAX_FOLDERS = 8;

/** The Dockerfiles beside a file and above it, up to the root of its repository, else to the folder we were started in. */
function recipesAbove(file: string): readonly Recipe[] {
  const folders: string[] = [];
  for (let folder = dirname(resolve(file)); folders.length < MAX_FOLDERS && folders.at(-1) !== folder; folder = dirname(folder)) folders.push(folder);
  const repository = folders.findIndex((folder) => existsSync(join(folder, '.git')));
  const start = folders.findIndex((folder) => relative(process.cwd(), folder) === '');
  const top = Math.max(repository === -1 ? start : repository, 0);
  return folders.slice(0, top + 1).flatMap((folder) =>
    RECIPE_NAMES.flatMap((name) => {
      const text = readText(join(folder, name));
      return text === undefined ? [] : [{ name, text }];
    }),
  );
}

let asking: Promise<string | undefined> | undefined;

/** The branch of the Postfix that is installed here, as its postconf(1) tells, once per run; undefined when there is none or it is out of our range. */
function installedPostfix(): Promise<string | undefined> {
  asking ??= askPostconf();
  return asking;
}

async function askPostconf(): Promise<string | undefined> {
  const { execFile } = await import('node:child_process');
  const release = await new Promise<string>((resolve) => {
    execFile('postconf', ['-dh', 'mail_version'], { timeout: 5000 }, (error, stdout) => resolve(error ? '' : stdout));
  });
  const branch = branchOf(release);
  return branch !== undefined && isKnownPostfix(branch) ? branch : undefined;
}
