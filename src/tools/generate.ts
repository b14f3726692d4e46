/**
 * Writes every generated file, or with `--check` fails when one is out of date.
 *
 * A generator returns whole files; this program is the only one that writes them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postfixMeaningsGenerator } from './generators/postfixMeanings.ts';
import { postfixParametersGenerator } from './generators/postfixParameters.ts';
import { postfixRestrictionsGenerator } from './generators/postfixRestrictions.ts';
import { providersGenerator } from './generators/providers.ts';
import { readmeGenerator } from './generators/readme.ts';
import { rulePagesGenerator } from './generators/rulePages.ts';
import type { GeneratedFile, Generator } from './generators/types.ts';

const generators: readonly Generator[] = [
  postfixParametersGenerator,
  postfixMeaningsGenerator,
  postfixRestrictionsGenerator,
  providersGenerator,
  rulePagesGenerator,
  readmeGenerator,
];

const isCheck = process.argv.includes('--check');
const stale: string[] = [];

function settle(file: GeneratedFile): void {
  const current = existsSync(file.path) ? readFileSync(file.path, 'utf8') : undefined;
  if (current === file.content) return;
  stale.push(file.path);
  if (isCheck) return;
  mkdirSync(dirname(file.path), { recursive: true });
  writeFileSync(file.path, file.content);
}

/** Removes what an earlier run wrote into a folder that is wholly generated. */
function prune(folder: string, keep: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (keep.has(path)) continue;
    stale.push(path);
    if (!isCheck) rmSync(path);
  }
}

for (const generator of generators) {
  const files = await generator.run();
  files.forEach(settle);
  if (generator.ownedFolder) prune(generator.ownedFolder, new Set(files.map((file) => join(file.path))));
}

if (isCheck && stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}. run: npm run gen`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'everything is up to date');
}
