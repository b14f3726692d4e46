import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** One `import` or `export … from` in the sources. Paths are relative to the repository, with `/`. */
export interface ImportEdge {
  readonly from: string;
  /** A file of ours (`src/text/span.ts`) or a package (`yaml`, `node:fs`, `vscode`). */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** Every TypeScript file below a folder, sorted. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

const STATEMENT = /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** The imports of one source text; `from` names its path, against which relative imports are resolved. */
export function importsOf(from: string, source: string): ImportEdge[] {
  return [...source.matchAll(STATEMENT)].map(([, type, named, bare, dynamic]) => {
    const target = (named ?? bare ?? dynamic)!;
    return { from, to: target.startsWith('.') ? posix.join(posix.dirname(from), target) : target, isTypeOnly: type !== undefined };
  });
}

export function importGraph(folder: string): ImportEdge[] {
  return sourceFiles(folder).flatMap((path) => importsOf(path, readFileSync(path, 'utf8')));
}
