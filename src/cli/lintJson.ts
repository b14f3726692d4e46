import type { FileKind } from '../parse/types.ts';
import type { Finding, FixSafety, Severity } from '../rules/types.ts';
import { createLineIndex, type LineIndex } from '../text/lineIndex.ts';
import type { Span } from '../text/span.ts';
import type { LintResult } from './lint.ts';

/** 1-based; `column` counts UTF-16 code units, as editors do. `end` is the place after the last character. */
export interface JsonRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
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
      readonly fixes: readonly {
        readonly title: string;
        readonly safety: FixSafety;
        readonly edits: readonly { readonly range: JsonRange; readonly newText: string }[];
      }[];
    }[];
  }[];
}

export function lintJson({ files }: LintResult): LintJson {
  return {
    version: 1,
    files: files.map(({ path, analysis }) => {
      const lines = createLineIndex(analysis.file.text);
      return { path, kind: analysis.file.kind, findings: analysis.findings.map((finding) => findingJson(finding, lines)) };
    }),
  };
}

function findingJson({ rule, severity, message, span, fixes }: Finding, lines: LineIndex): LintJson['files'][number]['findings'][number] {
  return {
    rule,
    severity,
    message,
    range: jsonRange(span, lines),
    fixes: fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map((edit) => ({ range: jsonRange(edit.span, lines), newText: edit.newText })),
    })),
  };
}

export function jsonRange({ start, end }: Span, lines: LineIndex): JsonRange {
  return { start: jsonPosition(start, lines), end: jsonPosition(end, lines) };
}

function jsonPosition(offset: number, lines: LineIndex): JsonRange['start'] {
  const { line, character } = lines.positionAt(offset);
  return { line: line + 1, column: character + 1 };
}
