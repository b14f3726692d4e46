import { dirname, join, resolve } from 'node:path';
import { fileKind } from '../parse/fileKind.ts';
import type { FileKind } from '../parse/types.ts';
import type { Finding, FixSafety, Severity } from '../rules/types.ts';
import { createLineIndex, type LineIndex } from '../text/lineIndex.ts';
import type { Span, TextEdit } from '../text/span.ts';
import type { LintedFile, LintResult } from './lint.ts';

/** A file by the path a report gives it, which is relative where that of the linted file is. */
interface NamedText {
  readonly path: string;
  readonly lines: LineIndex;
}

/** A file with the findings that ask for a change of it, whichever file they came to light in. */
export interface ReportedFile extends NamedText {
  readonly kind: FileKind;
  readonly findings: readonly ReportedFinding[];
}

/** A finding as seen from the file that has to change. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** `in` is absent for a place in the same file. */
  readonly related: readonly { readonly in?: NamedText; readonly span: Span; readonly message: string }[];
  readonly fixes: readonly ReportedFix[];
}

export interface ReportedFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
  readonly elsewhere: readonly (NamedText & { readonly edits: readonly TextEdit[] })[];
}

/** Brings each finding to the file that has to change; of the same rule at the same place there is one. */
export function reportedFiles({ files }: LintResult): ReportedFile[] {
  const reported = new Map<string, ReportedFile & { readonly findings: ReportedFinding[] }>();
  for (const { path, analysis } of files) {
    reported.set(resolve(path), { path, kind: analysis.file.kind, lines: createLineIndex(analysis.file.text), findings: [] });
  }
  // A file's own findings come first: they know its grammar best.
  for (const isOwn of [true, false]) {
    for (const file of files) {
      const from: Finder = { file, own: { path: file.path, lines: reported.get(resolve(file.path))!.lines } };
      for (const finding of file.analysis.findings) if ((finding.path === undefined) === isOwn) place(finding, from, reported);
    }
  }
  return [...reported.values()].map((file) => ({ ...file, findings: file.findings.sort((a, b) => a.span.start - b.span.start) }));
}

/** The file that a finding came to light in. */
interface Finder {
  readonly file: LintedFile;
  readonly own: NamedText;
}

function place(finding: Finding, from: Finder, reported: Map<string, ReportedFile & { readonly findings: ReportedFinding[] }>): void {
  const at = namedBy(from, finding.path);
  if (!at) return;
  const key = resolve(at.path);
  const target = reported.get(key) ?? { ...at, kind: fileKind(at.path) ?? 'dotenv', findings: [] };
  reported.set(key, target);
  const isSame = ({ rule, span }: ReportedFinding) => rule === finding.rule && span.start === finding.span.start && span.end === finding.span.end;
  if (finding.path === undefined || !target.findings.some(isSame)) target.findings.push(seenFrom(key, finding, from));
}

function seenFrom(key: string, { rule, severity, message, span, related, fixes }: Finding, from: Finder): ReportedFinding {
  return {
    rule,
    severity,
    message,
    span,
    related: related.flatMap((other) => {
      const file = namedBy(from, other.path);
      return file ? [{ ...(resolve(file.path) !== key && { in: file }), span: other.span, message: other.message }] : [];
    }),
    fixes: fixes.flatMap(({ title, safety, edits, elsewhere = [] }) => {
      const changes: readonly { readonly path?: string; readonly edits: readonly TextEdit[] }[] = edits.length > 0 ? [{ edits }, ...elsewhere] : elsewhere;
      const whole = changes.flatMap((change) => {
        const file = namedBy(from, change.path);
        return file ? [{ ...file, edits: change.edits }] : [];
      });
      // A fix is offered whole or not at all.
      if (whole.length < changes.length) return [];
      const isHere = ({ path }: NamedText) => resolve(path) === key;
      return [{ title, safety, edits: whole.filter(isHere).flatMap((change) => change.edits), elsewhere: whole.filter((change) => !isHere(change)) }];
    }),
  };
}

/** A file by the name that a finding gives it, the finder itself without one; undefined when it can't be read. */
function namedBy({ file: { path, around }, own }: Finder, named: string | undefined): NamedText | undefined {
  if (named === undefined) return own;
  const name = around?.nameOf(named);
  const text = around?.readText(named);
  return name === undefined || text === undefined ? undefined : { path: join(dirname(path), name), lines: createLineIndex(text) };
}
