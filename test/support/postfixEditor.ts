import assert from 'node:assert/strict';
import type { FolderView } from '../../src/discover/postfixFolder.ts';
import { createMailConfigService } from '../../src/service/mailConfigService.ts';
import type { Analysis } from '../../src/service/types.ts';
import { cursorIn } from './cursor.ts';

export const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** A folder that holds these files and no others. */
export function folderOf(files: Readonly<Record<string, string>>): FolderView {
  return { readText: (path) => files[path], stat: () => undefined };
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
