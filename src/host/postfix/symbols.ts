import type * as vscode from 'vscode';
import type { Analyses } from '../analyses.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import type { SymbolFinder } from './symbolFinder.ts';

/** Finds names in all Postfix files of the workspace. The search is loaded with the first question. */
export function createSymbolProvider(analyses: Analyses, panel: Panel): vscode.WorkspaceSymbolProvider {
  let loading: Promise<SymbolFinder> | undefined;
  return {
    provideWorkspaceSymbols: guarded(panel, 'workspace symbols', async (query: string, token: vscode.CancellationToken) => {
      loading ??= import('./symbolFinder.ts').then(({ createSymbolFinder }) => createSymbolFinder(analyses));
      return (await loading).find(query, token);
    }),
  };
}
