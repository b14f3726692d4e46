import * as vscode from 'vscode';
import { ruleLink } from '../rules/link.ts';
import type { Finding } from '../rules/types.ts';
import { type Analyses, isOwnKind } from './analyses.ts';
import { toRange, toSeverity } from './convert.ts';
import type { Panel } from './panel.ts';
import { applyOverrides, readSettings, SECTION } from './settings.ts';

export const DIAGNOSTIC_SOURCE = 'relay-doctor';

export interface Linter extends vscode.Disposable {
  /** Fires when the problems of a document have been renewed, whether or not they changed. */
  readonly onDidLint: vscode.Event<vscode.TextDocument>;
}

/** Reports problems of open documents: at once when opened or saved, after a pause while typing, until closed. */
export function createLinter(analyses: Analyses, panel: Panel): Linter {
  const collection = vscode.languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  const timers = new Map<string, NodeJS.Timeout>();
  const done = new vscode.EventEmitter<vscode.TextDocument>();

  function forget(document: vscode.TextDocument): void {
    clearTimeout(timers.get(document.uri.toString()));
    timers.delete(document.uri.toString());
  }

  function schedule(document: vscode.TextDocument, delayMs: number): void {
    // Our own panel is a document too: looking at it would make each line that we log the cause of the next.
    if (!isOwnKind(document)) return;
    forget(document);
    timers.set(
      document.uri.toString(),
      setTimeout(() => {
        timers.delete(document.uri.toString());
        void lint(document);
      }, delayMs),
    );
  }

  async function lint(document: vscode.TextDocument): Promise<void> {
    try {
      const { version } = document;
      const settings = readSettings(document.uri);
      const analysis = settings.enable ? await analyses.of(document) : undefined;
      // Loading took a while: a later run will tell about the newer text, and nobody asks about a closed one.
      if (document.isClosed || document.version !== version) return;
      const diagnostics = analysis && applyOverrides(analysis.findings, settings.rules).map((finding) => toDiagnostic(document, finding));
      collection.set(document.uri, diagnostics);
      done.fire(document);
    } catch (error) {
      panel.failure('lint', error);
    }
  }

  function lintAll(): void {
    for (const document of vscode.workspace.textDocuments) schedule(document, 0);
  }

  const subscriptions = [
    vscode.workspace.onDidOpenTextDocument((document) => schedule(document, 0)),
    vscode.workspace.onDidSaveTextDocument((document) => schedule(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => schedule(document, readSettings(document.uri).lintDelayMs)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      forget(document);
      collection.delete(document.uri);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SECTION)) lintAll();
    }),
  ];
  lintAll();

  return {
    onDidLint: done.event,
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      vscode.Disposable.from(collection, done, ...subscriptions).dispose();
    },
  };
}

function toDiagnostic(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(document, finding.span), finding.message, toSeverity(finding.severity));
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(ruleLink(finding.rule)) };
  diagnostic.relatedInformation = finding.related.map(
    ({ span, message }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, toRange(document, span)), message),
  );
  if (finding.tag === 'unnecessary') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  if (finding.tag === 'deprecated') diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
  return diagnostic;
}
