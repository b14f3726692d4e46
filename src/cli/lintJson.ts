import type { FileKind } from '../parse/types.ts';
import type { Finding, FixSafety, Severity } from '../rules/types.ts';
import { createLineIndex, type LineIndex } from '../text/lineIndex.ts';
import type { Span, TextEdit } from '../text/span.ts';
import { editsElsewhere, relatedElsewhere } from './elsewhere.ts';
import type { LintedFile, LintResult } from './lint.ts';

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

export function lintJson({ files }: LintResult): LintJson {
  return {
    version: 1,
    files: files.map((file) => {
      const { path, analysis } = file;
      const lines = createLineIndex(analysis.file.text);
      return { path, kind: analysis.file.kind, findings: analysis.findings.map((finding) => findingJson(finding, lines, file)) };
    }),
  };
}

function findingJson(finding: Finding, lines: LineIndex, file: LintedFile): LintJson['files'][number]['findings'][number] {
  const { rule, severity, message, span, fixes } = finding;
  const related = relatedElsewhere(finding, file).map(({ place, path, lines: there }) => ({
    path,
    range: jsonRange(place.span, there),
    message: place.message,
  }));
  return {
    rule,
    severity,
    message,
    range: jsonRange(span, lines),
    ...(related.length > 0 && { related }),
    fixes: fixes.flatMap((fix) => {
      const elsewhere = editsElsewhere(fix, file);
      if (!elsewhere) return [];
      const { title, safety, edits } = fix;
      const others = elsewhere.map(({ path, edits: there, lines: index }) => ({ path, edits: there.map((edit) => jsonEdit(edit, index)) }));
      return [{ title, safety, edits: edits.map((edit) => jsonEdit(edit, lines)), ...(others.length > 0 && { elsewhere: others }) }];
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
