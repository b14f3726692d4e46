import * as vscode from 'vscode';
import type { Finding } from '../rules/types.ts';
import type { Analysis, MailConfigService } from '../service/types.ts';
import { overlaps } from '../text/span.ts';
import type { Analyses } from './analyses.ts';
import { COMMANDS } from './commands.ts';
import { toSpan, toWorkspaceEdit } from './convert.ts';
import { fixAllEdits } from './fixAll.ts';
import { guarded } from './guarded.ts';
import { DIAGNOSTIC_SOURCE } from './linter.ts';
import type { Panel } from './panel.ts';
import { applyOverrides, readSettings } from './settings.ts';
import { suppressionEdit } from './suppression.ts';

/** What `editor.codeActionsOnSave` names. */
export const FIX_ALL_KIND = vscode.CodeActionKind.SourceFixAll.append('relay-doctor');

const FIX_ALL_TITLE = 'Fix all safe problems in this file';

/** Offers, in this order: the fixes at the place, "fix all", silencing it, explaining it. */
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
      const here = findings.filter(({ span }) => overlaps(span, asked) || span.end === asked.start);
      const diagnosticOf = (finding: Finding) => context.diagnostics.filter((diagnostic) => isOf(diagnostic, finding));
      const safeFixes = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
      return [
        ...here.flatMap((finding) => fixActions(document, finding, diagnosticOf(finding))),
        ...(here.length > 0 && safeFixes > 1 ? [fixAllQuickFix()] : []),
        ...here.flatMap((finding) => suppressAction(document, analysis, finding, diagnosticOf(finding))),
        ...unique(here).map((finding) => explainAction(finding, diagnosticOf(finding))),
      ];
    }),
  };
}

function isOf(diagnostic: vscode.Diagnostic, finding: Finding): boolean {
  const { code } = diagnostic;
  return diagnostic.source === DIAGNOSTIC_SOURCE && typeof code === 'object' && code.value === finding.rule;
}

function fixActions(document: vscode.TextDocument, finding: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
  return finding.fixes.map((fix) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = toWorkspaceEdit(document, fix.edits);
    action.diagnostics = diagnostics;
    action.isPreferred = fix.isPreferred ?? finding.fixes.length === 1;
    return action;
  });
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
