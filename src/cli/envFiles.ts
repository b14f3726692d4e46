import { statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { envFilesIn } from '../discover/environments.ts';
import { parseYaml } from '../parse/yaml.ts';
import { readSourceSync } from './readSource.ts';

const COMPOSE_FILE = /(^|[/\\._-])compose[^/\\]*\.ya?ml$/i;

/** The files that the services of a Compose file take variables from, by its path; none for other files. */
export function envFilesOf(path: string): string[] {
  if (!COMPOSE_FILE.test(path)) return [];
  try {
    const result = readSourceSync(path, (text) => text.includes('env_file'));
    return result?.ok ? envFilesIn(parseYaml(result.source.text, path)).map((named) => join(dirname(path), named.path)) : [];
  } catch {
    // Not for us to read: the walk says so when it comes to the file itself.
    return [];
  }
}

/** Whether a path leads to a file in a folder or below. */
export function isFileBelow(path: string, folder: string): boolean {
  return !relative(folder, path).startsWith('..') && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
