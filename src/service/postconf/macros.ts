import { compareCompatibilityLevels } from '../../parse/compatibilityLevel.ts';
import { holds } from '../../parse/postfixExpand.ts';
import { MACRO_NESTING_LIMIT, parseMacros } from '../../parse/postfixMacro.ts';
import type { ComparisonNode, FunctionNode, MacroNode, MacroText, ReferenceNode, Relation } from '../../parse/postfixMacroNodes.ts';
import type { Output } from './output.ts';

/** Gives the unexpanded value of a name, or undefined when it has none. */
export type Lookup = (name: string) => string | undefined;

export interface MacroWorld {
  readonly output: Output;
  /** `${function{text}}` is understood (3.11). */
  readonly hasFunctions: boolean;
}

/** Comparisons inside comparisons start to count nesting anew, so one that refers to itself ends with the stack. */
const CONTEXT_LIMIT = 400;
/** Macros that one call evaluates; `a = $b$b`, `b = $c$c`, … doubles with each line. */
const STEP_LIMIT = 3_000_000;
/** Characters of context that a complaint shows. */
const SHOWN = 20;

const OPERATORS = '"==" or "!="" or "<"" or "<="" or ">="" or ">"';

/** Expands a value with all its macros, saying what postconf(1) says about mistakes; undefined when there was one. */
export function expandValue(value: string, lookup: Lookup, world: MacroWorld): string | undefined {
  const evaluation = new Evaluation(lookup, world, { steps: 0, contexts: 0 }, false);
  return evaluation.run(parseMacros(value), value) ? evaluation.result : undefined;
}

/** Visits every name in a value, in both branches of conditions, saying what postconf(1) says about mistakes (`MAC_EXP_FLAG_SCAN`). */
export function scanValue(value: string, visit: (name: string) => void, world: MacroWorld): void {
  if (!value.includes('$')) return;
  const lookup = (name: string): undefined => {
    visit(name);
  };
  new Evaluation(lookup, world, { steps: 0, contexts: 0 }, true).run(parseMacros(value), value);
}

interface Budget {
  steps: number;
  contexts: number;
}

/** One run of mac_expand(3): its nesting level and its status are shared by everything below it, comparisons excepted. */
class Evaluation {
  result = '';
  private hasFailed = false;
  private level = 0;
  private readonly lookup: Lookup;
  private readonly world: MacroWorld;
  private readonly budget: Budget;
  private readonly isScan: boolean;

  constructor(lookup: Lookup, world: MacroWorld, budget: Budget, isScan: boolean) {
    this.lookup = lookup;
    this.world = world;
    this.budget = budget;
    this.isScan = isScan;
  }

  /**
   * Goes through one text as mac_parse(3) does; `source` is what the nodes' spans count in. A mistake does not end it at
   * once: plain `$name`s and text are still passed on, a `${` is the end. Returns whether all went well.
   */
  run(text: MacroText, source: string): boolean {
    let isGood = true;
    for (const [index, node] of text.nodes.entries()) {
      if (node.kind === 'broken') {
        if (node.problem.code === 'macro-nesting') return this.run(parseMacros(sliceOf(source, text)), sliceOf(source, text));
        this.complainAboutDollar(node.problem.code, source, text, node, isGood);
        return false;
      }
      const isLast = index === text.nodes.length - 1;
      if (!isGood && (node.kind === 'literal' ? isLast : !isPlain(node))) break;
      isGood = this.step(node, source) && isGood;
    }
    return isGood;
  }

  private warn(message: string): false {
    this.world.output.warn(message);
    this.hasFailed = true;
    return false;
  }

  private complainAboutDollar(code: string, source: string, text: MacroText, node: MacroNode, isGood: boolean): void {
    const whole = sliceOf(source, text);
    if (code === 'truncated-macro') this.world.output.warn(`truncated macro reference: "${whole}"`);
    else if (isGood || isPlainDollar(source, node)) this.world.output.warn(`empty macro name: "${whole}"`);
  }

  /** One piece of text or one macro (mac_expand_callback). What fails keeps its level, as it does there. */
  private step(node: Exclude<MacroNode, { kind: 'broken' }>, source: string): boolean {
    this.budget.steps += 1;
    if (this.budget.steps > STEP_LIMIT) this.world.output.fatal('the macros expand to more than can be followed');
    this.level += 1;
    if (this.level - 1 > MACRO_NESTING_LIMIT) this.warn(`unreasonable macro call nesting: "${node.kind === 'literal' ? node.text : bodyOf(source, node)}"`);
    if (this.hasFailed) return false;
    if (node.kind === 'literal') {
      if (!this.isScan) this.result += node.text;
    } else if (!this.macro(node, source)) return false;
    this.level -= 1;
    return !this.hasFailed;
  }

  private macro(node: ReferenceNode | ComparisonNode | FunctionNode, source: string): boolean {
    if (node.kind === 'function' && this.world.hasFunctions) return this.callFunction(node, source);
    if (node.kind === 'comparison') {
      const value = this.compare(node, source);
      return value !== false && this.choose(node, value.text, source);
    }
    if (node.kind === 'function' || node.problem?.code === 'macro-name-syntax') {
      const body = bodyOf(source, node);
      const at = node.nameSpan.end - (node.span.start + 2);
      return this.warn(`attribute name syntax error at: "...${body.slice(0, at)}>>>${body.slice(at, at + SHOWN)}"`);
    }
    return this.choose(node, this.lookup(node.name), source);
  }

