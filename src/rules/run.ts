import { contains, overlaps, type Span } from '../text/span.ts';
import { atOrigin, placeEdits } from './support/origin.ts';
import type { Finding, Fix, Rule, RuleContext, Severity } from './types.ts';

export interface RunOptions {
  readonly rules: readonly Rule[];
  /** Hears of a rule that threw or broke the engine's terms. Tests throw here, an editor logs. */
  readonly onRuleError: (ruleId: string, error: Error) => void;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Orders from the gravest to the lightest. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/**
 * Runs every rule that reads this kind of file. Returns what they found sorted by place, then rule id,
 * exact repeats left out. A rule that throws loses its own findings only.
 */
export function runRules(context: RuleContext, { rules, onRuleError }: RunOptions): Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    if (!rule.meta.kinds.includes(context.file.kind)) continue;
    try {
      found.push(...findingsOf(rule, context));
    } catch (error) {
      onRuleError(rule.meta.id, error instanceof Error ? error : new Error(String(error)));
    }
  }
  return sortedFindings(found);
}

/** Sorted by place, then rule id, exact repeats left out. */
export function sortedFindings(findings: readonly Finding[]): Finding[] {
  return withoutRepeats([...findings].sort(compareFindings));
}

/** By start, rule id, end and message: no two different findings are equal. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.path ?? '', b.path ?? '') ||
    a.span.start - b.span.start ||
    compareText(a.rule, b.rule) ||
    a.span.end - b.span.end ||
    compareText(a.message, b.message)
  );
}

function findingsOf(rule: Rule, context: RuleContext): Finding[] {
  const found: Finding[] = [];
  for (const state of rule.run(context)) {
    const { at, message, severity = rule.meta.severity, related = [], tag } = rule.word(state, context);
    if (isUnfinished(at, context.file)) continue;
    const fixes = (rule.fixes?.(state, context) ?? []).map((fix) => placeEdits(fix, context.file));
    const finding: Finding = { rule: rule.meta.id, severity, message, span: at, related, fixes, ...(tag && { tag }) };
    check(finding, rule, context.file.text);
    found.push(atOrigin(finding, context.file));
  }
  return found;
}

/** Says whether a place is one where the text is still being typed: what seems to be missing may be about to come. */
function isUnfinished({ start }: Span, { unfinished }: RuleContext['file']): boolean {
  return unfinished !== undefined && unfinished.start <= start && start <= unfinished.end;
}

/** Throws when a finding breaks the terms: then the rule is wrong, not the user's file. */
function check(finding: Finding, rule: Rule, text: string): void {
  const whole = { start: 0, end: text.length };
  checkSpan(finding.span, whole, 'its place');
  // The text of another file is not at hand.
  for (const place of finding.related) if (place.path === undefined) checkSpan(place.span, whole, 'a related place');
  if (finding.message === '' || /[\r\n]/.test(finding.message)) throw new Error('a message has to be one line');
  if (compareSeverity(finding.severity, rule.meta.severity) < 0) throw new Error(`severity "${finding.severity}" is above the rule's own`);
  for (const fix of finding.fixes) checkFix(fix, rule, whole);
}

function checkFix(fix: Fix, rule: Rule, whole: Span): void {
  if (rule.meta.fix === 'none') throw new Error('a rule that declares no fix offered one');
  if (rule.meta.fix === 'safe' && fix.safety === 'unsafe') throw new Error(`fix "${fix.title}" is unsafe, the rule declares safe ones only`);
  fix.edits.forEach((edit, index) => {
    checkSpan(edit.span, whole, `an edit of "${fix.title}"`);
    if (fix.edits.slice(0, index).some((earlier) => overlaps(earlier.span, edit.span))) throw new Error(`edits of "${fix.title}" overlap`);
  });
}

function checkSpan(inner: Span, whole: Span, what: string): void {
  if (inner.start > inner.end || !contains(whole, inner)) throw new Error(`${what} (${inner.start} to ${inner.end}) is outside the file`);
}

function withoutRepeats(sorted: readonly Finding[]): Finding[] {
  return sorted.filter((finding, index) => index === 0 || compareFindings(sorted[index - 1]!, finding) !== 0);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
