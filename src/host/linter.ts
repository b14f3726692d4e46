import * as vscode from 'vscode';
import { ruleLink } from '../rules/link.ts';
import type { Finding, RelatedPlace } from '../rules/types.ts';
import type { Analysis } from '../service/types.ts';
import { type Analyses, isOwnKind } from './analyses.ts';
import { toRange, toRangeIn, toSeverity } from './convert.ts';
import type { Elsewhere } from './elsewhere.ts';
import { otherFile } from './otherFiles.ts';
import type { Panel } from './panel.ts';
import type { EvidenceSource } from './postfix/evidence.ts';
import { createFolderWatch } from './postfix/folderWatch.ts';
import { isBelow, isNear } from './postfix/siblings.ts';
import type { ProjectFiles } from './projectFiles.ts';
import { applyOverrides, readSettings, SECTION } from './settings.ts';

export const DIAGNOSTIC_SOURCE = 'relay-doctor';

export interface Linter extends vscode.Disposable {
  /** Fires when the problems of a document have been renewed, whether or not they changed. */
  readonly onDidLint: vscode.Event<vscode.TextDocument>;
}

export interface LinterPorts {
  readonly analyses: Analyses;
  readonly evidence: EvidenceSource;
  readonly projects: ProjectFiles;
  readonly elsewhere: Elsewhere;
}

/** Reports problems of open documents: at once when opened or saved, after a pause while typing, until closed. */
export function createLinter({ analyses, evidence, projects, elsewhere }: LinterPorts, panel: Panel): Linter {
  const collection = vscode.languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  const timers = new Map<string, NodeJS.Timeout>();
  const done = new vscode.EventEmitter<vscode.TextDocument>();
  const watch = createFolderWatch();
  /** The problems that a document was found to have in itself. */
  const own = new Map<string, readonly vscode.Diagnostic[]>();
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
      const findings = analysis ? applyOverrides(analysis.findings, settings.rules) : [];
      tell(document, analysis, findings);
      watch.keep(document, analyses.foldersOf(document));
      done.fire(document);
    } catch (error) {
      panel.failure('lint', error);
    }
  }

  /** Shows each finding at the file that has to change, open or not. */
  function tell(document: vscode.TextDocument, analysis: Analysis | undefined, findings: readonly Finding[]): void {
    const here = findings.filter(({ path }) => path === undefined);
    if (analysis && here.length > 0) {
      const range = (finding: Finding) => toRange(document, finding.span);
      own.set(
        document.uri.toString(),
        here.map((finding) => toDiagnostic(document, analysis, finding, range(finding))),
      );
    } else own.delete(document.uri.toString());
    for (const uri of [document.uri, ...elsewhere.keep(document, analysis, findings)]) publish(uri);
  }

  function publish(uri: vscode.Uri): void {
    const shown = own.get(uri.toString()) ?? [];
    const placed = elsewhere
      .at(uri)
      .map(({ source, analysis, finding, target }) => toDiagnostic(source, analysis, finding, toRangeIn(target.text, finding.span)));
    const isNew = (one: vscode.Diagnostic) => !shown.some((other) => ruleIn(other) === ruleIn(one) && other.range.isEqual(one.range));
    collection.set(uri, [...shown, ...placed.filter(isNew)]);
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
      tell(document, undefined, []);
      watch.keep(document, []);
    }),
    watch.onDidChange((uri) => lintPostfix((document) => analyses.foldersOf(document).some((folder) => isBelow(uri, folder)))),
    projects.onDidChange((uri) => {
      for (const document of vscode.workspace.textDocuments) {
        if (analyses.hasAsked(document, uri)) schedule(document, readSettings(document.uri).lintDelayMs);
      }
    }),
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

function ruleIn({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** The problem as it shows at `range` of whichever file has to change; `document` is where it came to light. */
function toDiagnostic(document: vscode.TextDocument, analysis: Analysis, finding: Finding, range: vscode.Range): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, finding.message, toSeverity(finding.severity));
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
function locationOf(document: vscode.TextDocument, analysis: Analysis, { path, span }: RelatedPlace): vscode.Location | undefined {
  if (path === undefined) return new vscode.Location(document.uri, toRange(document, span));
  const other = otherFile(document, analysis, path);
  return other && new vscode.Location(other.uri, toRangeIn(other.text, span));
}
