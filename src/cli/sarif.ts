import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactChange, Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import { ruleLink, VERSION } from '../rules/link.ts';
import { rules } from '../rules/registry.ts';
import type { Finding, Rule, Severity } from '../rules/types.ts';
import { createLineIndex, type LineIndex } from '../text/lineIndex.ts';
import type { Span, TextEdit } from '../text/span.ts';
import { editsElsewhere, relatedElsewhere } from './elsewhere.ts';
import type { LintedFile, LintResult } from './lint.ts';
import { jsonRange } from './lintJson.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF knows nothing below `note` that would still be shown. */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** The findings as a SARIF 2.1.0 log, for code scanning and editors: every rule described, every fix offered. */
export function lintSarif({ files }: LintResult): Log {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Relay Doctor', semanticVersion: VERSION, rules: rules.map(describe) } },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(fileResults),
      },
    ],
  };
}

function describe({ meta }: Rule): ReportingDescriptor {
  return {
    id: meta.id,
    shortDescription: { text: meta.title },
    fullDescription: { text: meta.why },
    helpUri: ruleLink(meta.id),
    defaultConfiguration: { level: LEVELS[meta.severity] },
  };
}

function fileResults(file: LintedFile): Result[] {
  const { path, analysis } = file;
  const lines = createLineIndex(analysis.file.text);
  return analysis.findings.map((finding) => result(finding, artifactUri(path), lines, file));
}

function result(finding: Finding, uri: string, lines: LineIndex, file: LintedFile): Result {
  const { rule, severity, message, span, fixes } = finding;
  const here = finding.related
    .filter((place) => place.path === undefined)
    .map((place) => ({ ...location(place.span, uri, lines), message: { text: place.message } }));
  const there = relatedElsewhere(finding, file).map(({ place, path, lines: index }) => ({
    ...location(place.span, artifactUri(path), index),
    message: { text: place.message },
  }));
  const related = [...here, ...there];
  const changes = fixes.flatMap((fix) => {
    const elsewhere = editsElsewhere(fix, file);
    if (!elsewhere) return [];
    const own = fix.edits.length > 0 ? [artifactChange(uri, fix.edits, lines)] : [];
    const others = elsewhere.map(({ path, edits, lines: index }) => artifactChange(artifactUri(path), edits, index));
    return [{ description: { text: fix.title }, artifactChanges: [...own, ...others] }];
  });
  const ruleIndex = rules.findIndex(({ meta }) => meta.id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(span, uri, lines)],
    ...(related.length > 0 && { relatedLocations: related }),
    ...(changes.length > 0 && { fixes: changes }),
  };
}

function artifactChange(uri: string, edits: readonly TextEdit[], lines: LineIndex): ArtifactChange {
  return {
    artifactLocation: { uri },
    replacements: edits.map((edit) => ({ deletedRegion: region(edit.span, lines), insertedContent: { text: edit.newText } })),
  };
}

function location(span: Span, uri: string, lines: LineIndex): Location {
  return { physicalLocation: { artifactLocation: { uri }, region: region(span, lines) } };
}

function region(span: Span, lines: LineIndex): Region {
  const { start, end } = jsonRange(span, lines);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Relative paths stay relative, so that a log made on one machine fits a checkout on another. */
function artifactUri(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split(sep).map(encodeURIComponent).join('/');
}
