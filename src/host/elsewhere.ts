import type * as vscode from 'vscode';
import type { Finding } from '../rules/types.ts';
import type { Analysis } from '../service/types.ts';
import { type OtherFile, otherFile } from './otherFiles.ts';

/** A finding of one document that asks for a change in another file. */
export interface PlacedFinding {
  readonly source: vscode.TextDocument;
  readonly analysis: Analysis;
  readonly finding: Finding;
  readonly target: OtherFile;
}

/** Keeps the findings that open documents have about other files. */
export interface Elsewhere {
  /** Replaces what a document says about other files. Returns the files about which something was or is said. */
  keep(source: vscode.TextDocument, analysis: Analysis | undefined, findings: readonly Finding[]): readonly vscode.Uri[];
  /** What open documents say about a file, each rule and place once. */
  at(uri: vscode.Uri): readonly PlacedFinding[];
}

export function createElsewhere(): Elsewhere {
  const bySource = new Map<string, readonly PlacedFinding[]>();
  return {
    keep(source, analysis, findings) {
      const key = source.uri.toString();
      const before = bySource.get(key) ?? [];
      const now = findings.flatMap((finding) => {
        const target = analysis && finding.path !== undefined ? otherFile(source, analysis, finding.path) : undefined;
        return analysis && target ? [{ source, analysis, finding, target }] : [];
      });
      if (now.length > 0) bySource.set(key, now);
      else bySource.delete(key);
      return [...new Map([...before, ...now].map(({ target }) => [target.uri.toString(), target.uri])).values()];
    },
    at(uri) {
      const key = uri.toString();
      const placed = [...bySource.values()].flat().filter(({ target }) => target.uri.toString() === key);
      return [...new Map(placed.map((one) => [`${one.finding.rule} ${one.finding.span.start} ${one.finding.span.end}`, one])).values()];
    },
  };
}
