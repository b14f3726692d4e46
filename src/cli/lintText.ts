import type { Severity } from '../rules/types.ts';
import type { LintResult } from './lint.ts';
import { jsonRange } from './lintJson.ts';
import { type ReportedFile, reportedFiles } from './lintReport.ts';
import { count, type Paint, printable, SEVERITY_STYLE } from './style.ts';

const NAMES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The findings for people: one line each, a blank line between files, and a summary. */
export function lintText(result: LintResult, paint: Paint): string {
  const files = reportedFiles(result);
  const blocks = files.filter(({ findings }) => findings.length > 0).map((file) => fileLines(file, paint).join('\n'));
  return `${[...blocks, summary(files, result.fixed, paint)].join('\n\n')}\n`;
}

function fileLines({ path, lines, findings }: ReportedFile, paint: Paint): string[] {
  return findings.map(({ span, severity, message, rule }) => {
    const { start } = jsonRange(span, lines);
    const place = paint('bold', `${printable(path)}:${start.line}:${start.column}`);
    return `${place}  ${paint(SEVERITY_STYLE[severity], severity)}  ${printable(message)}  ${paint('dim', rule)}`;
  });
}

function summary(files: readonly ReportedFile[], fixed: LintResult['fixed'], paint: Paint): string {
  const findings = files.flatMap((file) => file.findings);
  const fixedNote = fixed.files > 0 ? `fixed ${count(fixed.findings, 'problem')} in ${count(fixed.files, 'file')}; ` : '';
  if (files.length === 0) return 'no mail settings found';
  if (findings.length === 0) return paint('green', `${fixedNote}no problems in ${count(files.length, 'file')}`);
  const parts = NAMES.map((name): [Severity, number] => [name, findings.filter(({ severity }) => severity === name).length]).filter(([, number]) => number > 0);
  const bySeverity = parts.map(([name, number]) => paint(SEVERITY_STYLE[name], name === 'information' ? `${number} ${name}` : count(number, name))).join(', ');
  const fixable = findings.filter(({ fixes }) => fixes.some(({ safety, elsewhere }) => safety === 'safe' && elsewhere.length === 0)).length;
  const hint = fixable > 0 ? `; ${fixable} can be fixed with --fix` : '';
  return `${fixedNote}${count(findings.length, 'problem')} (${bySeverity}) in ${count(files.length, 'file')}${hint}`;
}
