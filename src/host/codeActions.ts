import * as vscode from 'vscode';
import type { Finding, Fix } from '../rules/types.ts';
import type { Analysis, MailConfigService } from '../service/types.ts';
import { overlaps } from '../text/span.ts';
import type { Analyses } from './analyses.ts';
import { COMMANDS } from './commands.ts';
import { toRangeIn, toSpan, toWorkspaceEdit } from './convert.ts';
import { fixAllEdits } from './fixAll.ts';
import { guarded } from './guarded.ts';
import { DIAGNOSTIC_SOURCE } from './linter.ts';
import type { Panel } from './panel.ts';
import { siblingOf } from './postfix/siblings.ts';
import { applyOverrides, readSettings } from './settings.ts';
import { suppressionEdit } from './suppression.ts';

/** What `editor.codeActionsOnSave` names. */
export const FIX_ALL_KIND = vscode.CodeActionKind.SourceFixAll.append('relay-doctor');

const FIX_ALL_TITLE = 'Fix all safe problems in this file';

/** Offers, in this order: the fixes at the place, going to the entries that it is about, "fix all", silencing it, explaining it. */
export function createCodeActionProvider(analyses: Analyses, panel: Panel): vscode.CodeActionProvider {
  return {
    provideCodeActions: guarded(panel, 'code actions', async (document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext) => {
      const settings = readSettings(document.uri);
      if (!settings.enable) return undefined;
      const analysis = await analyses.of(document);
      if (!analysis) return undefined;
      if (context.only?.contains(FIX_ALL_KIND)) return fixAllAction(document, analysis, settings.rules, await analyses.service());
      if (context.only && !context.only.contains(vscode.CodeActionKind.QuickFix)) return undefined;
      const asked = toSpan(document, range);
      const findings = applyOverrides(analysis.findings, settings.rules);
      // Of several at one place the narrowest is meant: on the port the port's, not the line's.
      const here = findings.filter(({ span }) => overlaps(span, asked) || span.end === asked.start).sort((a, b) => lengthOf(a) - lengthOf(b));
      const diagnosticOf = (finding: Finding) => context.diagnostics.filter((diagnostic) => isOf(diagnostic, finding));
      const safeFixes = findings.filter(({ fixes }) => fixes.some(({ safety, elsewhere }) => safety === 'safe' && !elsewhere)).length;
      return [
        ...(await Promise.all(here.map((finding) => fixActions(document, analysis, finding, diagnosticOf(finding))))).flat(),
        ...here.flatMap((finding) => entryActions(document, analysis, finding, diagnosticOf(finding))),
        ...(here.length > 0 && safeFixes > 1 ? [fixAllQuickFix()] : []),
        ...here.flatMap((finding) => suppressAction(document, analysis, finding, diagnosticOf(finding))),
        ...unique(here).map((finding) => explainAction(finding, diagnosticOf(finding))),
      ];
    }),
  };
}

const lengthOf = ({ span }: Finding) => span.end - span.start;

function isOf(diagnostic: vscode.Diagnostic, finding: Finding): boolean {
  const { code } = diagnostic;
  return diagnostic.source === DIAGNOSTIC_SOURCE && typeof code === 'object' && code.value === finding.rule;
}

async function fixActions(document: vscode.TextDocument, analysis: Analysis, finding: Finding, diagnostics: vscode.Diagnostic[]): Promise<vscode.CodeAction[]> {
  const actions = await Promise.all(
    finding.fixes.map(async (fix) => {
      const edit = await fixEdit(document, analysis, fix);
      if (!edit) return undefined;
      const action = new vscode.CodeAction(fixTitle(fix), vscode.CodeActionKind.QuickFix);
      action.edit = edit;
      action.diagnostics = diagnostics;
      action.isPreferred = fix.isPreferred ?? finding.fixes.length === 1;
      return action;
    }),
  );
  return actions.filter((action) => action !== undefined);
}

/** All that a fix changes, in every file; undefined when one of them can't be opened or is not what the fix was made for. */
async function fixEdit(document: vscode.TextDocument, { folder }: Analysis, { edits, elsewhere = [] }: Fix): Promise<vscode.WorkspaceEdit | undefined> {
  const result = toWorkspaceEdit(document, edits);
  for (const { path, edits: there } of elsewhere) {
    const uri = siblingOf(document.uri, path);
    const other = uri && (await openDocument(uri));
    if (!other || other.getText() !== folder?.view.readText(path)) return undefined;
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
function entryActions(document: vscode.TextDocument, { folder }: Analysis, { related }: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
  const entries = related.flatMap(({ path, span }) => {
    const uri = path === undefined || path.endsWith('.cf') ? undefined : siblingOf(document.uri, path);
    const text = path === undefined ? undefined : folder?.view.readText(path);
    return uri && text !== undefined ? [{ uri, range: toRangeIn(text, span) }] : [];
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
function fixTitle({ title, elsewhere = [] }: Fix): string {
  const others = elsewhere.map(({ path }) => path).filter((path) => !title.includes(path));
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
