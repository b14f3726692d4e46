import { type Span, span } from '../text/span.ts';
import { compareCompatibilityLevels } from './compatibilityLevel.ts';
import { MACRO_NESTING_LIMIT, parseMacros } from './postfixMacro.ts';
import type { ComparisonNode, MacroNode, MacroProblem, MacroText, ReferenceNode, Relation } from './postfixMacroNodes.ts';

/** Gives the unexpanded value of a parameter, or undefined when it has none. */
export type MacroLookup = (name: string) => string | undefined;

export interface Expansion {
  /** The value with every macro replaced; as far as it got when there is a `problem`. */
  readonly value: string;
  /** Names that were asked for and have no value; they count as empty. */
  readonly undefinedNames: readonly string[];
  /** Why expansion ended early. Its span counts in the value that holds the mistake, see `problemIn`. */
  readonly problem?: MacroProblem;
  /** The name of the parameter whose value holds the problem; '' for the value given. */
  readonly problemIn?: string;
  /** A function stood in the way whose result we can't compute, so `value` is not to be relied on. */
  readonly isOpaque: boolean;
}

/** Where a value names a parameter. */
export interface MacroReference {
  readonly name: string;
  readonly span: Span;
}

/** Nodes that one expansion may visit; `a = $b$b`, `b = $c$c`, … doubles with each line. */
const STEP_LIMIT = 5_000;
const LENGTH_LIMIT = 1_000_000;

interface Progress {
  readonly lookup: MacroLookup;
  readonly parsed: Map<string, MacroText>;
  readonly undefinedNames: Set<string>;
  steps: number;
  isOpaque: boolean;
  problem?: MacroProblem;
  problemIn?: string;
}

/**
 * Expands a value as mac_expand(3) does with recursion: only the branch that is taken is looked at, and values are
 * expanded in turn. Mistakes, deep nesting and endless growth end it with a `problem`; it never throws.
 */
export function expandMacros(value: string, lookup: MacroLookup): Expansion {
  // Most values have none: nothing is built for them.
  if (!value.includes('$')) return { value, undefinedNames: [], isOpaque: false };
  const progress: Progress = { lookup, parsed: new Map(), undefinedNames: new Set(), steps: 0, isOpaque: false };
  const result = expandText(parseMacros(value), progress, '', 0);
  return {
    value: result,
    undefinedNames: [...progress.undefinedNames],
    isOpaque: progress.isOpaque,
    ...(progress.problem ? { problem: progress.problem, problemIn: progress.problemIn ?? '' } : {}),
  };
}

function fail(progress: Progress, problem: MacroProblem, owner: string): '' {
  if (!progress.problem) {
    progress.problem = problem;
    progress.problemIn = owner;
  }
  return '';
}

function expandText(text: MacroText, progress: Progress, owner: string, depth: number): string {
  let result = '';
  for (const node of text.nodes) {
    progress.steps += 1;
    if (progress.steps > STEP_LIMIT || result.length > LENGTH_LIMIT) {
      fail(progress, { code: 'expansion-too-long', span: node.span, message: 'the macros expand to more than can be followed' }, owner);
    } else if (depth > MACRO_NESTING_LIMIT) {
      const message = `macros are nested more than ${MACRO_NESTING_LIMIT} deep: a parameter refers to itself`;
      fail(progress, { code: 'macro-nesting', span: node.span, message }, owner);
    }
    if (progress.problem) return result;
    result += expandNode(node, progress, owner, depth);
  }
  return result;
}

function expandNode(node: MacroNode, progress: Progress, owner: string, depth: number): string {
  switch (node.kind) {
    case 'literal':
      return node.text;
    case 'broken':
      return fail(progress, node.problem, owner);
    case 'function': {
      const argument = node.argument ? expandText(node.argument, progress, owner, depth + 1).trim() : '';
      if (node.problem) return fail(progress, node.problem, owner);
      if (node.name === 'domain_to_utf8' ? argument.includes('xn--') : /[^\0-\x7f]/.test(argument)) progress.isOpaque = true;
      return argument;
    }
    case 'reference':
      return expandReference(node, progress, owner, depth);
    case 'comparison':
      return expandComparison(node, progress, owner, depth);
  }
}

