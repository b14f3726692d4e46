import * as vscode from 'vscode';
import type { Refactoring } from '../../service/postfix/actions/types.ts';
import type { TextEdit } from '../../text/span.ts';
import type { Analyses } from '../analyses.ts';
import { toRange, toSpan } from '../convert.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import { siblingOf } from './siblings.ts';

const KINDS: Readonly<Record<Refactoring['kind'], vscode.CodeActionKind>> = {
  rewrite: vscode.CodeActionKind.RefactorRewrite,
  move: vscode.CodeActionKind.Refactor.append('move'),
  source: vscode.CodeActionKind.Source.append('relay-doctor'),
};

/** The kinds that these actions have, for the editor's menus. */
export const REFACTORING_KINDS: readonly vscode.CodeActionKind[] = Object.values(KINDS);

/** Changes of main.cf and master.cf that a person may want where nothing is wrong. */
export function createRefactoringProvider(analyses: Analyses, panel: Panel): vscode.CodeActionProvider {
  return {
    provideCodeActions: guarded(panel, 'refactorings', async (document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext) => {
      const { only } = context;
      if (only && !REFACTORING_KINDS.some((kind) => only.contains(kind))) return undefined;
      const analysis = await analyses.of(document);
      if (!analysis) return undefined;
      const editor = await (await analyses.service()).postfixEditor();
      const wanted = editor.actions(analysis, toSpan(document, range)).filter(({ kind }) => !only || only.contains(KINDS[kind]));
      const actions = await Promise.all(wanted.map((refactoring) => toAction(document, refactoring)));
      return actions.filter((action) => action !== undefined);
    }),
  };
}

/** The action with its edits in all files; undefined when one of them can't be opened. */
async function toAction(document: vscode.TextDocument, { title, kind, edits, elsewhere = [] }: Refactoring): Promise<vscode.CodeAction | undefined> {
  const action = new vscode.CodeAction(title, KINDS[kind]);
  const edit = new vscode.WorkspaceEdit();
  const add = (target: vscode.TextDocument, own: readonly TextEdit[]) => {
    for (const { span, newText } of own) edit.replace(target.uri, toRange(target, span), newText);
  };
  add(document, edits);
  for (const { path, edits: own } of elsewhere) {
    const uri = siblingOf(document.uri, path);
    if (!uri) return undefined;
    add(await vscode.workspace.openTextDocument(uri), own);
  }
  action.edit = edit;
  return action;
}
