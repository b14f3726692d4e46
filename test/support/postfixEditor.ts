import assert from 'node:assert/strict';
import type { FolderView } from '../../src/discover/postfixFolder.ts';
import { nameInFolder } from '../../src/discover/postfixPaths.ts';
import { createMailConfigService } from '../../src/service/mailConfigService.ts';
import type { Analysis } from '../../src/service/types.ts';
import { cursorIn } from './cursor.ts';

export const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** A folder that holds these files and no others, by their names in it. */
export function folderOf(files: Readonly<Record<string, string>>): FolderView {
  return { readText: (path) => files[nameInFolder(path) ?? path], stat: () => undefined };
}

/** A file with a `|` for the cursor, analysed among its siblings. */
export function analysisAt(
  path: 'main.cf' | 'master.cf',
  marked: string,
  siblings: Readonly<Record<string, string>> = {},
  postfixVersion?: string,
): { readonly analysis: Analysis; readonly offset: number; readonly text: string } {
  const { text, offset } = cursorIn(marked);
  const analysis = service.analyze({ path, text, around: folderOf(siblings), ...(postfixVersion && { postfixVersion }) })!;
  return { analysis, offset, text };
}

/** A lookup table with a `|` for the cursor, analysed among its siblings; any name will do. */
export function tableAt(
  name: string,
  marked: string,
  siblings: Readonly<Record<string, string>> = {},
): { readonly analysis: Analysis; readonly offset: number; readonly text: string } {
  const { text, offset } = cursorIn(marked);
  const analysis = service.analyze({ path: `postfix/${name}`, text, kind: 'postfix-map', around: folderOf(siblings) })!;
  return { analysis, offset, text };
}
