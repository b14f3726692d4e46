import * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import { COMPLETION_TRIGGERS, createCompletionProvider } from './completion.ts';
import { createFormatter } from './format.ts';
import { createNavigation } from './navigation.ts';
import { createHintProvider, createTokenProvider, TOKEN_LEGEND } from './presentation.ts';
import { createRefactoringProvider, REFACTORING_KINDS } from './refactorings.ts';
import { createSymbolProvider } from './symbols.ts';

/** The languages that package.json gives to Postfix's own files. */
const SETTINGS: vscode.DocumentSelector = [{ language: 'postfix-main' }, { language: 'postfix-master' }];
const POSTFIX: vscode.DocumentSelector = [{ language: 'postfix-main' }, { language: 'postfix-master' }, { language: 'postfix-map' }];

/** Everything that helps to read and write main.cf, master.cf and lookup tables. */
export function registerPostfixEditing(analyses: Analyses, panel: Panel): vscode.Disposable {
  const { languages } = vscode;
  const formatter = createFormatter(analyses, panel);
  const navigation = createNavigation(analyses, panel);
  const hints = createHintProvider(analyses, panel);
  return vscode.Disposable.from(
    hints,
    languages.registerInlayHintsProvider(SETTINGS, hints),
    languages.registerDocumentSemanticTokensProvider(POSTFIX, createTokenProvider(analyses, panel), TOKEN_LEGEND),
    languages.registerCompletionItemProvider(POSTFIX, createCompletionProvider(analyses, panel), ...COMPLETION_TRIGGERS),
    languages.registerDefinitionProvider(POSTFIX, navigation),
    languages.registerReferenceProvider(POSTFIX, navigation),
    languages.registerDocumentHighlightProvider(POSTFIX, navigation),
    languages.registerRenameProvider(SETTINGS, navigation),
    languages.registerDocumentSymbolProvider(POSTFIX, navigation),
    languages.registerWorkspaceSymbolProvider(createSymbolProvider(analyses, panel)),
    languages.registerFoldingRangeProvider(POSTFIX, navigation),
    languages.registerDocumentLinkProvider(POSTFIX, navigation),
    languages.registerDocumentFormattingEditProvider(SETTINGS, formatter),
    languages.registerDocumentRangeFormattingEditProvider(SETTINGS, formatter),
    languages.registerCodeActionsProvider(SETTINGS, createRefactoringProvider(analyses, panel), { providedCodeActionKinds: REFACTORING_KINDS }),
  );
}
