import * as vscode from 'vscode';
import type { Analyses } from './analyses.ts';
import { toRange } from './convert.ts';
import { guarded } from './guarded.ts';
import type { Panel } from './panel.ts';
import { askAround } from './postfix/around.ts';

/** What was understood of the relay setting under the pointer, and what Postfix makes of the word there. */
export function createHoverProvider(analyses: Analyses, panel: Panel): vscode.HoverProvider {
  return {
    provideHover: guarded(panel, 'hover', async (document: vscode.TextDocument, position: vscode.Position) => {
      const { version } = document;
      const offset = document.offsetAt(position);
      const hover = await askAround(analyses, document, async (analysis) => (await analyses.service()).hover(analysis, offset));
      // Reading took a while: what was found in an older text belongs to no place in the new one.
      if (!hover || document.version !== version) return undefined;
      return new vscode.Hover(new vscode.MarkdownString(hover.markdown, true), toRange(document, hover.span));
    }),
  };
}
