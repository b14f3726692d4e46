import { type Span, span } from '../../text/span.ts';
import type { TreeNode, TreePair, TreeScalar } from '../tree.ts';
import type { Quote } from '../types.ts';
import { mapOf, under } from './collector.ts';
import { type Argument, CodeReader, type Constant, type Place } from './reader.ts';
import { bareScalar, comparedWith, converted, openText, type StringPart, stringScalar, unescaped, variableScalar } from './scalars.ts';
import { part, type SyntaxNode } from './syntax.ts';

/** Methods that hand on what they are called on. */
const CONVERSIONS = new Set([
  'to_i',
  'to_s',
  'to_sym',
  'presence',
  'strip',
  'downcase',
  'freeze',
  'to_h',
  'with_indifferent_access',
  'symbolize_keys',
  'compact',
]);
const CONVERSION_FUNCTIONS = new Set(['Integer', 'String', 'Boolean', 'ActiveModel::Type::Boolean']);
const NUMBERS = new Set(['integer', 'float']);

/** Reads Ruby (docs.ruby-lang.org): hashes, assignments, and what methods are given. */
export class RubyReader extends CodeReader {
  protected override constantOf(node: SyntaxNode): Constant | undefined {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const isName = left?.type === 'identifier' || left?.type === 'constant';
    return node.type === 'assignment' && isName && right ? [this.source(left), right] : undefined;
  }

  protected override isCall(node: SyntaxNode): boolean {
    return node.type === 'call';
  }

  protected override nameOf(node: SyntaxNode): string | undefined {
    return node.type === 'identifier' || node.type === 'constant' ? this.source(node) : undefined;
  }

  protected override visit(node: SyntaxNode, place: Place): void {
    switch (node.type) {
      case 'method':
      case 'singleton_method':
      case 'class':
      case 'module':
        this.visitAll(node.children, { path: [], group: node.start });
        return;
      case 'assignment':
      case 'operator_assignment':
        this.#visitAssignment(node, place);
        return;
      case 'call': {
        this.root(node, { ...place, path: [] });
        const block = part(node, 'block');
        if (block) this.visit(block, place);
        return;
      }
      default:
        this.visitAll(node.children, place);
    }
  }

