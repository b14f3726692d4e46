import * as vscode from 'vscode';
import type { CompletionItem, CompletionKind } from '../../service/postfix/completionItem.ts';
import type { Analyses } from '../analyses.ts';
import { toRange } from '../convert.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import { askAround } from './around.ts';

/** What opens the list without being asked for: a name's `$`, the `=` and `:` before values, the blank and comma between them. */
export const COMPLETION_TRIGGERS = ['$', '{', '=', ' ', ',', ':'];

const KINDS: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  parameter: vscode.CompletionItemKind.Property,
  variable: vscode.CompletionItemKind.Variable,
  value: vscode.CompletionItemKind.EnumMember,
  restriction: vscode.CompletionItemKind.Function,
  table: vscode.CompletionItemKind.File,
  service: vscode.CompletionItemKind.Module,
  option: vscode.CompletionItemKind.Operator,
  snippet: vscode.CompletionItemKind.Snippet,
};

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

function toItem(document: vscode.TextDocument, item: CompletionItem): vscode.CompletionItem {
  const result = new vscode.CompletionItem(item.detail ? { label: item.label, description: item.detail } : item.label, KINDS[item.kind]);
  result.range = toRange(document, item.span);
  result.insertText = item.isSnippet ? new vscode.SnippetString(item.insertText) : item.insertText;
  result.sortText = `${String(item.rank).padStart(2, '0')}${item.label}`;
  if (item.documentation) result.documentation = new vscode.MarkdownString(item.documentation);
  if (item.isDeprecated) result.tags = [vscode.CompletionItemTag.Deprecated];
  if (item.asksAgain) result.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  if (item.edits) result.additionalTextEdits = item.edits.map(({ span, newText }) => vscode.TextEdit.replace(toRange(document, span), newText));
  return result;
}
