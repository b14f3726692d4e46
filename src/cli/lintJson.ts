import type { FileKind } from '../parse/types.ts';
import type { FixSafety, Severity } from '../rules/types.ts';
import type { LineIndex } from '../text/lineIndex.ts';
import type { Span, TextEdit } from '../text/span.ts';
import type { LintResult } from './lint.ts';
import { type ReportedFinding, reportedFiles } from './lintReport.ts';

/** 1-based; `column` counts UTF-16 code units, as editors do. `end` is the place after the last character. */
export interface JsonRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface JsonEdit {
  readonly range: JsonRange;
  readonly newText: string;
}

/** What `lint --format json` prints: stable within `version`. */
export interface LintJson {
  readonly version: 1;
  readonly files: readonly {
    readonly path: string;
    readonly kind: FileKind;
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: Severity;
      readonly message: string;
      readonly range: JsonRange;
      /** Places in other files of the folder that have to do with it; absent when there are none. */
      readonly related?: readonly { readonly path: string; readonly range: JsonRange; readonly message: string }[];
      readonly fixes: readonly {
        readonly title: string;
        readonly safety: FixSafety;
        readonly edits: readonly JsonEdit[];
        /** What has to change along in other files of the folder; absent when nothing has to. */
        readonly elsewhere?: readonly { readonly path: string; readonly edits: readonly JsonEdit[] }[];
      }[];
    }[];
  }[];
}

export function lintJson(result: LintResult): LintJson {
  return {
    version: 1,
    files: reportedFiles(result).map(({ path, kind, lines, findings }) => ({ path, kind, findings: findings.map((finding) => findingJson(finding, lines)) })),
  };
}

function findingJson({ rule, severity, message, span, related, fixes }: ReportedFinding, lines: LineIndex): LintJson['files'][number]['findings'][number] {
  const there = related.flatMap((place) => (place.in ? [{ path: place.in.path, range: jsonRange(place.span, place.in.lines), message: place.message }] : []));
  return {
    rule,
    severity,
    message,
    range: jsonRange(span, lines),
    ...(there.length > 0 && { related: there }),
    fixes: fixes.map(({ title, safety, edits, elsewhere }) => {
      const others = elsewhere.map((other) => ({ path: other.path, edits: other.edits.map((edit) => jsonEdit(edit, other.lines)) }));
      return { title, safety, edits: edits.map((edit) => jsonEdit(edit, lines)), ...(others.length > 0 && { elsewhere: others }) };
    }),
  };
}

function jsonEdit({ span, newText }: TextEdit, lines: LineIndex): JsonEdit {
  return { range: jsonRange(span, lines), newText };
}

export function jsonRange({ start, end }: Span, lines: LineIndex): JsonRange {
  return { start: jsonPosition(start, lines), end: jsonPosition(end, lines) };
}

function jsonPosition(offset: number, lines: LineIndex): JsonRange['start'] {
  const { line, character } = lines.positionAt(offset);
  return { line: line + 1, column: character + 1 };
}