function expandReference(node: ReferenceNode, progress: Progress, owner: string, depth: number): string {
  if (node.problem?.code === 'macro-name-syntax') return fail(progress, node.problem, owner);
  const value = progress.lookup(node.name);
  if (value === undefined) progress.undefinedNames.add(node.name);
  if (node.whenTrue || node.whenFalse || node.problem) return expandBranch(node, Boolean(value), progress, owner, depth);
  if (!value) return '';
  let text = progress.parsed.get(value);
  if (!text) {
    text = parseMacros(value);
    progress.parsed.set(value, text);
  }
  return expandText(text, progress, node.name, depth + 1);
}

function expandComparison(node: ComparisonNode, progress: Progress, owner: string, depth: number): string {
  if (!node.left || !node.right || !node.relation) return fail(progress, node.problem!, owner);
  const left = expandText(node.left, progress, owner, depth + 1);
  const right = expandText(node.right, progress, owner, depth + 1);
  if (progress.problem) return '';
  const order = node.suffix ? compareCompatibilityLevels(left, right) : compareOperands(left, right);
  if (order === undefined) {
    const where = span(node.left.span.start, node.right.span.end);
    return fail(progress, { code: 'compatibility-level', span: where, message: 'a compatibility level is a number like "2" or "3.6"' }, owner);
  }
  const isTrue = holds(order, node.relation);
  if (node.whenTrue || node.whenFalse || node.problem) return expandBranch(node, isTrue, progress, owner, depth);
  return isTrue ? 'true' : '';
}

/** A mistake behind the branches counts whichever of them is taken, but a branch's own mistake comes first. */
function expandBranch(node: ReferenceNode | ComparisonNode, isTrue: boolean, progress: Progress, owner: string, depth: number): string {
  const branch = isTrue ? node.whenTrue : node.whenFalse;
  const result = branch ? expandText(branch, progress, owner, depth + 1) : '';
  return node.problem ? fail(progress, node.problem, owner) : result;
}

/** Numbers when both sides are all digits, else byte by byte (mac_exp_eval in mac_expand.c). */
function compareOperands(left: string, right: string): number {
  if (/^[0-9]+$/.test(left) && /^[0-9]+$/.test(right)) return Number(left) - Number(right);
  return left < right ? -1 : Number(left > right);
}

/** Says whether two sides of that order are in the relation. */
export function holds(order: number, relation: Relation): boolean {
  switch (relation) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}

/**
 * Every mistake that postconf(1) would name in a value, in its order: both branches are looked at, and after a mistake
 * only further broken `$` count (MAC_EXP_FLAG_SCAN).
 */
export function macroProblems(value: string): readonly MacroProblem[] {
  return scan(parseMacros(value)).problems;
}

/** Every parameter that a value names, in both branches, up to the first mistake. */
export function macroReferences(value: string): readonly MacroReference[] {
  return value.includes('$') ? scan(parseMacros(value)).references : [];
}

interface Scan {
  readonly problems: MacroProblem[];
  readonly references: MacroReference[];
  hasFailed: boolean;
}

function scan(text: MacroText): Scan {
  const found: Scan = { problems: [], references: [], hasFailed: false };
  scanText(text, found);
  return found;
}

function scanText(text: MacroText, found: Scan): void {
  for (const node of text.nodes) {
    if (node.kind !== 'broken' && found.hasFailed) continue;
    if (node.kind === 'comparison' && node.left && node.right) scanOperands(node.left, node.right, found);
    if (node.kind === 'comparison' && found.hasFailed) continue;
    if (node.kind === 'reference' && node.problem?.code !== 'macro-name-syntax') found.references.push({ name: node.name, span: node.nameSpan });
    if (node.kind === 'function' && node.argument) scanText(node.argument, found);
    if ('whenTrue' in node && node.whenTrue) scanText(node.whenTrue, found);
    if ('whenFalse' in node && node.whenFalse) scanText(node.whenFalse, found);
    if (node.problem) {
      found.problems.push(node.problem);
      found.hasFailed = true;
    }
  }
}

/** The sides of a comparison are read apart from the rest and from each other: both may complain. */
function scanOperands(left: MacroText, right: MacroText, found: Scan): void {
  for (const operand of [left, right]) {
    const { problems, references, hasFailed } = scan(operand);
    found.problems.push(...problems);
    found.references.push(...references);
    found.hasFailed ||= hasFailed;
  }
}
