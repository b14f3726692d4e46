import * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import { toRange, toSpan } from '../convert.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import { readSettings } from '../settings.ts';

type Formatter = vscode.DocumentFormattingEditProvider & vscode.DocumentRangeFormattingEditProvider;

/** Formats main.cf and master.cf, whole or in part. Their form is Postfix's own: tab settings of the editor don't apply. */
export function createFormatter(analyses: Analyses, panel: Panel): Formatter {
  async function edits(document: vscode.TextDocument, range?: vscode.Range): Promise<vscode.TextEdit[] | undefined> {
    const analysis = await analyses.of(document);
    if (!analysis) return undefined;
    const editor = await (await analyses.service()).postfixEditor();
    const { alignEquals } = readSettings(document.uri);
    const found = editor.format(analysis, { alignEquals }, range && toSpan(document, range));
    return found.map(({ span, newText }) => vscode.TextEdit.replace(toRange(document, span), newText));
  }
  return {
    provideDocumentFormattingEdits: guarded(panel, 'format', (document: vscode.TextDocument) => edits(document)),
    provideDocumentRangeFormattingEdits: guarded(panel, 'format', (document: vscode.TextDocument, range: vscode.Range) => edits(document, range)),
  };
}
