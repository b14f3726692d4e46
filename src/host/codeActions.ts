import * as vscode from 'vscode';
import type { Finding, Fix } from '../rules/types.ts';
import type { Analysis, MailConfigService } from '../service/types.ts';
import { overlaps } from '../text/span.ts';
import type { Analyses } from './analyses.ts';
import { COMMANDS } from './commands.ts';
import { toRangeIn, toSpan, toWorkspaceEdit } from './convert.ts';
import type { Elsewhere } from './elsewhere.ts';
import { fixAllEdits } from './fixAll.ts';
import { guarded } from './guarded.ts';
import { DIAGNOSTIC_SOURCE } from './linter.ts';
import { otherFile } from './otherFiles.ts';
import type { Panel } from './panel.ts';
import { applyOverrides, readSettings } from './settings.ts';
import { suppressionEdit } from './suppression.ts';

/** What `editor.codeActionsOnSave` names. */
export const FIX_ALL_KIND = vscode.CodeActionKind.SourceFixAll.append('relay-doctor');

const FIX_ALL_TITLE = 'Fix all safe problems in this file';

/** Offers, in this order: the fixes at the place, going to the entries that it is about, "fix all", silencing it, explaining it. */
export function createCodeActionProvider(analyses: Analyses, elsewhere: Elsewhere, panel: Panel): vscode.CodeActionProvider {
  return {
    provideCodeActions: guarded(panel, 'code actions', async (document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext) => {
      const settings = readSettings(document.uri);
      if (!settings.enable) return undefined;
      const analysis = await analyses.of(document);
      if (!analysis) return undefined;
      if (context.only?.contains(FIX_ALL_KIND)) return fixAllAction(document, analysis, settings.rules, await analyses.service());
      if (context.only && !context.only.contains(vscode.CodeActionKind.QuickFix)) return undefined;
      const asked = toSpan(document, range);
      const findings = applyOverrides(analysis.findings, settings.rules).filter(({ path }) => path === undefined);
      // Of several at one place the narrowest is meant: on the port the port's, not the line's.
      const isHere = ({ span }: Finding) => overlaps(span, asked) || span.end === asked.start;
      const here = findings.filter(isHere).sort((a, b) => lengthOf(a) - lengthOf(b));
      const isOwn = (finding: Finding) =>
        here.some(({ rule, span }) => rule === finding.rule && span.start === finding.span.start && span.end === finding.span.end);
      // What other files say about this one, as long as it is the one they saw.
      const placed = elsewhere.at(document.uri).filter(({ finding, target }) => isHere(finding) && !isOwn(finding) && target.text === document.getText());
      const all = [...here, ...placed.map(({ finding }) => finding)];
      const diagnosticOf = (finding: Finding) => context.diagnostics.filter((diagnostic) => isOf(diagnostic, finding));
      const safeFixes = findings.filter(({ fixes }) => fixes.some(({ safety, elsewhere }) => safety === 'safe' && !elsewhere)).length;
      return [
        ...(await Promise.all(here.map((finding) => fixActions(document, analysis, finding, diagnosticOf(finding))))).flat(),
        ...(await Promise.all(placed.map((one) => fixActions(one.source, one.analysis, one.finding, diagnosticOf(one.finding), document)))).flat(),
        ...here.flatMap((finding) => entryActions(document, analysis, finding, diagnosticOf(finding))),
        ...(here.length > 0 && safeFixes > 1 ? [fixAllQuickFix()] : []),
        ...all.flatMap((finding) => suppressAction(document, analysis, finding, diagnosticOf(finding))),
        ...unique(all).map((finding) => explainAction(finding, diagnosticOf(finding))),
      ];
    }),
  };
}

const lengthOf = ({ span }: Finding) => span.end - span.start;

function isOf(diagnostic: vscode.Diagnostic, finding: Finding): boolean {
  const { code } = diagnostic;
  return diagnostic.source === DIAGNOSTIC_SOURCE && typeof code === 'object' && code.value === finding.rule;
}

