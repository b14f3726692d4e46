import * as vscode from 'vscode';
import type { CompletionItem, CompletionKind } from '../service/postfix/completionItem.ts';
import { toRange } from './convert.ts';

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

/** An item as the editor takes it. */
export function toItem(document: vscode.TextDocument, item: CompletionItem): vscode.CompletionItem {
  const result = new vscode.CompletionItem(item.detail ? { label: item.label, description: item.detail } : item.label, KINDS[item.kind]);
  result.range = toRange(document, item.span);
  result.insertText = item.isSnippet ? new vscode.SnippetString(item.insertText) : item.insertText;
  result.sortText = `${String(item.rank).padStart(2, '0')}${item.label}`;
  // Further lines of an item come with their own indentation.
  result.keepWhitespace = true;
  if (item.filterText !== undefined) result.filterText = item.filterText;
  if (item.documentation) result.documentation = new vscode.MarkdownString(item.documentation);
  if (item.isDeprecated) result.tags = [vscode.CompletionItemTag.Deprecated];
  if (item.asksAgain) result.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  if (item.edits) result.additionalTextEdits = item.edits.map(({ span, newText }) => vscode.TextEdit.replace(toRange(document, span), newText));
  return result;
}
