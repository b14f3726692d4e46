import { span } from '../../text/span.ts';
import type { TreeNode, TreePair, TreeScalar } from '../tree.ts';
import { mapOf, under } from './collector.ts';
import { CodeReader, type Constant, type Place } from './reader.ts';
import { bareScalar, comparedWith, converted, openText, type StringPart, stringScalar, unescaped, variableScalar } from './scalars.ts';
import { part, type SyntaxNode } from './syntax.ts';

/** Nodes around a value that change its type for the compiler or not at all. */
const WRAPPERS = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression', 'await_expression']);
const FUNCTIONS = new Set(['arrow_function', 'function_expression', 'function_declaration', 'generator_function_declaration', 'method_definition', 'function']);
/** Calls that hand on what they are given. */
const CONVERSIONS = new Set(['Number', 'parseInt', 'parseFloat', 'String', 'Boolean', 'encodeURIComponent', 'parse', 'freeze', 'defineConfig', 'toBoolean']);
const TEXT_METHODS = new Set(['trim', 'toString', 'toLowerCase', 'toUpperCase']);
/** `config.get('X')`, `env.int('X', 587)`, `Deno.env.get('X')`, `env('X')`, by the names of the object and of the function. */
const LOOKUP_OBJECT = /(^|\.)_?(env|\w*config(service)?)$/i;
const LOOKUP_METHOD = /^(get|getOrThrow|int|float|number|bool|boolean|str|string|array|json)$/;
const LOOKUP_FUNCTION = /^(env|getEnv|requireEnv|getEnvVar|getRequiredEnv)$/;
const ENVIRONMENT = /(?:^|\.)env\??\.([A-Z_][A-Z0-9_]*)$/;
const ENVIRONMENT_INDEX = /(?:^|\.)env\[["']([A-Za-z_]\w*)["']\]$/;

/** Reads JavaScript and TypeScript (ECMA-262): object literals, assignments and what calls are given. */
export class JavaScriptReader extends CodeReader {
  protected override constantOf(node: SyntaxNode): Constant | undefined {
    const name = part(node, 'name') ?? part(node, 'left');
    if (node.type === 'variable_declarator' && name?.type === 'identifier') return [this.source(name), part(node, 'value')];
    if (node.type === 'shorthand_property_identifier_pattern') return [this.source(node), undefined];
    return node.type === 'assignment_expression' && name?.type === 'identifier' ? [this.source(name), part(node, 'right')] : undefined;
  }

  protected override isCall(node: SyntaxNode): boolean {
    return node.type === 'call_expression' || node.type === 'new_expression' || (WRAPPERS.has(node.type) && node.children.some((child) => this.isCall(child)));
  }

  protected override nameOf(node: SyntaxNode): string | undefined {
    return node.type === 'identifier' ? this.source(node) : undefined;
  }

  protected override visit(node: SyntaxNode, place: Place): void {
    if (FUNCTIONS.has(node.type)) {
      this.#visitFunction(node, place);
      return;
    }
    switch (node.type) {
      case 'lexical_declaration':
      case 'variable_declaration':
        this.#visitDeclaration(node, place);
        return;
      case 'assignment_expression':
      case 'expression_statement': {
        const inner = node.type === 'expression_statement' ? node.children[0] : node;
        if (inner?.type !== 'assignment_expression') {
          if (inner) this.root(inner, { ...place, path: [] });
          return;
        }
        this.#visitAssignment(inner, node, place);
        return;
      }
      case 'public_field_definition':
      case 'field_definition': {
        const name = part(node, 'name') ?? part(node, 'property');
        if (name) this.root(part(node, 'value'), { ...place, path: [this.source(name)] }, { keySpan: name, start: node.start, end: node.end });
        this.visitAll(
          node.children.filter(({ type }) => type === 'decorator'),
          place,
        );
        return;
      }
      case 'return_statement':
        this.root(node.children[0], place);
        return;
      case 'export_statement': {
        const value = part(node, 'value');
        if (value) this.root(value, { ...place, path: [] });
        else this.visitAll(node.children, place);
        return;
      }
      case 'call_expression':
      case 'new_expression':
      case 'object':
        this.root(node, place);
        return;
      default:
        this.visitAll(node.children, place);
    }
  }

  #visitFunction(node: SyntaxNode, place: Place): void {
    const body = part(node, 'body');
    if (!body) return;
    const inner = { path: node.type === 'arrow_function' || node.type === 'function_expression' ? place.path : [], group: node.start };
    if (body.type === 'statement_block') this.visitAll(body.children, inner);
    else this.root(body, inner);
  }

  #visitDeclaration(node: SyntaxNode, place: Place): void {
    const declarators = node.children.filter(({ type }) => type === 'variable_declarator');
    for (const each of declarators) this.#visitDeclarator(each, declarators.length === 1 ? node : each, place);
  }

  #visitDeclarator(node: SyntaxNode, statement: SyntaxNode, place: Place): void {
    const name = part(node, 'name');
    const value = part(node, 'value');
    if (!name || !value) return;
    const isName = name.type === 'identifier';
    const path = isName ? [this.source(name)] : [];
    this.root(value, { ...place, path }, isName ? { keySpan: name, start: statement.start, end: statement.end, name: path[0]! } : undefined);
  }

  #visitAssignment(node: SyntaxNode, statement: SyntaxNode, place: Place): void {
    const left = part(node, 'left');
    const right = part(node, 'right');
    if (!left || !right) return;
    const path = this.#names(left).filter((name) => name !== 'module' && name !== 'exports' && name !== 'this');
    const key = part(left, 'property') ?? part(left, 'index') ?? left;
    this.root(right, { ...place, path }, { keySpan: key, start: statement.start, end: statement.end });
  }

  /** `a.b['c']` as names, as far as it has them. */
  #names(node: SyntaxNode): string[] {
    if (node.type === 'member_expression' || node.type === 'subscript_expression') {
      const object = part(node, 'object');
      const name = part(node, 'property') ?? part(node, 'index');
      const last = name?.type === 'string' ? this.#string(name).value : name && /^[\w$]+$/.test(this.source(name)) ? this.source(name) : undefined;
      return [...(object ? this.#names(object) : []), ...(last === undefined ? [] : [last])];
    }
    if (node.type === 'non_null_expression') return node.children[0] ? this.#names(node.children[0]) : [];
    return node.type === 'identifier' || node.type === 'this' ? [this.source(node)] : [];
  }

  protected override value(node: SyntaxNode, place: Place): TreeNode | undefined {
    if (WRAPPERS.has(node.type)) return node.children[0] && this.value(node.children[0], place);
    if (FUNCTIONS.has(node.type)) {
      this.later(node, place);
      return undefined;
    }
    switch (node.type) {
      case 'string':
      case 'template_string':
        return this.#string(node);
      case 'number':
        return bareScalar(this.text, node, 'number');
      case 'true':
      case 'false':
        return bareScalar(this.text, node, 'boolean');
      case 'null':
      case 'undefined':
        return bareScalar(this.text, node, 'null');
      case 'unary_expression':
        return this.#unary(node, place);
      case 'object':
        return mapOf(node.children.flatMap((child) => this.#pairs(child, place)));
      case 'array':
        return this.list(node.children, place);
      case 'binary_expression':
        return this.#binary(node, place);
      case 'ternary_expression':
        return this.#choice(node, place);
      case 'member_expression':
      case 'subscript_expression':
        return this.#member(node);
      case 'identifier':
        return this.scalarVariable(node, this.source(node), place);
      case 'call_expression':
      case 'new_expression':
        return this.#call(node, place);
      default:
        return this.open(node);
    }
  }

  #pairs(node: SyntaxNode, place: Place): readonly TreePair[] {
    if (node.type === 'shorthand_property_identifier') {
      const key = this.source(node);
      return [{ key, keySpan: span(node.start, node.end), start: node.start, end: node.end, value: this.scalarVariable(node, key, place) }];
    }
    if (node.type === 'spread_element') return node.children[0] ? this.#spread(node.children[0], place) : [];
    if (node.type === 'method_definition') this.later(node, place);
    const name = part(node, 'key');
    if (node.type !== 'pair' || !name || name.type === 'computed_property_name') return [];
    const keySpan = name.type === 'string' ? span(name.start + 1, name.end - 1) : span(name.start, name.end);
    const key = this.source(keySpan);
    const written = part(node, 'value');
    const value = written && this.held(key, written, this.value(written, { ...place, path: [...place.path, key] }), place);
    return value ? [{ key, keySpan, start: node.start, end: node.end, value }] : [];
  }

  /** `...(user && { auth: { user, pass } })`: what is there if it is there at all. `...options`, where that is a variable with an object. */
  #spread(node: SyntaxNode, place: Place): readonly TreePair[] {
    if (node.type === 'identifier') {
      const held = this.held(place.path.join('.'), node, this.open(node), place);
      return held?.type === 'map' ? held.pairs : [];
    }
    const inner = WRAPPERS.has(node.type) ? node.children[0] : node;
    const candidates = inner?.type === 'binary_expression' || inner?.type === 'ternary_expression' ? inner.children : inner ? [inner] : [];
    const object = candidates.find(({ type, children }) => (type === 'object' && children.length > 0) || type === 'parenthesized_expression');
    const value = object && this.value(object, place);
    return value?.type === 'map' ? value.pairs : [];
  }

  #unary(node: SyntaxNode, place: Place): TreeNode | undefined {
    const inner = part(node, 'argument');
    const operator = this.source(part(node, 'operator') ?? node);
    if (!inner || operator === 'void') return bareScalar(this.text, node, 'null');
    if (inner.type === 'number') return bareScalar(this.text, node, 'number');
    if (operator === '+') return this.value(inner, place);
    // `!!x` is x; `!x` is not.
    const twice = operator === '!' && inner.type === 'unary_expression' ? part(inner, 'argument') : undefined;
    return twice ? this.value(twice, place) : this.open(node);
  }

  #binary(node: SyntaxNode, place: Place): TreeNode | undefined {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const operator = this.source(part(node, 'operator') ?? span(0, 0));
    if (!left || !right) return this.open(node);
    if (operator === '||' || operator === '??') return this.either(node, this.value(left, place), this.value(right, place));
    if (operator === '&&') {
      const value = this.value(right, place);
      return value?.type === 'map' ? value : this.open(node);
    }
    const isEqual = operator === '===' || operator === '==';
    return (isEqual ? comparedWith(this.text, node, this.value(left, place), this.value(right, place)) : undefined) ?? this.open(node);
  }

  /** An object or nothing is the object; two objects are two settings. */
  #choice(node: SyntaxNode, place: Place): TreeNode | undefined {
    const branches = [part(node, 'consequence'), part(node, 'alternative')].flatMap((branch) => branch ?? []);
    const objects = branches.filter((branch) => ['object', 'call_expression', 'new_expression', 'parenthesized_expression'].includes(branch.type));
    if (objects.length === 0) return this.open(node);
    const [first, ...others] = objects.filter((object) => this.value(object, place)?.type === 'map');
    for (const other of others) this.later(other, { path: place.path, group: other.start });
    return first ? this.value(first, place) : this.open(node);
  }

  #member(node: SyntaxNode): TreeScalar {
    const written = this.source(node).replace(/\s+/g, '').replaceAll('?.', '.').replaceAll('!', '');
    const name = (ENVIRONMENT.exec(written) ?? ENVIRONMENT_INDEX.exec(written))?.[1];
    return name === undefined ? this.open(node) : variableScalar(this.text, node, name);
  }

  #call(node: SyntaxNode, place: Place): TreeNode | undefined {
    const callee = part(node, 'function') ?? part(node, 'constructor');
    const args = part(node, 'arguments')?.children ?? [];
    if (!callee || part(node, 'arguments')?.type === 'template_string') return this.open(node);
    const names = this.#names(callee).filter((name) => name !== 'this');
    const name = names.at(-1) ?? '';
    const lookup = this.#lookup(node, callee, name, args, place);
    if (lookup) return lookup;
    const object = part(callee, 'object');
    if (args[0] && CONVERSIONS.has(name)) return converted(this.text, node, this.value(args[0], place));
    if (object && TEXT_METHODS.has(name)) return converted(this.text, node, this.value(object, place));
    const label = args[0]?.type === 'string' && args.length > 1 && /^[A-Za-z][\w.]*$/.test(this.#string(args[0]).value) ? [this.#string(args[0]).value] : [];
    const inner: Place = { path: [...place.path, ...names.slice(-2), ...label], group: node.start };
    const pairs = this.members(
      name,
      args.map((arg) => ({ node: arg, value: this.value(arg, inner) })),
      inner,
    );
    const own = pairs.length > 0 ? under([...names.slice(-2), ...label], span(callee.start, callee.end), mapOf(pairs)) : undefined;
    // `createTransport({ … }).sendMail({ … })`
    const before = object && this.isCall(object) ? this.value(object, place) : undefined;
    if (before?.type === 'map') return own?.type === 'map' ? mapOf([...before.pairs, ...own.pairs]) : before;
    return own ?? this.open(node);
  }

  #lookup(node: SyntaxNode, callee: SyntaxNode, name: string, args: readonly SyntaxNode[], place: Place): TreeScalar | undefined {
    const key = args[0];
    if (key?.type !== 'string') return undefined;
    const object = part(callee, 'object');
    const isLookup = object
      ? LOOKUP_METHOD.test(name) && LOOKUP_OBJECT.test(this.source(object).replace(/\s+/g, ''))
      : callee.type === 'identifier' && LOOKUP_FUNCTION.test(name);
    if (!isLookup) return undefined;
    const fallback = args[1]?.type === 'object' ? undefined : args[1] && this.value(args[1], place);
    return variableScalar(this.text, node, this.#string(key).value, fallback);
  }

  #string(node: SyntaxNode): TreeScalar {
    const quote = this.text[node.start] as '"' | "'" | '`';
    const inner = span(node.start + 1, Math.max(node.start + 1, node.end - 1));
    const parts = node.children.flatMap((child): StringPart[] => {
      if (child.type === 'escape_sequence') return [{ start: child.start, end: child.end, value: unescaped(this.source(child)) }];
      return child.type === 'template_substitution' ? [{ start: child.start, end: child.end, value: this.#inserted(child) }] : [];
    });
    return stringScalar(this.text, node, inner, quote, parts);
  }

  #inserted(node: SyntaxNode): string {
    const inner = node.children[0];
    const value = inner && this.value(inner, { path: [], group: 0 });
    if (value?.type !== 'scalar') return openText('');
    return value.value;
  }
}