/** The fixes of a finding as actions; `shown` is the document that they are offered in, where that is not the one that the finding came to light in. */
export async function fixActions(
  document: vscode.TextDocument,
  analysis: Analysis,
  finding: Finding,
  diagnostics: vscode.Diagnostic[],
  shown: vscode.TextDocument = document,
): Promise<vscode.CodeAction[]> {
  const actions = await Promise.all(
    finding.fixes.map(async (fix) => {
      const edit = await fixEdit(document, analysis, fix);
      if (!edit) return undefined;
      const action = new vscode.CodeAction(fixTitle(fix, document, shown), vscode.CodeActionKind.QuickFix);
      action.edit = edit;
      action.diagnostics = diagnostics;
      action.isPreferred = fix.isPreferred ?? finding.fixes.length === 1;
      return action;
    }),
  );
  return actions.filter((action) => action !== undefined);
}

/** All that a fix changes, in every file; undefined when one of them can't be opened or is not what the fix was made for. */
async function fixEdit(document: vscode.TextDocument, analysis: Analysis, { edits, elsewhere = [] }: Fix): Promise<vscode.WorkspaceEdit | undefined> {
  if (edits.length > 0 && document.getText() !== analysis.file.text) return undefined;
  const result = toWorkspaceEdit(document, edits);
  for (const { path, edits: there } of elsewhere) {
    const seen = otherFile(document, analysis, path);
    const other = seen && (await openDocument(seen.uri));
    if (!other || other.getText() !== seen.text) return undefined;
    toWorkspaceEdit(other, there, result);
  }
  return result;
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // Gone meanwhile, or not for us: the fix is not offered.
    return undefined;
  }
}

/** Leads to each entry of a table that a finding is about. */
function entryActions(document: vscode.TextDocument, analysis: Analysis, { related }: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
  const entries = related.flatMap(({ path, span }) => {
    const other = path === undefined || path.endsWith('.cf') ? undefined : otherFile(document, analysis, path);
    return other ? [{ uri: other.uri, range: toRangeIn(other.text, span) }] : [];
  });
  return entries.map(({ uri, range }) => {
    const line = entries.length > 1 ? ` (line ${range.start.line + 1})` : '';
    const title = `Go to the entry in ${uri.path.slice(uri.path.lastIndexOf('/') + 1)}${line}`;
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command: 'vscode.open', arguments: [uri, { selection: range }] };
    action.diagnostics = diagnostics;
    return action;
  });
}

/** Names the other files that change along, unless the title does. */
function fixTitle({ title, edits, elsewhere = [] }: Fix, document: vscode.TextDocument, shown: vscode.TextDocument): string {
  const uriOf = (path: string) => vscode.Uri.joinPath(document.uri, '..', path).toString();
  const source = shown !== document && edits.length > 0 ? [document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)] : [];
  const others = [...source, ...elsewhere.map(({ path }) => path).filter((path) => shown === document || uriOf(path) !== shown.uri.toString())].filter(
    (path) => !title.includes(path),
  );
  return others.length === 0 ? title : `${title} (changes ${others.join(', ')} as well)`;
}

function fixAllAction(
  document: vscode.TextDocument,
  analysis: Analysis,
  rules: Readonly<Record<string, string>>,
  service: MailConfigService,
): vscode.CodeAction[] {
  const edits = fixAllEdits(analysis, rules, service);
  if (edits.length === 0) return [];
  const action = new vscode.CodeAction(FIX_ALL_TITLE, FIX_ALL_KIND);
  action.edit = toWorkspaceEdit(document, edits);
  return [action];
}

function fixAllQuickFix(): vscode.CodeAction {
  const action = new vscode.CodeAction(FIX_ALL_TITLE, vscode.CodeActionKind.QuickFix);
  action.command = { title: FIX_ALL_TITLE, command: COMMANDS.fixAll };
  return action;
}

function suppressAction(document: vscode.TextDocument, analysis: Analysis, finding: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
  const edit = suppressionEdit(document, analysis, finding);
  if (!edit) return [];
  const action = new vscode.CodeAction(`Disable ${finding.rule} for this line`, vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  action.diagnostics = diagnostics;
  return [action];
}

function explainAction(finding: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const title = `Explain ${finding.rule}`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: COMMANDS.explainRule, arguments: [finding.rule] };
  action.diagnostics = diagnostics;
  return action;
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.rule, finding])).values()];
}
