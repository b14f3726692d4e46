import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { GrammarFiles } from '../../src/parse/format.ts';

const FOLDER = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));

/** The grammars as the package brings them. */
export const grammarFiles: GrammarFiles = { read: (name) => readFile(join(FOLDER, name)) };
