import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { FolderView } from '../../discover/postfixFolder.ts';
import type { Finding, Severity } from '../../rules/types.ts';
import { createMailConfigService } from '../../service/mailConfigService.ts';
import { createLineIndex } from '../../text/lineIndex.ts';

/** The folders of the corpus that hold Postfix's own files; each is the kind of its files too. */
const KINDS = ['postfix-main', 'postfix-master'] as const;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

interface PlacedFinding {
  readonly path: string;
  readonly line: number;
  readonly finding: Finding;
}

/**
 * Judges every main.cf and master.cf below a folder, siblings seen, and returns the findings for people: by severity,
 * then by rule, the most frequent first, with file, line and message; counts at the end.
 */
export function postfixFindings(folder: string): string[] {
  const files = KINDS.flatMap((kind) => filesBelow(folder, kind).map((path) => ({ path, kind })));
  const failures: string[] = [];
  const service = createMailConfigService({ logger: { error: (message) => failures.push(message) } });
  const placed = files.flatMap(({ path, kind }): PlacedFinding[] => {
    // Bytes that are no UTF-8 are rare in these files, and no rule is about them.
    const text = readFileSync(join(folder, path), 'utf8');
    const { findings = [] } = service.analyze({ path, text, kind, around: viewOf(folder, path) }) ?? {};
    const index = createLineIndex(text);
    return findings.map((finding) => ({ path, line: index.positionAt(finding.span.start).line + 1, finding }));
  });
  const lines = SEVERITIES.flatMap((severity) => severityLines(severity, placed));
  const counts = SEVERITIES.map((severity) => `${ofSeverity(placed, severity).length} ${severity}`);
  const clean = files.filter(({ path }) => !placed.some((one) => one.path === path)).length;
  return [...lines, ...failures, `${files.length} files, ${clean} without findings. findings: ${placed.length} (${counts.join(', ')})`];
}

const ofSeverity = (placed: readonly PlacedFinding[], severity: Severity) => placed.filter(({ finding }) => finding.severity === severity);

function severityLines(severity: Severity, placed: readonly PlacedFinding[]): string[] {
  const byRule = new Map<string, PlacedFinding[]>();
  for (const one of ofSeverity(placed, severity)) byRule.set(one.finding.rule, [...(byRule.get(one.finding.rule) ?? []), one]);
  const rules = [...byRule].sort(([nameA, a], [nameB, b]) => b.length - a.length || nameA.localeCompare(nameB));
  return rules.flatMap(([rule, own]) => [
    `${severity} ${rule} (${own.length})`,
    ...own.map(({ path, line, finding }) => `  ${path}:${line}: ${finding.message}`),
    '',
  ]);
}

function filesBelow(folder: string, kind: string): string[] {
  const top = join(folder, kind);
  if (!existsSync(top)) return [];
  const entries = readdirSync(top, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.cf($|\.)/.test(entry.name))
    .map((entry) => join(relative(folder, entry.parentPath), entry.name))
    .sort();
}

/** Sees main.cf and master.cf of the same project and folder, which the corpus keeps apart by kind. */
function viewOf(folder: string, path: string): FolderView {
  const [, ...rest] = dirname(path).split('/');
  return {
    readText(name) {
      const kind = KINDS.find((candidate) => `${candidate.slice('postfix-'.length)}.cf` === name);
      const sibling = kind && join(folder, kind, ...rest, name);
      return sibling && existsSync(sibling) ? readFileSync(sibling, 'utf8') : undefined;
    },
    stat: () => undefined,
  };
}
