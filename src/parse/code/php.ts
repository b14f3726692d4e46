import { span } from '../../text/span.ts';
import type { TreeMap, TreeNode, TreePair, TreeScalar } from '../tree.ts';
import { mapOf, under } from './collector.ts';
import { type Argument, CodeReader, type Constant, type Place } from './reader.ts';
import { bareScalar, comparedWith, converted, openText, type StringPart, stringScalar, unescaped, variableScalar } from './scalars.ts';
import { childOf, part, type SyntaxNode } from './syntax.ts';

const FUNCTIONS = new Set(['function_definition', 'method_declaration', 'anonymous_function', 'arrow_function', 'anonymous_function_creation_expression']);
const CALLS = new Set([
  'function_call_expression',
  'member_call_expression',
  'nullsafe_member_call_expression',
  'scoped_call_expression',
  'object_creation_expression',
]);
const CONVERSIONS = new Set(['intval', 'strval', 'boolval', 'filter_var', 'trim', 'urlencode', 'rawurlencode', 'strtolower', 'value']);
const MERGES = new Set(['array_merge', 'array_replace', 'array_replace_recursive', 'array_merge_recursive', 'merge']);
const LOOKUP_FUNCTION = /^(env|getenv|getenv_docker)$/;
/** `Env::get('X', 'd')`, `App::env('X')` */
const LOOKUP_METHOD = /(^|\\)(Env::get|App::env|Env::fetch|EnvHelper::get)$/;
const ENVIRONMENT = new Set(['_ENV', '_SERVER']);
/** What the constants of PHPMailer stand for (PHPMailer/src/PHPMailer.php). */
const CONSTANTS: Readonly<Record<string, string>> = { ENCRYPTION_STARTTLS: 'tls', ENCRYPTION_SMTPS: 'ssl' };
/** Methods whose argument is a setting; the method's name is its key. */
const SETTERS = /^(isSMTP|isMail|isSendmail|isQmail|setFrom|set(Host|Port|Username|Password|Encryption|AuthMode|Timeout))$/;

/** Reads PHP (php.net/manual/en/langref.php): arrays, constants, properties and assignments. */
export class PhpReader extends CodeReader {
  protected override constantOf(node: SyntaxNode): Constant | undefined {
    if (node.type === 'const_element') {
      const [name, value] = node.children;
      return name && value ? [this.source(name), value] : undefined;
    }
    if (node.type === 'assignment_expression') {
      const [left, right] = [part(node, 'left'), part(node, 'right')];
      return left?.type === 'variable_name' && right ? [this.source(left), right] : undefined;
    }
    const defined = this.#definition(node);
    return defined && [defined.name.value, defined.value];
  }

  /** `define('NAME', value)` */
  #definition(node: SyntaxNode): { name: TreeScalar; value: SyntaxNode } | undefined {
    if (node.type !== 'function_call_expression' || !/^\\?define$/i.test(this.source(part(node, 'function') ?? span(0, 0)))) return undefined;
    const [name, value] = (part(node, 'arguments')?.children ?? []).map((argument) => argument.children.at(-1));
    return name && value && (name.type === 'string' || name.type === 'encapsed_string') ? { name: this.#string(name), value } : undefined;
  }

  protected override isCall(node: SyntaxNode): boolean {
    return CALLS.has(node.type) || (node.type === 'parenthesized_expression' && node.children.some((child) => this.isCall(child)));
  }

  protected override nameOf(node: SyntaxNode): string | undefined {
    return node.type === 'variable_name' || node.type === 'name' ? this.source(node) : undefined;
  }

