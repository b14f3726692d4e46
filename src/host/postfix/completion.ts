import type * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import { toItem } from '../completionItems.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import { askAround } from './around.ts';

/** What opens the list without being asked for: a name's `$`, the `=` and `:` before values, the blank and comma between them. */
export const COMPLETION_TRIGGERS = ['$', '{', '=', ' ', ',', ':'];

/** Names, values and whole settings of main.cf and master.cf, keys and values of lookup tables. */
export function createCompletionProvider(analyses: Analyses, panel: Panel): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: guarded(panel, 'completion', async (document: vscode.TextDocument, position: vscode.Position) => {
      const items = await askAround(analyses, document, async (analysis) => {
        const editor = await (await analyses.service()).postfixEditor();
        return editor.complete(analysis, document.offsetAt(position));
      });
      return items?.map((item) => toItem(document, item));
    }),
  };
}