  /** The result of a name or comparison: its value, or the branch that the value selects. */
  private choose(node: ReferenceNode | ComparisonNode, value: string | undefined, source: string): boolean {
    const { problem, whenTrue, whenFalse } = node;
    if (!problem && !whenTrue && !whenFalse) {
      if (value && !this.isScan) this.follow(parseMacros(value), value);
      return true;
    }
    const shown = (start: number) => source.slice(start, node.span.end - 1).slice(0, SHOWN);
    if (problem?.code === 'condition-expected') return this.warn(`"?" or ":" expected at: "...}>>>${shown(problem.span.start)}"`);
    if (whenTrue && (value || this.isScan)) this.follow(whenTrue, source);
    if (problem?.code === 'unbalanced-braces') return this.complainAboutBraces(source, node, problem.span.start);
    if (problem?.code === 'colon-expected') return this.warn(`":" expected at: "...${sliceOf(source, whenTrue!)}}>>>${shown(problem.span.start)}"`);
    if (whenFalse && (!value || this.isScan)) this.follow(whenFalse, source);
    if (problem) return this.warn(`unexpected input at: "...${sliceOf(source, whenFalse!)}}>>>${shown(problem.span.start)}"`);
    return true;
  }

  private follow(text: MacroText, source: string): void {
    if (!this.run(text, source)) this.hasFailed = true;
  }

  private complainAboutBraces(source: string, node: MacroNode, at: number): false {
    return this.warn(`unbalanced {} in attribute expression: "${source.slice(at, node.span.end - 1)}"`);
  }

  /** The value of a comparison, `true` or nothing; false after a mistake. */
  private compare(node: ComparisonNode, source: string): { readonly text: string | undefined } | false {
    const { left, relation, right, problem } = node;
    const at = problem?.span.start ?? 0;
    const rest = source.slice(at, node.span.end - 1).slice(0, SHOWN);
    if (!left) return this.complainAboutBraces(source, node, at);
    if (!relation) return this.warn(`${OPERATORS} expected at: "...${sliceOf(source, left)}}>>>${rest}"`);
    if (problem?.code === 'operator-suffix') return this.warn(`bad operator suffix at: "...${relation}>>>${source.slice(at, problem.span.end)}"`);
    if (!right && problem?.code === 'operand-expected') return this.warn(`"{expression}" expected at: "...{${sliceOf(source, left)}} ${relation}>>>${rest}"`);
    if (!right) return this.complainAboutBraces(source, node, at);
    const leftValue = this.operand(left, source);
    const rightValue = this.operand(right, source);
    const isTrue = this.isScan ? undefined : this.holds(leftValue, relation, rightValue, node.suffix !== undefined);
    if (this.hasFailed) return false;
    return { text: isTrue === undefined ? undefined : isTrue ? 'true' : '' };
  }

  private operand(text: MacroText, source: string): string {
    this.budget.contexts += 1;
    if (this.budget.contexts > CONTEXT_LIMIT) this.world.output.overflowStack();
    const inner = new Evaluation(this.lookup, this.world, this.budget, this.isScan);
    if (!inner.run(text, source)) this.hasFailed = true;
    this.budget.contexts -= 1;
    return inner.result;
  }

  private holds(left: string, relation: Relation, right: string, isLevel: boolean): boolean {
    if (!isLevel) return holds(this.compareTexts(left, right), relation);
    for (const level of [left, right]) {
      if (compareCompatibilityLevels(level, '0') === undefined) return this.warn(`malformed compatibility level syntax: "${level}"`);
    }
    return holds(compareCompatibilityLevels(left, right)!, relation);
  }

  /** Numbers when both sides are all digits, else byte by byte. */
  private compareTexts(left: string, right: string): number {
    if (!/^\d+$/.test(left) || !/^\d+$/.test(right)) return left < right ? -1 : Number(left > right);
    for (const number of [left, right]) if (BigInt(number) > LONG_MAX) this.world.output.fatal(`mac_exp_eval: bad conversion: ${number}`);
    return Number(BigInt(left) - BigInt(right));
  }

  private callFunction(node: FunctionNode, source: string): boolean {
    if (node.argument) this.result += this.operand(node.argument, source).trim();
    if (node.problem) return this.warn(`unexpected input at: "...>>>${source.slice(node.problem.span.start, node.span.end - 1).slice(0, SHOWN)}"`);
    return !this.hasFailed;
  }
}

const LONG_MAX = 2n ** 63n - 1n;

function sliceOf(source: string, text: MacroText): string {
  return source.slice(text.span.start, text.span.end);
}

/** What stands between the brackets, or the name of a plain `$name`. */
function bodyOf(source: string, node: MacroNode): string {
  return isPlain(node) ? source.slice(node.span.start + 1, node.span.end) : source.slice(node.span.start + 2, node.span.end - 1);
}

function isPlain(node: MacroNode): boolean {
  return node.kind === 'reference' && node.form === 'plain';
}

/** A `$` that no name and no bracket follows. */
function isPlainDollar(source: string, node: MacroNode): boolean {
  const next = source[node.span.start + 1];
  return node.span.end === node.span.start + 1 || (next !== '{' && next !== '(');
}
