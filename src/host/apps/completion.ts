import type * as vscode from 'vscode';
import { fileKind } from '../../parse/fileKind.ts';
import { type Analyses, isOwnKind } from '../analyses.ts';
import { toItem } from '../completionItems.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';

/** What opens the list without being asked for: the signs and quotes before a value. */
export const COMPLETION_TRIGGERS = ['=', ':', ' ', '"', "'"];

/** Keys that the apps of a file read, and their values. */
export function createCompletionProvider(analyses: Analyses, panel: Panel): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: guarded(panel, 'completion', async (document: vscode.TextDocument, position: vscode.Position) => {
      if (!isWorthwhile(analyses, document)) return undefined;
      const analysis = await analyses.of(document);
      if (!analysis) return undefined;
      const items = await (await analyses.service()).complete(analysis, document.offsetAt(position));
      return items.map((item) => toItem(document, item));
    }),
  };
}

/**
 * Most files that are typed in have nothing to do with mail, and some are large: they are looked at when the typing has stopped,
 * not for the sake of a list. A `.env` file is small and may be at its first key.
 */
function isWorthwhile(analyses: Analyses, document: vscode.TextDocument): boolean {
  if (!isOwnKind(document)) return false;
  return (analyses.last(document)?.settings.length ?? 0) > 0 || fileKind(document.uri.path) === 'dotenv';
}