  #visitAssignment(node: SyntaxNode, place: Place): void {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    if (!left || !right) return;
    const isName = left.type === 'identifier' || left.type === 'constant';
    const key = left.type === 'element_reference' ? (left.children.at(-1) ?? left) : (part(left, 'method') ?? part(left, 'name') ?? left);
    const owner = { keySpan: this.#nameSpan(key), start: node.start, end: node.end, ...(isName && { name: this.source(left) }) };
    this.root(right, { ...place, path: this.#names(left) }, owner);
  }

  /** A symbol's or string's name without its marks. */
  #nameSpan(node: SyntaxNode): Span {
    if (node.type === 'simple_symbol') return span(node.start + 1, node.end);
    return node.type === 'string' ? this.#string(node).span : span(node.start, node.end);
  }

  #names(node: SyntaxNode): string[] {
    switch (node.type) {
      case 'identifier':
      case 'constant':
      case 'hash_key_symbol':
        return [this.source(node)];
      case 'instance_variable':
      case 'global_variable':
        return [this.source(node).replace(/^[@$]+/, '')];
      case 'simple_symbol':
        return [this.source(node).slice(1)];
      case 'string':
        return [this.#string(node).value];
      case 'scope_resolution':
      case 'element_reference':
        return node.children.flatMap((child) => this.#names(child));
      case 'call':
        return [part(node, 'receiver'), part(node, 'method')].flatMap((child) => (child ? this.#names(child) : []));
      default:
        return [];
    }
  }

  protected override value(node: SyntaxNode, place: Place): TreeNode | undefined {
    if (NUMBERS.has(node.type)) return bareScalar(this.text, node, 'number');
    switch (node.type) {
      case 'string':
        return this.#string(node);
      case 'simple_symbol': {
        const name = bareScalar(this.text, this.#nameSpan(node), 'string');
        return { ...name, outer: span(node.start, node.end) };
      }
      case 'true':
      case 'false':
        return bareScalar(this.text, node, 'boolean');
      case 'nil':
        return bareScalar(this.text, node, 'null');
      case 'hash':
        return mapOf(node.children.flatMap((child) => this.#pairs(child, place)));
      case 'array':
        return this.list(node.children, place);
      case 'parenthesized_statements':
        return node.children.length === 1 ? this.value(node.children[0]!, place) : this.open(node);
      case 'binary':
        return this.#binary(node, place);
      case 'element_reference':
        return this.#reference(node);
      case 'identifier':
      case 'constant':
        return this.scalarVariable(node, this.source(node), place);
      case 'call':
        return this.#call(node, place);
      default:
        return this.open(node);
    }
  }

  #pairs(node: SyntaxNode, place: Place): readonly TreePair[] {
    const [name, written] = [part(node, 'key'), part(node, 'value')];
    if (node.type !== 'pair' || !name) return [];
    const key = this.#names(name)[0];
    if (key === undefined) return [];
    // `tls:` alone is the variable of that name.
    const value = !written ? this.open(name) : this.held(key, written, this.value(written, { ...place, path: [...place.path, key] }), place);
    return value ? [{ key, keySpan: this.#nameSpan(name), start: node.start, end: node.end, value }] : [];
  }

  #binary(node: SyntaxNode, place: Place): TreeNode {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const operator = this.source(part(node, 'operator') ?? span(0, 0));
    if (!left || !right) return this.open(node);
    if (operator === '||' || operator === 'or') return this.either(node, this.value(left, place), this.value(right, place));
    return (operator === '==' ? comparedWith(this.text, node, this.value(left, place), this.value(right, place)) : undefined) ?? this.open(node);
  }

  #reference(node: SyntaxNode): TreeScalar {
    const [object, index] = node.children;
    const isEnvironment = object?.type === 'constant' && this.source(object) === 'ENV';
    return isEnvironment && index?.type === 'string' ? variableScalar(this.text, node, this.#string(index).value) : this.open(node);
  }

  #call(node: SyntaxNode, place: Place): TreeNode {
    const [receiver, method] = [part(node, 'receiver'), part(node, 'method')];
    const args = part(node, 'arguments')?.children ?? [];
    if (!method) return this.open(node);
    const name = this.source(method);
    if (receiver?.type === 'constant' && this.source(receiver) === 'ENV') return this.#lookup(node, name, args, place);
    if (receiver && CONVERSIONS.has(name)) return converted(this.text, node, this.value(receiver, place));
    if (args[0] && (CONVERSION_FUNCTIONS.has(name) || name === 'cast')) return converted(this.text, node, this.value(args[0], place));
    const names = [...(receiver ? this.#names(receiver) : []), name].slice(-2);
    const inner: Place = { path: [...place.path, ...names], group: node.start };
    const pairs = this.members(
      name,
      args.filter(({ type }) => type !== 'simple_symbol').flatMap((arg) => this.#argument(arg, inner)),
      inner,
    );
    return pairs.length > 0 ? under(names, method, mapOf(pairs)) : this.open(node);
  }

  #argument(arg: SyntaxNode, place: Place): Argument[] {
    if (arg.type !== 'pair') return [{ node: arg, value: this.value(arg, place) }];
    return this.#pairs(arg, place).map((pair) => ({ node: arg, value: pair.value, pair }));
  }

  /** `ENV.fetch('X', 'd')`, `ENV.fetch('X') { 'd' }`, `ENV.fetch('X')`. */
  #lookup(node: SyntaxNode, method: string, args: readonly SyntaxNode[], place: Place): TreeScalar {
    const [key, fallback] = args;
    if (key?.type !== 'string' || (method !== 'fetch' && method !== '[]')) return this.open(node);
    const body = part(part(node, 'block'), 'body');
    const written = fallback ?? (body?.children.length === 1 ? body.children[0] : undefined);
    return variableScalar(this.text, node, this.#string(key).value, written && this.value(written, place));
  }

  #string(node: SyntaxNode): TreeScalar {
    const quote = this.text[node.start];
    const isPlain = quote === '"' || quote === "'";
    const [first, last] = [node.children[0], node.children.at(-1)];
    const inner = isPlain ? span(node.start + 1, Math.max(node.start + 1, node.end - 1)) : span(first?.start ?? node.start, last?.end ?? node.start);
    // In single quotes there are two escapes, which the grammar takes for text.
    const escapes = quote === "'" ? this.source(inner).matchAll(/\\[\\']/g) : [];
    const plain = [...escapes].map(({ 0: { 1: value }, index }) => ({ start: inner.start + index, end: inner.start + index + 2, value: value! }));
    const parts =
      quote === "'"
        ? plain
        : node.children.flatMap((child): StringPart[] => {
            const { start, end } = child;
            if (child.type === 'escape_sequence') return [{ start, end, value: unescaped(this.source(child)) }];
            if (child.type !== 'interpolation') return [];
            const value = child.children[0] && this.value(child.children[0], { path: [], group: 0 });
            return [{ start, end, value: value?.type === 'scalar' ? value.value : openText('') }];
          });
    return stringScalar(this.text, node, inner, isPlain ? (quote as Quote) : '', parts);
  }
}
