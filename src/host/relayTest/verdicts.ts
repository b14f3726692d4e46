import * as vscode from 'vscode';
import { wholeRelays } from '../../discover/joinedPlaces.ts';
import type { Finding } from '../../rules/types.ts';
import type { Analysis } from '../../service/types.ts';
import type { Cause } from '../../smtp/types.ts';
import { verdictFinding } from '../../verdict/finding.ts';
import type { Analyses } from '../analyses.ts';
import { fixActions } from '../codeActions.ts';
import { COMMANDS, type RelayReference } from '../commands.ts';
import { toRangeIn, toSeverity } from '../convert.ts';
import { guarded } from '../guarded.ts';
import { otherFile } from '../otherFiles.ts';
import type { Panel } from '../panel.ts';
import type { FinishedRun, Runs } from './runs.ts';

/** Beside the problems that rules find, so that a person can tell what was seen on the wire. */
export const VERDICT_SOURCE = 'relay-doctor test';

/** The verdict of a failed test, in the file. */
interface Verdict {
  readonly key: string;
  readonly reference: RelayReference;
  readonly cause: Cause;
  readonly source: vscode.TextDocument;
  readonly analysis: Analysis;
  readonly finding: Finding;
  /** Where it stands, and the text of that line when the test ran. */
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly line: string;
}

/**
 * Puts the verdict of a failed test on the line that caused it, and offers what the test has proved. It goes when
 * that line changes, when a later test of the relay ends otherwise, or when its setting is gone.
 */
export function createVerdicts(analyses: Analyses, runs: Runs, panel: Panel): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('relay-doctor-test');
  const byKey = new Map<string, Verdict>();

  function publish(uris: readonly vscode.Uri[]): void {
    for (const uri of new Map(uris.map((one) => [one.toString(), one])).values()) collection.set(uri, at(uri).map(toDiagnostic));
  }

  const at = (uri: vscode.Uri) => [...byKey.values()].filter((verdict) => verdict.uri.toString() === uri.toString());

  function put(key: string, verdict: Verdict | undefined): void {
    const before = byKey.get(key);
    if (verdict) byKey.set(key, verdict);
    else byKey.delete(key);
    publish([...(before ? [before.uri] : []), ...(verdict ? [verdict.uri] : [])]);
  }

  const finished = guarded(panel, 'verdict', async ({ relay: { key }, reference, record, isMessage }: FinishedRun) => {
    const { cause } = record.verdict;
    put(key, reference && cause && !isMessage ? await locate(analyses, key, reference, cause) : undefined);
  });

  /** Follows the line while the text around it changes, and lets go of it when it changes itself. */
  const changed = guarded(panel, 'verdict', async (document: vscode.TextDocument) => {
    const uri = document.uri.toString();
    for (const { key, reference, cause, line, ...before } of [...byKey.values()]) {
      if (before.uri.toString() !== uri && before.source.uri.toString() !== uri) continue;
      const now = await locate(analyses, key, reference, cause);
      // Another test may have ended meanwhile.
      if (byKey.get(key)?.line !== line) continue;
      put(key, now?.line === line ? now : undefined);
    }
  });

  const actions: vscode.CodeActionProvider = {
    provideCodeActions: guarded(panel, 'verdict', async (document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext) => {
      const here = at(document.uri).filter((verdict) => verdict.range.intersection(range));
      const offered = here.map(async ({ key, source, analysis, finding, reference }) => {
        const diagnostics = context.diagnostics.filter((one) => one.source === VERDICT_SOURCE && one.code === finding.rule);
        const again = new vscode.CodeAction('Test SMTP Relay again', vscode.CodeActionKind.QuickFix);
        again.command = { title: again.title, command: COMMANDS.testRelay, arguments: [reference] };
        again.diagnostics = diagnostics;
        const report = new vscode.CodeAction('Show Test Report', vscode.CodeActionKind.QuickFix);
        report.command = { title: report.title, command: COMMANDS.showReport, arguments: [{ key }] };
        report.diagnostics = diagnostics;
        return [...(await fixActions(source, analysis, finding, diagnostics, document)), again, report];
      });
      return (await Promise.all(offered)).flat();
    }),
  };

  return vscode.Disposable.from(
    collection,
    runs.onDidFinish((run) => void finished(run)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (byKey.size > 0 && contentChanges.length > 0) void changed(document);
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      const isGone = ({ source, uri }: Verdict) => files.some((file) => [source.uri, uri].some((one) => one.toString().startsWith(file.toString())));
      for (const verdict of [...byKey.values()].filter(isGone)) put(verdict.key, undefined);
    }),
    vscode.languages.registerCodeActionsProvider('*', actions, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
  );
}

/** Finds the place of a verdict in the text as it is now. Undefined when the setting is gone or its file can't be read. */
export async function locate(analyses: Analyses, key: string, reference: RelayReference, cause: Cause): Promise<Verdict | undefined> {
  const source = await vscode.workspace.openTextDocument(vscode.Uri.parse(reference.uri));
  const analysis = await analyses.of(source);
  const setting = analysis && wholeRelays(analysis).find(({ id }) => id === reference.id);
  const finding = analysis && setting && verdictFinding(analysis, setting, cause);
  if (!finding) return undefined;
  const target = finding.path === undefined ? { uri: source.uri, text: analysis.file.text } : otherFile(source, analysis, finding.path);
  if (!target) return undefined;
  const range = toRangeIn(target.text, finding.span);
  const line = target.text.split(/\r?\n/)[range.start.line] ?? '';
  return { key, reference, cause, source, analysis, finding, uri: target.uri, range, line };
}

function toDiagnostic({ finding, range, source }: Verdict): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, finding.message, toSeverity(finding.severity));
  diagnostic.source = VERDICT_SOURCE;
  diagnostic.code = finding.rule;
  diagnostic.relatedInformation = finding.related.map(
    ({ span, message }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(source.uri, toRangeIn(source.getText(), span)), message),
  );
  return diagnostic;
}
