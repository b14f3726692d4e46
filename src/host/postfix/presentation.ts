import * as vscode from 'vscode';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from '../../service/postfix/tokenTypes.ts';
import type { Analyses } from '../analyses.ts';
import { toRange, toSpan } from '../convert.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import { readSettings, SECTION } from '../settings.ts';

export const TOKEN_LEGEND = new vscode.SemanticTokensLegend([...TOKEN_TYPES], [...TOKEN_MODIFIERS]);

/** Colours for what a word means rather than how it looks. */
export function createTokenProvider(analyses: Analyses, panel: Panel): vscode.DocumentSemanticTokensProvider {
  return {
    provideDocumentSemanticTokens: guarded(panel, 'semantic tokens', async (document: vscode.TextDocument) => {
      const analysis = await analyses.of(document);
      if (!analysis) return undefined;
      const editor = await (await analyses.service()).postfixEditor();
      const builder = new vscode.SemanticTokensBuilder(TOKEN_LEGEND);
      for (const { span, type, modifiers } of editor.semanticTokens(analysis)) {
        const range = toRange(document, span);
        if (range.isSingleLine) builder.push(range, type, [...modifiers]);
      }
      return builder.build();
    }),
  };
}

export interface HintProvider extends vscode.InlayHintsProvider, vscode.Disposable {}

/** Values behind names, when the setting asks for them. */
export function createHintProvider(analyses: Analyses, panel: Panel): HintProvider {
  const changed = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(SECTION) && changed.fire());
  return {
    onDidChangeInlayHints: changed.event,
    provideInlayHints: guarded(panel, 'inlay hints', async (document: vscode.TextDocument, range: vscode.Range) => {
      const analysis = readSettings(document.uri).inlayHints ? await analyses.of(document) : undefined;
      if (!analysis) return [];
      const editor = await (await analyses.service()).postfixEditor();
      return editor.inlayHints(analysis, toSpan(document, range)).map(({ offset, text }) => {
        const hint = new vscode.InlayHint(document.positionAt(offset), text);
        hint.paddingLeft = true;
        return hint;
      });
    }),
    dispose: () => vscode.Disposable.from(changed, subscription).dispose(),
  };
}
