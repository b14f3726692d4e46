import * as vscode from 'vscode';
import { isOwnKind } from '../analyses.ts';
import type { Languages } from '../languages.ts';
import type { Panel } from '../panel.ts';
import { findMain, isNear } from './siblings.ts';

/**
 * Gives plain texts that the main.cf beside or above them names as tables the language of one, whatever they are called. Once per
 * file and session: who sets it back to plain text keeps that.
 */
export function createTableRecogniser(languages: Languages, panel: Panel): vscode.Disposable {
  const given = new Set<string>();

  async function look(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const isPlain = () => document.languageId === 'plaintext' && !document.isClosed && !given.has(key);
    if (!isPlain() || document.uri.scheme === 'untitled' || !isOwnKind(document) || languages.isChosen(document)) return;
    try {
      const main = await findMain(document);
      if (!main) return;
      const { namedTables } = await import('../../discover/postfixMapUse.ts');
      if (!namedTables(main.text)(document.uri.path) || !isPlain()) return;
      given.add(key);
      await vscode.languages.setTextDocumentLanguage(document, 'postfix-map');
    } catch (error) {
      panel.failure('tables', error);
    }
  }

  for (const document of vscode.workspace.textDocuments) void look(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => void look(document)),
    vscode.workspace.onDidSaveTextDocument((saved) => {
      if (!saved.uri.path.endsWith('/main.cf')) return;
      for (const other of vscode.workspace.textDocuments) if (isNear(saved, other)) void look(other);
    }),
  );
}
