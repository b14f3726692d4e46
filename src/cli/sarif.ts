import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactChange, Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import { ruleLink, VERSION } from '../rules/link.ts';
import { rules } from '../rules/registry.ts';
import type { Rule, Severity } from '../rules/types.ts';
import type { LineIndex } from '../text/lineIndex.ts';
import type { Span, TextEdit } from '../text/span.ts';
import type { LintResult } from './lint.ts';
import { jsonRange } from './lintJson.ts';
import { type ReportedFile, type ReportedFinding, reportedFiles } from './lintReport.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF knows nothing below `note` that would still be shown. */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** The findings as a SARIF 2.1.0 log, for code scanning and editors: every rule described, every fix offered. */
export function lintSarif(lint: LintResult): Log {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Relay Doctor', semanticVersion: VERSION, rules: rules.map(describe) } },
        columnKind: 'utf16CodeUnits',
        results: reportedFiles(lint).flatMap(fileResults),
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

function fileResults({ path, lines, findings }: ReportedFile): Result[] {
  return findings.map((finding) => result(finding, artifactUri(path), lines));
}

function result({ rule, severity, message, span, related: places, fixes }: ReportedFinding, uri: string, lines: LineIndex): Result {
  const here = places.filter((place) => !place.in);
  const there = places.filter((place) => place.in);
  const related = [...here, ...there].map((place) => ({
    ...(place.in ? location(place.span, artifactUri(place.in.path), place.in.lines) : location(place.span, uri, lines)),
    message: { text: place.message },
  }));
  const changes = fixes.map(({ title, edits, elsewhere }) => {
    const own = edits.length > 0 ? [artifactChange(uri, edits, lines)] : [];
    const others = elsewhere.map((other) => artifactChange(artifactUri(other.path), other.edits, other.lines));
    return { description: { text: title }, artifactChanges: [...own, ...others] };
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
