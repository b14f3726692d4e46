import { remembered } from '../text/remember.ts';
import { type Span, span } from '../text/span.ts';
import { isNameCode } from './ascii.ts';
import type {
  BrokenNode,
  ComparisonNode,
  Conditional,
  FunctionNode,
  MacroFunction,
  MacroNode,
  MacroProblem,
  MacroProblemCode,
  MacroText,
  Relation,
} from './postfixMacroNodes.ts';

const FUNCTIONS: ReadonlySet<string> = new Set<MacroFunction>(['domain_to_ascii', 'domain_to_utf8']);
const RELATIONS: ReadonlySet<string> = new Set<Relation>(['==', '!=', '<', '<=', '>=', '>']);

/** Nesting that mac_expand(3) still follows; deeper is an error there and ends the reading here. */
export const MACRO_NESTING_LIMIT = 100;

/**
 * Reads the macros of a main.cf value as mac_parse(3) and mac_expand(3) split them (postconf(5), "main.cf file format").
 * Never throws: each mistake is a `problem` of the node it is in. {@link macroProblems} lists those that Postfix would report.
 */
export const parseMacros: (value: string) => MacroText = remembered((value) => readText(value, 0, value.length, 0));

function readText(value: string, start: number, end: number, depth: number): MacroText {
  if (depth > MACRO_NESTING_LIMIT && end > start) {
    return { span: span(start, end), nodes: [broken('macro-nesting', span(start, end), `macros are nested more than ${MACRO_NESTING_LIMIT} deep`)] };
  }
  const nodes: MacroNode[] = [];
  let literal = '';
  let literalStart = start;
  const flush = (at: number) => {
    if (literal !== '') nodes.push({ kind: 'literal', span: span(literalStart, at), text: literal });
    literal = '';
  };
  for (let at = start; at < end; ) {
    if (literal === '') literalStart = at;
    if (value[at] !== '$') {
      const next = value.indexOf('$', at);
      const stop = next === -1 || next > end ? end : next;
      literal += value.slice(at, stop);
      at = stop;
    } else if (value[at + 1] === '$' && at + 1 < end) {
      literal += '$';
      at += 2;
    } else {
      flush(at);
      const node = readMacro(value, at, end, depth);
      nodes.push(node);
      if (node.kind === 'broken') return { span: span(start, end), nodes };
      at = node.span.end;
    }
  }
  flush(end);
  return { span: span(start, end), nodes };
}

function broken(code: MacroProblemCode, where: Span, message: string): BrokenNode {
  return { kind: 'broken', span: where, problem: { code, span: where, message } };
}

/** One macro from its `$` on. */
function readMacro(value: string, start: number, end: number, depth: number): MacroNode {
  const open = start + 1 < end ? value[start + 1] : undefined;
  if (open !== '{' && open !== '(') {
    let nameEnd = start + 1;
    while (nameEnd < end && isNameCode(value.charCodeAt(nameEnd))) nameEnd += 1;
    if (nameEnd === start + 1) return broken('empty-macro-name', span(start, nameEnd), 'no name after "$". write "$$" for a dollar sign');
    const nameSpan = span(start + 1, nameEnd);
    return { kind: 'reference', form: 'plain', span: span(start, nameEnd), name: value.slice(start + 1, nameEnd), nameSpan };
  }
  const close = closingAt(value, start + 1, end, open, open === '{' ? '}' : ')');
  if (close === -1) return broken('truncated-macro', span(start, end), `"$${open}" is not closed. write "$$" for a dollar sign`);
  if (close === start + 2) return broken('empty-macro-name', span(start, close + 1), `no name in "${open === '{' ? '${}' : '$()'}"`);
  const reader: BodyReader = { value, end: close, whole: span(start, close + 1), depth };
  const first = skipBlanks(value, start + 2, close);
  return value[first] === '{' && first < close ? readComparison(reader, first) : readNamed(reader, first, open === '{' ? 'braces' : 'parentheses');
}

/** The inside of one `${…}`: `end` is where its closing bracket stands. */
interface BodyReader {
  readonly value: string;
  readonly end: number;
  readonly whole: Span;
  readonly depth: number;
}

function readNamed(reader: BodyReader, start: number, form: 'braces' | 'parentheses'): MacroNode {
  const { value, end, whole } = reader;
  let at = start;
  while (at < end && isNameCode(value.charCodeAt(at))) at += 1;
  const nameSpan = span(start, at);
  const name = value.slice(start, at);
  const next = skipBlanks(value, at, end);
  const base = { kind: 'reference', form, span: whole, name, nameSpan } as const;
  if (next === end) return base;
  if (value[next] === '?' || value[next] === ':') return { ...base, ...readResults(reader, next) };
  if (value[at] === '{' && FUNCTIONS.has(name)) return readFunction(reader, name as MacroFunction, nameSpan);
  return {
    ...base,
    problem: { code: 'macro-name-syntax', span: span(at, end), message: `${quoteAt(value, at)} can't be part of a name. expected "?", ":" or "}"` },
  };
}

function readFunction(reader: BodyReader, name: MacroFunction, nameSpan: Span): FunctionNode {
  const base = { kind: 'function', span: reader.whole, name, nameSpan } as const;
  const argument = readOperand(reader, nameSpan.end);
  if ('problem' in argument) return { ...base, problem: argument.problem };
  return { ...base, argument: argument.text, ...leftOver(reader, argument.next) };
}

