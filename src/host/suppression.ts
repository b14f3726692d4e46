import * as vscode from 'vscode';
import { commentMarks } from '../parse/commentMarks.ts';
import type { Entry } from '../parse/types.ts';
import type { Finding } from '../rules/types.ts';
import type { Analysis } from '../service/types.ts';
import { contains } from '../text/span.ts';

/**
 * The edit that silences one finding: a comment line above it, its reason selected for typing. Undefined
 * where the grammar has no comments.
 */
export function suppressionEdit(document: vscode.TextDocument, analysis: Analysis, finding: Finding): vscode.WorkspaceEdit | undefined {
  if (!hasComments(document, analysis)) return undefined;
  const [open, close] = commentMarks(analysis.file);
  const owner = owningEntry(analysis, finding);
  const start = Math.min(finding.span.start, owner?.span.start ?? finding.span.start, owner?.tag?.start ?? finding.span.start);
  const line = document.lineAt(document.positionAt(start).line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const snippet = new vscode.SnippetString()
    .appendText(`${indent}${open} relay-doctor-disable-next-line ${finding.rule} : `)
    .appendPlaceholder('reason')
    .appendText(`${close}\n`);
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, [vscode.SnippetTextEdit.insert(line.range.start, snippet)]);
  return edit;
}

/** The narrowest entry around a finding. The comment goes above it: inside a multi-line value it would be part of the value. */
function owningEntry({ file }: Analysis, finding: Finding): Entry | undefined {
  const size = ({ span }: Entry) => span.end - span.start;
  return file.entries.filter(({ span }) => contains(span, finding.span)).sort((a, b) => size(a) - size(b))[0];
}

/** Strict JSON has no comments; `jsonc` and files that already hold one do. */
function hasComments(document: vscode.TextDocument, { file }: Analysis): boolean {
  return file.kind !== 'json' || document.languageId !== 'json' || file.comments.length > 0;
}
