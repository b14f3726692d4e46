import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { grammarFiles } from '../../cli/grammarFiles.ts';
import type { FolderView } from '../../discover/postfixFolder.ts';
import type { Finding, Severity } from '../../rules/types.ts';
import { createMailConfigService } from '../../service/mailConfigService.ts';
import { createLineIndex } from '../../text/lineIndex.ts';
import { compareGolden, type FindingPlace, type ReviewedFinding } from './golden.ts';

/** The folders of the corpus that hold Postfix's own files, and those that hold no configuration. */
const FOLDERS = ['postfix-main', 'postfix-master', 'sasl-transport'] as const;
const OTHER_FOLDERS: ReadonlySet<string> = new Set([...FOLDERS, 'eml', 'maillog']);

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export interface PlacedFinding extends FindingPlace {
  readonly message: string;
}

export interface CorpusFindings {
  readonly files: readonly string[];
  readonly found: readonly PlacedFinding[];
  /** Rules that failed, and files that are of no known kind and were not judged. */
  readonly remarks: readonly string[];
}

/** Judges every main.cf, master.cf and lookup table below a folder, siblings seen, as an editor would. */
export function findInPostfixFiles(folder: string): CorpusFindings {
  const files: string[] = [];
  const remarks: string[] = [];
  const service = createMailConfigService({ logger: { error: (message) => remarks.push(message) } });
  const found = FOLDERS.flatMap((name) => filesBelow(folder, name)).flatMap((path): PlacedFinding[] => {
    // Bytes that are no UTF-8 are rare in these files, and no rule is about them.
    const text = readFileSync(join(folder, path), 'utf8');
    const kind = service.kindOf(path, text);
    if (!kind?.startsWith('postfix-')) {
      remarks.push(`${path} is not read as a file of Postfix's`);
      return [];
    }
    files.push(path);
    const { findings = [] } = service.analyze({ path, text, kind, around: viewOf(folder, path) }) ?? {};
    const index = createLineIndex(text);
    return findings.map((finding) => placed(path, index.positionAt(finding.span.start).line + 1, finding));
  });
  return { files, found, remarks };
}

/** Judges every file of an app's below a folder, each by itself: the corpus keeps no whole projects. */
export async function findInAppFiles(folder: string): Promise<CorpusFindings> {
  const files: string[] = [];
  const remarks: string[] = [];
  const found: PlacedFinding[] = [];
  const service = createMailConfigService({ logger: { error: (message) => remarks.push(message) }, grammars: grammarFiles });
  const names = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory() && !OTHER_FOLDERS.has(each.name));
  for (const path of names.flatMap(({ name }) => filesBelow(folder, name))) {
    const text = readFileSync(join(folder, path), 'utf8');
    const kind = service.kindOf(path, text);
    if (!kind || kind.startsWith('postfix-')) {
      remarks.push(`${path} is of no kind that is read`);
      continue;
    }
    files.push(path);
    await service.prepare({ kind, text });
    const { findings = [] } = service.analyze({ path, text, kind }) ?? {};
    const index = createLineIndex(text);
    found.push(...findings.map((finding) => placed(path, index.positionAt(finding.span.start).line + 1, finding)));
  }
  return { files, found, remarks };
}

const placed = (path: string, line: number, { rule, severity, message }: Finding): PlacedFinding => ({ path, line, rule, severity, message });

/** The findings for people: by severity, then by rule, the most frequent first, with file, line and message; counts at the end. */
export function findingLines({ files, found, remarks }: CorpusFindings): string[] {
  const counts = SEVERITIES.map((severity) => `${ofSeverity(found, severity).length} ${severity}`);
  const clean = files.filter((path) => !found.some((one) => one.path === path)).length;
  const total = `${files.length} files, ${clean} without findings. findings: ${found.length} (${counts.join(', ')})`;
  return [...SEVERITIES.flatMap((severity) => severityLines(severity, found)), ...remarks, total];
}

/**
 * Lays the findings beside the reviewed ones. Not good is an error or a warning that nobody has judged, or that was judged
 * and is not right.
 */
export function reviewLines({ files, found }: CorpusFindings, reviewed: readonly ReviewedFinding[]): { readonly lines: string[]; readonly isGood: boolean } {
  const { unreviewed, faulty, gone } = compareGolden(found, reviewed, (path) => files.includes(path));
  const line = ({ path, line: number, rule, severity }: FindingPlace) => `  ${path}:${number}: ${severity} ${rule}`;
  const section = (title: string, lines: readonly string[]) => (lines.length > 0 ? ['', `${title} (${lines.length})`, ...lines] : []);
  const isGrave = ({ severity }: FindingPlace) => severity === 'error' || severity === 'warning';
  return {
    lines: [
      ...section('not reviewed', unreviewed.map(line)),
      ...section(
        'reviewed, and not right',
        faulty.map((one) => `${line(one)}: ${one.verdict}: ${one.reason}`),
      ),
      ...section('reviewed, and found no more', gone.map(line)),
    ],
    isGood: ![...unreviewed, ...faulty].some(isGrave),
  };
}

const ofSeverity = (found: readonly PlacedFinding[], severity: Severity) => found.filter((one) => one.severity === severity);

function severityLines(severity: Severity, found: readonly PlacedFinding[]): string[] {
  const byRule = new Map<string, PlacedFinding[]>();
  for (const one of ofSeverity(found, severity)) byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), one]);
  const rules = [...byRule].sort(([nameA, a], [nameB, b]) => b.length - a.length || nameA.localeCompare(nameB));
  return rules.flatMap(([rule, own]) => [`${severity} ${rule} (${own.length})`, ...own.map(({ path, line, message }) => `  ${path}:${line}: ${message}`), '']);
}

function filesBelow(folder: string, name: string): string[] {
  const top = join(folder, name);
  if (!existsSync(top)) return [];
  const entries = readdirSync(top, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(relative(folder, entry.parentPath), entry.name).replaceAll('\\', '/'))
    .sort();
}

/** Sees main.cf and master.cf of the same project and folder, which the corpus keeps apart by kind. */
function viewOf(folder: string, path: string): FolderView {
  const [, ...rest] = dirname(path).split('/');
  return {
    readText(name) {
      const kind = FOLDERS.find((candidate) => `${candidate.slice('postfix-'.length)}.cf` === name);
      const sibling = kind && join(folder, kind, ...rest, name);
      return sibling && existsSync(sibling) ? readFileSync(sibling, 'utf8') : undefined;
    },
    stat: () => undefined,
  };
}
