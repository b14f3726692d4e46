import type { Span } from '../text/span.ts';

/** What can be wrong with a macro, named after the complaints of mac_parse(3) and mac_expand(3). */
export type MacroProblemCode =
  | 'empty-macro-name'
  | 'truncated-macro'
  | 'macro-name-syntax'
  | 'unbalanced-braces'
  | 'operator-expected'
  | 'operator-suffix'
  | 'operand-expected'
  | 'condition-expected'
  | 'colon-expected'
  | 'text-after-operand'
  | 'macro-nesting'
  | 'compatibility-level'
  | 'expansion-too-long';

/** A mistake at a place of the value. Offsets count from the value's beginning, see `valueSpanIn` for the file's. */
export interface MacroProblem {
  readonly code: MacroProblemCode;
  /** Begins where Postfix stops understanding. */
  readonly span: Span;
  readonly message: string;
}

/** Part of a value, in nodes. `span` is what stands between the braces or around the text. */
export interface MacroText {
  readonly span: Span;
  readonly nodes: readonly MacroNode[];
}

export type Relation = '==' | '!=' | '<' | '<=' | '>=' | '>';

interface MacroBase {
  readonly span: Span;
  /** What makes this node an error when it is evaluated; the parts before the mistake are there. */
  readonly problem?: MacroProblem;
}

/** Text that stands for itself, `$$` already made `$`. */
export interface LiteralNode extends MacroBase {
  readonly kind: 'literal';
  readonly text: string;
}

/** What follows a name or a comparison: `?text`, `:text`, `?{text}:{text}`. */
export interface Conditional {
  readonly whenTrue?: MacroText;
  readonly whenFalse?: MacroText;
}

/** `$name`, `${name}`, `$(name)` and the forms with a condition. */
export interface ReferenceNode extends MacroBase, Conditional {
  readonly kind: 'reference';
  readonly form: 'plain' | 'braces' | 'parentheses';
  readonly name: string;
  readonly nameSpan: Span;
}

/** `${{left} == {right} …}`; without a condition it stands for `true` or nothing. */
export interface ComparisonNode extends MacroBase, Conditional {
  readonly kind: 'comparison';
  readonly left?: MacroText;
  readonly relation?: Relation;
  /** `level` compares compatibility levels (Postfix 3.6). */
  readonly suffix?: 'level';
  readonly right?: MacroText;
}

/** `${function{text}}` (Postfix 3.11). */
export interface FunctionNode extends MacroBase {
  readonly kind: 'function';
  readonly name: MacroFunction;
  readonly nameSpan: Span;
  readonly argument?: MacroText;
}

/** A `$` with which reading ends: nothing after it is understood. */
export interface BrokenNode extends MacroBase {
  readonly kind: 'broken';
  readonly problem: MacroProblem;
}

export type MacroNode = LiteralNode | ReferenceNode | ComparisonNode | FunctionNode | BrokenNode;

/** The functions that Postfix 3.11 registers (mac_midna(3)). */
export type MacroFunction = 'domain_to_ascii' | 'domain_to_utf8';
