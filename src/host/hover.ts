import * as vscode from 'vscode';
import type { Analyses } from './analyses.ts';
import { toRange } from './convert.ts';
import { guarded } from './guarded.ts';
import type { Panel } from './panel.ts';

/** What was understood of the relay setting under the pointer. */
export function createHoverProvider(analyses: Analyses, panel: Panel): vscode.HoverProvider {
  return {
    provideHover: guarded(panel, 'hover', async (document: vscode.TextDocument, position: vscode.Position) => {
      const analysis = await analyses.of(document);
      const hover = analysis && (await (await analyses.service()).hover(analysis, document.offsetAt(position)));
      return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown, true), toRange(document, hover.span));
    }),
  };
}
