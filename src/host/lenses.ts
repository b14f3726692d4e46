import * as vscode from 'vscode';
import type { Analyses } from './analyses.ts';
import { COMMANDS, type RelayReference } from './commands.ts';
import { toRange } from './convert.ts';
import { guarded } from './guarded.ts';
import type { Linter } from './linter.ts';
import type { Panel } from './panel.ts';
import { readSettings, SECTION } from './settings.ts';

export interface LensProvider extends vscode.CodeLensProvider, vscode.Disposable {}

/** The no-break space keeps the icon off the first letter; a plain one is swallowed. */
const TITLE = '$(beaker)\u00a0Test SMTP Relay';

/** "Test SMTP Relay" above each relay setting. */
export function createLensProvider(analyses: Analyses, linter: Linter, panel: Panel): LensProvider {
  const changed = new vscode.EventEmitter<void>();
  const subscriptions = [
    // The editor asks by itself after each edit; a setting or the first load of the service it can't see.
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(SECTION) && changed.fire()),
    linter.onDidLint(() => changed.fire()),
  ];
  return {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: guarded(panel, 'lenses', async (document: vscode.TextDocument) => {
      if (!readSettings(document.uri).codeLens) return [];
      const analysis = await analyses.of(document);
      if (!analysis) return [];
      return (await analyses.service()).lenses(analysis).map(({ span, setting }) => {
        const reference: RelayReference = { uri: document.uri.toString(), id: setting.id };
        return new vscode.CodeLens(toRange(document, span), { title: TITLE, command: COMMANDS.testRelay, arguments: [reference] });
      });
    }),
    dispose: () => vscode.Disposable.from(changed, ...subscriptions).dispose(),
  };
}