  protected override visit(node: SyntaxNode, place: Place): void {
    if (FUNCTIONS.has(node.type)) {
      const body = part(node, 'body');
      const inner = { path: node.type.startsWith('a') ? place.path : [], group: node.start };
      if (body?.type === 'compound_statement') {
        this.visitAll(body.children, inner);
        return;
      }
      this.root(body, inner);
      return;
    }
    switch (node.type) {
      case 'expression_statement':
        this.#visitStatement(node.children[0], node, place);
        return;
      case 'assignment_expression':
        this.#visitStatement(node, node, place);
        return;
      case 'const_declaration':
        this.#visitConstants(node, place);
        return;
      case 'class_declaration': {
        const name = part(node, 'name');
        this.visitAll(part(node, 'body')?.children ?? [], { path: name ? [this.source(name)] : [], group: node.start });
        return;
      }
      case 'property_declaration':
        for (const each of node.children.filter(({ type }) => type === 'property_element')) this.#visitProperty(each, node, place);
        return;
      case 'return_statement':
        this.root(node.children[0], place);
        return;
      default:
        if (CALLS.has(node.type)) this.#visitStatement(node, node, place);
        else this.visitAll(node.children, place);
    }
  }

  #visitConstants(node: SyntaxNode, place: Place): void {
    const elements = node.children.filter(({ type }) => type === 'const_element');
    for (const element of elements) {
      const [name, value] = element.children;
      const { start, end } = elements.length === 1 ? node : element;
      if (name) this.root(value, { ...place, path: [...place.path, this.source(name)] }, { keySpan: name, start, end, name: this.source(name) });
    }
  }

  #visitProperty(node: SyntaxNode, statement: SyntaxNode, place: Place): void {
    const variable = part(node, 'name') ?? childOf(node, 'variable_name');
    const name = variable && childOf(variable, 'name');
    const value = part(node, 'default_value') ?? node.children.find((child) => child !== variable);
    if (!name || !value) return;
    const key = this.source(name);
    this.root(value, { ...place, path: [...place.path, key] }, { keySpan: name, start: statement.start, end: statement.end });
  }

  #visitStatement(node: SyntaxNode | undefined, statement: SyntaxNode, place: Place): void {
    if (!node) return;
    const defined = this.#definition(node);
    if (defined) {
      const { name, value } = defined;
      const owner = { keySpan: name.span, start: statement.start, end: statement.end, name: name.value };
      this.root(value, { ...place, path: [name.value] }, owner);
      return;
    }
    if (node.type === 'assignment_expression') {
      this.#visitAssignment(node, statement, place);
      return;
    }
    if (node.type === 'member_call_expression' && this.#visitSetter(node, statement, place)) return;
    this.root(node, { ...place, path: [] });
  }

  #visitAssignment(node: SyntaxNode, statement: SyntaxNode, place: Place): void {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    if (!left || !right) return;
    const path = this.#names(left).filter((name) => name !== 'this');
    const name = left.type === 'variable_name' ? this.source(left) : undefined;
    const key = part(left, 'name') ?? left.children.at(-1) ?? left;
    const keySpan = key.type === 'string' || key.type === 'encapsed_string' ? this.#string(key).span : key;
    this.root(right, { ...place, path }, { keySpan, start: statement.start, end: statement.end, ...(name !== undefined && { name }) });
  }

  /** `$mail->setFrom('a@example.com')` sets something as an assignment does. */
  #visitSetter(node: SyntaxNode, statement: SyntaxNode, place: Place): boolean {
    const name = part(node, 'name');
    const object = part(node, 'object');
    if (!name || !object || !SETTERS.test(this.source(name))) return false;
    const argument = part(node, 'arguments')?.children[0]?.children.at(-1);
    const path = [...this.#names(object).filter((each) => each !== 'this'), this.source(name)];
    const owner = { keySpan: span(name.start, name.end), start: statement.start, end: statement.end };
    if (argument) this.root(argument, { ...place, path }, owner);
    else this.out.add({ ...owner, path, group: place.group, value: bareScalar(this.text, node, 'boolean', 'true') });
    return true;
  }

  #names(node: SyntaxNode): string[] {
    switch (node.type) {
      case 'variable_name':
        return [this.source(node).slice(1)];
      case 'name':
      case 'relative_scope':
      case 'qualified_name':
        return [this.source(node).replace(/^.*\\/, '')];
      case 'string':
      case 'encapsed_string':
        return [this.#string(node).value];
      case 'member_access_expression':
      case 'nullsafe_member_access_expression':
      case 'subscript_expression':
      case 'scoped_property_access_expression':
        return node.children.flatMap((child) => this.#names(child));
      default:
        return [];
    }
  }

  protected override value(node: SyntaxNode, place: Place): TreeNode | undefined {
    if (FUNCTIONS.has(node.type)) {
      this.later(node, place);
      return undefined;
    }
    switch (node.type) {
      case 'string':
      case 'encapsed_string':
        return this.#string(node);
      case 'heredoc':
      case 'nowdoc':
        return this.open(node);
      case 'integer':
      case 'float':
        return bareScalar(this.text, node, 'number');
      case 'boolean':
        return bareScalar(this.text, node, 'boolean');
      case 'null':
        return bareScalar(this.text, node, 'null');
      case 'array_creation_expression':
        return this.#array(node, place);
      case 'parenthesized_expression':
        return node.children[0] && this.value(node.children[0], place);
      case 'cast_expression': {
        const inner = part(node, 'value');
        return inner && converted(this.text, node, this.value(inner, place));
      }
      case 'binary_expression':
        return this.#binary(node, place);
      case 'conditional_expression':
        return this.#conditional(node, place);
      case 'subscript_expression':
        return this.#subscript(node);
      case 'class_constant_access_expression': {
        const value = CONSTANTS[this.source(node.children.at(-1) ?? node)];
        return value === undefined ? this.open(node) : bareScalar(this.text, node, 'string', value);
      }
      case 'name':
      case 'variable_name':
        return this.scalarVariable(node, this.source(node), place);
      default:
        return CALLS.has(node.type) ? this.#call(node, place) : this.open(node);
    }
  }

  #array(node: SyntaxNode, place: Place): TreeNode {
    const members = node.children.filter(({ type }) => type === 'array_element_initializer');
    const isList = members.length > 0 && members.every(({ children }) => children.length === 1);
    if (isList) {
      return this.list(
        members.map(({ children }) => children[0]!),
        place,
      );
    }
    return mapOf(members.flatMap((member) => this.#pairs(member, place)));
  }

  #pairs(member: SyntaxNode, place: Place): readonly TreePair[] {
    const [name, written] = member.children;
    if (!name) return [];
    // `...$other`, or an item of its own among named ones.
    if (!written) return [];
    const isText = name.type === 'string' || name.type === 'encapsed_string';
    const keySpan = isText ? this.#string(name).span : span(name.start, name.end);
    const key = isText ? this.#string(name).value : this.source(name);
    const value = this.held(key, written, this.value(written, { ...place, path: [...place.path, key] }), place);
    return value ? [{ key, keySpan, start: member.start, end: member.end, value }] : [];
  }

  #binary(node: SyntaxNode, place: Place): TreeNode {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const operator = this.source(part(node, 'operator') ?? span(0, 0));
    if (!left || !right) return this.open(node);
    if (operator === '??' || operator === '||') return this.either(node, this.value(left, place), this.value(right, place));
    const isEqual = operator === '===' || operator === '==';
    return (isEqual ? comparedWith(this.text, node, this.value(left, place), this.value(right, place)) : undefined) ?? this.open(node);
  }

  /** `a ?: b` gives a default, and so does `isset(a) ? a : b`. */
  #conditional(node: SyntaxNode, place: Place): TreeNode {
    const [condition, body, alternative] = [part(node, 'condition'), part(node, 'body'), part(node, 'alternative')];
    const first = body ?? condition;
    if (!first || !alternative) return this.open(node);
    const value = this.value(first, place);
    const isRepeated = body && condition && this.source(condition).includes(this.source(body));
    if (!body || isRepeated) return this.either(node, value, this.value(alternative, place));
    if (value?.type === 'map') {
      this.root(alternative, { path: place.path, group: alternative.start });
      return value;
    }
    return this.open(node);
  }

  #subscript(node: SyntaxNode): TreeScalar {
    const [object, index] = node.children;
    const isEnvironment = object?.type === 'variable_name' && ENVIRONMENT.has(this.source(object).slice(1));
    const name = index?.type === 'string' || index?.type === 'encapsed_string' ? this.#string(index).value : undefined;
    return isEnvironment && name !== undefined ? variableScalar(this.text, node, name) : this.open(node);
  }

  #call(node: SyntaxNode, place: Place): TreeNode {
    const args = (part(node, 'arguments') ?? childOf(node, 'arguments'))?.children ?? [];
    const callee = part(node, 'function') ?? part(node, 'name') ?? childOf(node, 'name', 'qualified_name');
    if (!callee) return this.open(node);
    const owner = part(node, 'scope') ?? part(node, 'object');
    const name = this.source(callee).replace(/^.*\\/, '');
    const first = args[0]?.children.at(-1);
    const lookup = this.#lookup(node, owner?.type === 'name' || owner?.type === 'qualified_name' ? `${this.source(owner)}::${name}` : name, args, place);
    if (lookup) return lookup;
    if (first && CONVERSIONS.has(name)) return converted(this.text, node, this.value(first, place));
    const names = [...(owner ? this.#names(owner) : []), name].slice(-2);
    const inner: Place = { path: MERGES.has(name) ? place.path : [...place.path, ...names], group: node.start };
    const pairs = this.members(
      name,
      args.flatMap((argument) => this.#argument(argument, inner)),
      inner,
    );
    if (MERGES.has(name) && pairs.length > 0) return mapOf(pairs.flatMap((pair) => (pair.value?.type === 'map' ? pair.value.pairs : [pair])));
    const before = owner && this.isCall(owner) ? this.value(owner, place) : undefined;
    if (before?.type === 'map') return this.#continued(before, name, callee, first, inner);
    return pairs.length > 0 ? under(names, span(callee.start, callee.end), mapOf(pairs)) : this.open(node);
  }

  /** `(new Transport('host'))->setUsername('me')` sets one thing more on what was made. */
  #continued(made: TreeMap, name: string, callee: SyntaxNode, argument: SyntaxNode | undefined, place: Place): TreeNode {
    let inner = made;
    for (let only = inner.pairs[0]?.value; only?.type === 'map' && inner.pairs.length === 1; only = inner.pairs[0]?.value) inner = only;
    const value = argument && SETTERS.test(name) ? this.value(argument, place) : undefined;
    if (argument && value) inner.pairs.push({ key: name, keySpan: span(callee.start, callee.end), start: callee.start, end: argument.end, value });
    return made;
  }

  #argument(argument: SyntaxNode, place: Place): Argument[] {
    const node = argument.children.at(-1);
    if (!node) return [];
    const name = part(argument, 'name');
    const value = this.value(node, place);
    if (!name || !value) return [{ node, value }];
    const key = this.source(name);
    return [{ node, value, pair: { key, keySpan: span(name.start, name.end), start: argument.start, end: argument.end, value } }];
  }

  #lookup(node: SyntaxNode, callee: string, args: readonly SyntaxNode[], place: Place): TreeScalar | undefined {
    if (!LOOKUP_FUNCTION.test(callee) && !LOOKUP_METHOD.test(callee)) return undefined;
    const [key, fallback] = args.map((argument) => argument.children.at(-1));
    if (key?.type !== 'string' && key?.type !== 'encapsed_string') return undefined;
    // getenv()'s second argument is no default.
    const value = fallback && callee !== 'getenv' ? this.value(fallback, place) : undefined;
    return variableScalar(this.text, node, this.#string(key).value, value);
  }

  #string(node: SyntaxNode): TreeScalar {
    const quote = this.text[node.start];
    const inner = span(node.start + 1, Math.max(node.start + 1, node.end - 1));
    const parts = node.children.flatMap((child): StringPart[] => {
      const { start, end } = child;
      if (child.type === 'string_content' || child.type === 'string_value') return [];
      if (child.type === 'escape_sequence') return [{ start, end, value: unescaped(this.source(child)) }];
      // `{$x}`: the braces belong to it.
      const isBraced = this.text[start - 1] === '{' && this.text[end] === '}';
      return [{ start: isBraced ? start - 1 : start, end: isBraced ? end + 1 : end, value: openText(this.source(child)) }];
    });
    return stringScalar(this.text, node, inner, quote === '"' || quote === "'" ? quote : '', parts);
  }
}
