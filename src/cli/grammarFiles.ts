import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GrammarFiles } from '../parse/format.ts';

/** Beside the bundle (esbuild.js puts them there, and may put this code into a piece one level down); the package's own folder for the sources. */
const FOLDERS =
  typeof __dirname === 'undefined'
    ? [fileURLToPath(new URL('../../node_modules/@vscode/tree-sitter-wasm/wasm', import.meta.url))]
    : [join(__dirname, 'grammars'), join(__dirname, '..', 'grammars')];

/** The grammars of programming languages as they are installed. */
export const grammarFiles: GrammarFiles = {
  read: (name) => readFile(join(FOLDERS.find((folder) => existsSync(folder)) ?? FOLDERS[0]!, name)),
};
