import * as vscode from 'vscode';
import type { Severity } from '../rules/types.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import type { Span, TextEdit } from '../text/span.ts';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The only place where spans of the core become lines and columns of the editor. */
export function toRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The same in a text that no document shows. */
export function toRangeIn(text: string, span: Span): vscode.Range {
  return rangesIn(text)(span);
}

/** The same for many spans of one text. */
export function rangesIn(text: string): (span: Span) => vscode.Range {
  const lines = createLineIndex(text);
  const position = (offset: number) => new vscode.Position(lines.positionAt(offset).line, lines.positionAt(offset).character);
  return ({ start, end }) => new vscode.Range(position(start), position(end));
}

export function toSpan(document: vscode.TextDocument, range: vscode.Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

export function toSeverity(severity: Severity): vscode.DiagnosticSeverity {
  return SEVERITIES[severity];
}

/** Edits of one document, added to those of others where there are any. */
export function toWorkspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[], result = new vscode.WorkspaceEdit()): vscode.WorkspaceEdit {
  for (const { span, newText } of edits) result.replace(document.uri, toRange(document, span), newText);
  return result;
}
