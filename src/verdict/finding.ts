import { nameOf } from '../discover/joinedPlaces.ts';
import type { RelaySetting } from '../discover/types.ts';
import { atOrigin, fromParts } from '../rules/support/origin.ts';
import type { Finding, Fix, RelatedPlace, Severity } from '../rules/types.ts';
import type { Analysis } from '../service/types.ts';
import type { Cause } from '../smtp/types.ts';
import type { Span } from '../text/span.ts';
import { provenFix } from './fixes.ts';
import { placeOf } from './place.ts';

/** Causes that say nothing about the configuration, or may be gone with the next attempt. */
const PASSING = /^(limit\/|greeting\/temporary|auth\/(temporary|throttled|locked-out)|starttls\/temporary|dns\/(timeout|server-failure))/;

/**
 * The verdict of a failed test as a finding: on the line that caused it, with the fix that the test has proved.
 * Its `rule` is the stable code of the cause. None for a test that was cancelled or failed by a fault of ours.
 */
export function verdictFinding(analysis: Analysis, setting: RelaySetting, cause: Cause): Finding | undefined {
  if (cause.code === 'cancelled' || cause.code === 'internal') return undefined;
  const { path, span } = placeOf(analysis, setting, cause.part);
  const beside = analysis.findings.filter((one) => one.path === path && intersects(one.span, span));
  const proven = cause.proven && provenFix(analysis, setting, cause.proven);
  // What a rule already offers here under its own title is not offered twice.
  const fix = proven && !beside.some(({ fixes }) => fixes.some((one) => isSameEdit(one, proven))) ? proven : undefined;
  // A rule that stands here says what to do; the test adds that it was seen.
  const isSaid = cause.rule !== undefined && beside.some(({ rule }) => rule === cause.rule);
  const advice = cause.proven ? ` Seen to work: ${cause.proven.evidence}` : isSaid ? ` Seen in a test; "${cause.rule}" says what to do` : ` ${cause.nextStep}`;
  const finding: Finding = {
    rule: cause.code,
    severity: severityOf(cause),
    message: `${cause.summary}.${advice}`,
    span,
    related: relatedPlaces(setting, span, path),
    fixes: fix ? [fix] : [],
    ...(path === undefined ? {} : { path }),
  };
  const { file } = setting;
  const placed = atOrigin(finding, file);
  // What was put together from several files is led back to the one that has to change.
  return file.parts ? fromParts(placed, file, nameOf(analysis.file.path)) : placed;
}

function intersects(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function isSameEdit(one: Fix, other: Fix): boolean {
  const changes = ({ edits, elsewhere = [] }: Fix) => JSON.stringify([edits, elsewhere]);
  return changes(one) === changes(other);
}

/** It did not work just now; an error only where the setting itself is shown to be at fault. */
function severityOf({ code, owner, part, confidence }: Cause): Severity {
  const isShown = confidence === 'certain' && part !== undefined && owner !== 'network' && !PASSING.test(code);
  return isShown ? 'error' : 'warning';
}

/** The relay, where the verdict stands on another of its keys. */
function relatedPlaces({ host, anchor, file }: RelaySetting, span: Finding['span'], path: string | undefined): RelatedPlace[] {
  const at = host?.span ?? anchor.keySpan;
  if (path !== undefined) return [];
  const isSameLine = !file.text.slice(Math.min(at.start, span.start), Math.max(at.end, span.end)).includes('\n');
  return isSameLine ? [] : [{ span: at, message: 'the relay that was tested' }];
}
