import * as vscode from 'vscode';
import { ruleLink } from '../rules/link.ts';
import type { Finding, RelatedPlace } from '../rules/types.ts';
import type { Analysis } from '../service/types.ts';
import { type Analyses, isOwnKind } from './analyses.ts';
import { toRange, toRangeIn, toSeverity } from './convert.ts';
import type { Panel } from './panel.ts';
import type { EvidenceSource } from './postfix/evidence.ts';
import { createFolderWatch } from './postfix/folderWatch.ts';
import { isBelow, isNear, siblingOf } from './postfix/siblings.ts';
import { applyOverrides, readSettings, SECTION } from './settings.ts';

export const DIAGNOSTIC_SOURCE = 'relay-doctor';

export interface Linter extends vscode.Disposable {
  /** Fires when the problems of a document have been renewed, whether or not they changed. */
  readonly onDidLint: vscode.Event<vscode.TextDocument>;
}

/** Reports problems of open documents: at once when opened or saved, after a pause while typing, until closed. */
export function createLinter(analyses: Analyses, evidence: EvidenceSource, panel: Panel): Linter {
  const collection = vscode.languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  const timers = new Map<string, NodeJS.Timeout>();
  const done = new vscode.EventEmitter<vscode.TextDocument>();
  const watch = createFolderWatch();
  /** How often each document was looked at. */
  const turns = new WeakMap<vscode.TextDocument, number>();

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

  /** A Postfix file is judged with what lies beside it: a changed table changes the verdict on main.cf. */
  function scheduleWithNeighbours(document: vscode.TextDocument, delayMs: number): void {
    schedule(document, delayMs);
    for (const other of vscode.workspace.textDocuments) {
      if (other !== document && other.languageId.startsWith('postfix-') && isNear(other, document)) schedule(other, delayMs);
    }
  }

  async function lint(document: vscode.TextDocument): Promise<void> {
    const turn = (turns.get(document) ?? 0) + 1;
    turns.set(document, turn);
    try {
      const { version } = document;
      const settings = readSettings(document.uri);
      const analysis = settings.enable ? await analyses.of(document) : undefined;
      // Reading took a while: a later run tells about the newer text or newer files, and nobody asks about a closed one.
      if (document.isClosed || document.version !== version || turns.get(document) !== turn) return;
      const diagnostics = analysis && applyOverrides(analysis.findings, settings.rules).map((finding) => toDiagnostic(document, analysis, finding));
      collection.set(document.uri, diagnostics);
      watch.keep(document, analyses.foldersOf(document));
      done.fire(document);
    } catch (error) {
      panel.failure('lint', error);
    }
  }

  function lintAll(): void {
    for (const document of vscode.workspace.textDocuments) schedule(document, 0);
  }

  function lintPostfix(isConcerned: (document: vscode.TextDocument) => boolean): void {
    for (const document of vscode.workspace.textDocuments) {
      if (analyses.foldersOf(document).length > 0 && isConcerned(document)) schedule(document, readSettings(document.uri).lintDelayMs);
    }
  }

  const subscriptions = [
    vscode.workspace.onDidOpenTextDocument((document) => schedule(document, 0)),
    vscode.workspace.onDidSaveTextDocument((document) => scheduleWithNeighbours(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => scheduleWithNeighbours(document, readSettings(document.uri).lintDelayMs)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      forget(document);
      collection.delete(document.uri);
      watch.keep(document, []);
    }),
    watch.onDidChange((uri) => lintPostfix((document) => analyses.foldersOf(document).some((folder) => isBelow(uri, folder)))),
    evidence.onDidChange(() => lintPostfix(() => true)),
    vscode.workspace.onDidGrantWorkspaceTrust(lintAll),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SECTION)) lintAll();
    }),
  ];
  lintAll();

  return {
    onDidLint: done.event,
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      vscode.Disposable.from(collection, done, watch, ...subscriptions).dispose();
    },
  };
}

function toDiagnostic(document: vscode.TextDocument, analysis: Analysis, finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(document, finding.span), finding.message, toSeverity(finding.severity));
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(ruleLink(finding.rule)) };
  diagnostic.relatedInformation = finding.related.flatMap((place) => {
    const location = locationOf(document, analysis, place);
    return location ? [new vscode.DiagnosticRelatedInformation(location, place.message)] : [];
  });
  if (finding.tag === 'unnecessary') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  if (finding.tag === 'deprecated') diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
  return diagnostic;
}

/** Where a related place is; undefined when its file can't be read. */
function locationOf(document: vscode.TextDocument, { folder }: Analysis, { path, span }: RelatedPlace): vscode.Location | undefined {
  if (path === undefined) return new vscode.Location(document.uri, toRange(document, span));
  const uri = siblingOf(document.uri, path);
  const text = folder?.view.readText(path);
  return uri && text !== undefined ? new vscode.Location(uri, toRangeIn(text, span)) : undefined;
}
