import * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import { COMPLETION_TRIGGERS, createCompletionProvider } from './completion.ts';
import { APP_FILES } from './languages.ts';

/** Everything that helps to write the files of applications. */
export function registerAppEditing(analyses: Analyses, panel: Panel): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(APP_FILES, createCompletionProvider(analyses, panel), ...COMPLETION_TRIGGERS);
}