function readComparison(reader: BodyReader, start: number): ComparisonNode {
  const { value, end, whole } = reader;
  const base = { kind: 'comparison', span: whole } as const;
  const left = readOperand(reader, start);
  if ('problem' in left) return { ...base, problem: left.problem };
  let at = left.next;
  while (at < end && '<>!=?+-*/~&|%'.includes(value[at]!)) at += 1;
  const operator = value.slice(left.next, at);
  if (!RELATIONS.has(operator)) {
    const message = `expected "==", "!=", "<", "<=", ">=" or ">" after "}"`;
    return { ...base, left: left.text, problem: { code: 'operator-expected', span: span(left.next, end), message } };
  }
  const relation = operator as Relation;
  const suffixStart = at;
  while (at < end && isNameCode(value.charCodeAt(at)) && value[at] !== '_') at += 1;
  const suffix = value.slice(suffixStart, at);
  if (suffix !== '' && suffix !== 'level') {
    const problem = {
      code: 'operator-suffix',
      span: span(suffixStart, at),
      message: `unknown operator "${operator}${suffix}". only "level" may follow`,
    } as const;
    return { ...base, left: left.text, relation, problem };
  }
  const kept: ComparisonNode = { ...base, left: left.text, relation, ...(suffix === 'level' ? { suffix } : {}) };
  const rightStart = skipBlanks(value, at, end);
  if (rightStart >= end || value[rightStart] !== '{') {
    return { ...kept, problem: { code: 'operand-expected', span: span(at, end), message: `expected "{text}" after "${operator}${suffix}"` } };
  }
  const right = readOperand(reader, rightStart);
  if ('problem' in right) return { ...kept, problem: right.problem };
  const complete: ComparisonNode = { ...kept, right: right.text };
  if (right.next === end) return complete;
  if (value[right.next] === '?' || value[right.next] === ':') return { ...complete, ...readResults(reader, right.next) };
  const message = `expected "?" or ":" before ${quoteAt(value, right.next)}`;
  return { ...complete, problem: { code: 'condition-expected', span: span(right.next, end), message } };
}

/** From `?` or `:` on. Text without braces runs to the end, so only a braced one can be followed by the other branch. */
function readResults(reader: BodyReader, operator: number): Conditional & { problem?: MacroProblem } {
  const { value, end } = reader;
  const first = readResult(reader, operator + 1);
  if ('problem' in first) return { problem: first.problem };
  if (value[operator] === ':') return { whenFalse: first.text, ...leftOver(reader, first.next) };
  const whenTrue = first.text;
  if (first.next === end) return { whenTrue };
  if (value[first.next] !== ':') {
    const message = `expected ":" or "}" before ${quoteAt(value, first.next)}`;
    return { whenTrue, problem: { code: 'colon-expected', span: span(first.next, end), message } };
  }
  const second = readResult(reader, first.next + 1);
  if ('problem' in second) return { whenTrue, problem: second.problem };
  return { whenTrue, whenFalse: second.text, ...leftOver(reader, second.next) };
}

type Operand = { readonly text: MacroText; readonly next: number } | { readonly problem: MacroProblem };

function readResult(reader: BodyReader, start: number): Operand {
  const first = skipBlanks(reader.value, start, reader.end);
  if (first < reader.end && reader.value[first] === '{') return readOperand(reader, first);
  return { text: readText(reader.value, start, reader.end, reader.depth + 1), next: reader.end };
}

/** A `{text}` and the blanks after it. */
function readOperand(reader: BodyReader, open: number): Operand {
  const { value, end, depth } = reader;
  const close = closingAt(value, open, end, '{', '}');
  if (close === -1) {
    return { problem: { code: 'unbalanced-braces', span: span(open, end), message: '"{" without "}"' } };
  }
  return { text: readText(value, open + 1, close, depth + 1), next: skipBlanks(value, close + 1, end) };
}

function leftOver({ value, end }: BodyReader, at: number): { problem?: MacroProblem } {
  if (at === end) return {};
  return { problem: { code: 'text-after-operand', span: span(at, end), message: `unexpected ${quoteAt(value, at)} after "}"` } };
}

/** The place of the bracket that closes the one at `open`, counting only its own kind; -1 when it is missing. */
function closingAt(value: string, open: number, end: number, opening: string, closing: string): number {
  let level = 0;
  for (let at = open; at < end; at += 1) {
    if (value[at] === opening) level += 1;
    else if (value[at] === closing) {
      level -= 1;
      if (level === 0) return at;
    }
  }
  return -1;
}

/** Blanks inside macros are blank, TAB, CR and LF; VT and FF are not among them (CHARS_SPACE in stringops.h). */
function skipBlanks(value: string, start: number, end: number): number {
  let at = start;
  while (at < end && ' \t\r\n'.includes(value[at]!)) at += 1;
  return at;
}

/** One character only: a value may be a secret. */
function quoteAt(value: string, at: number): string {
  const character = value[at]!;
  return character === '"' ? `'"'` : `"${character < ' ' ? ' ' : character}"`;
}
