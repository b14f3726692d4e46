import * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import { COMPLETION_TRIGGERS, createCompletionProvider } from './completion.ts';

/** The languages that package.json gives to Postfix's own files. */
const POSTFIX: vscode.DocumentSelector = [{ language: 'postfix-main' }, { language: 'postfix-master' }];

/** Everything that helps to write main.cf and master.cf. */
export function registerPostfixEditing(analyses: Analyses, panel: Panel): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(languages.registerCompletionItemProvider(POSTFIX, createCompletionProvider(analyses, panel), ...COMPLETION_TRIGGERS));
}
