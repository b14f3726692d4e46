import { span } from '../../text/span.ts';
import type { TreeNode, TreePair, TreeScalar } from '../tree.ts';
import type { Quote } from '../types.ts';
import { holdsText, mapOf, under, unnamed } from './collector.ts';
import { PythonCalls } from './pythonCalls.ts';
import { type Argument, CodeReader, type Constant, type Place } from './reader.ts';
import { bareScalar, comparedWith, converted, openText, type StringPart, stringScalar, unescaped, variableScalar } from './scalars.ts';
import { descendants, part, type SyntaxFile, type SyntaxNode } from './syntax.ts';

/** Calls that set what they are given on the object before them. */
const SETTERS = new Set(['update', 'from_mapping', 'setdefault']);
const CONVERSIONS = new Set([
  'int',
  'str',
  'bool',
  'quote',
  'quote_plus',
  'strtobool',
  'str2bool',
  'str_to_bool',
  'parse_bool',
  'to_bool',
  'SecretStr',
  'literal_eval',
]);
const TEXT_METHODS = new Set(['strip', 'lower', 'upper', 'title', 'capitalize']);
const LOOKUP =
  /^((os\.)?environ(\.get|\.setdefault|\.pop)?|(os\.)?getenv|(\w*env|\w*config|get_env\w*|env_\w+)(\.(str|int|bool|get|get_value|email|url|float))?)$/i;
/** Classes that open a connection, of smtplib and what imitates it. */
const CONNECTIONS = new Set(['SMTP', 'SMTP_SSL']);
/** What smtplib's methods are told, by position or by these names. */
const TOLD: Readonly<Record<string, readonly string[]>> = { login: ['user', 'password'], connect: ['host', 'port'] };
const NAMED_DEFAULT = new Set(['default', 'fallback']);

/** Reads Python (docs.python.org/3/reference): assignments, dictionaries, named arguments and smtplib's calls. */
export class PythonReader extends CodeReader {
  #calls: PythonCalls | undefined;

  override read(file: SyntaxFile): ReturnType<CodeReader['read']> {
    this.#calls = new PythonCalls(this.text, file.root);
    return super.read(file);
  }

  protected override constantOf(node: SyntaxNode): Constant | undefined {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    return node.type === 'assignment' && left?.type === 'identifier' && right ? [this.source(left), right] : undefined;
  }

  protected override isCall(node: SyntaxNode): boolean {
    if (node.type === 'call') return !SETTERS.has(this.source(part(part(node, 'function'), 'attribute') ?? span(0, 0)));
    return node.type === 'await' && node.children.some((child) => this.isCall(child));
  }

  protected override nameOf(node: SyntaxNode): string | undefined {
    return node.type === 'identifier' ? this.source(node) : undefined;
  }

  protected override visit(node: SyntaxNode, place: Place): void {
    switch (node.type) {
      case 'function_definition':
        this.visitAll(part(node, 'body')?.children ?? [], { path: [], group: node.start });
        return;
      case 'class_definition': {
        const name = part(node, 'name');
        this.visitAll(part(node, 'body')?.children ?? [], { path: name ? [this.source(name)] : [], group: node.start });
        return;
      }
      case 'expression_statement': {
        const inner = node.children[0];
        if (inner?.type === 'assignment') {
          this.#visitAssignment(inner, node, place);
          return;
        }
        if (!inner) return;
        // What `config.update(…)` sets joins what is assigned to it.
        const isSetter = inner.type === 'call' && !this.isCall(inner);
        this.root(inner, { ...place, path: [] }, isSetter ? { keySpan: inner, start: node.start, end: node.end } : undefined);
        return;
      }
      case 'assignment':
        this.#visitAssignment(node, node, place);
        return;
      case 'return_statement':
        this.root(node.children[0], { ...place, path: [] });
        return;
      case 'with_item':
      case 'call':
      case 'await':
        this.root(node, { ...place, path: [] });
        return;
      default:
        this.visitAll(node.children, place);
    }
  }

  #visitAssignment(node: SyntaxNode, statement: SyntaxNode, place: Place): void {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    if (!left || !right) return;
    const names = this.#names(left).filter((name) => name !== 'self' && name !== 'cls');
    const isName = left.type === 'identifier';
    const path = isName ? [...place.path, ...names] : names;
    const key = part(left, 'subscript') ?? part(left, 'attribute') ?? left;
    const keySpan = key.type === 'string' ? this.#string(key).span : key;
    this.root(right, { ...place, path }, { keySpan, start: statement.start, end: statement.end, ...(isName && { name: this.source(left) }) });
  }

  #names(node: SyntaxNode): string[] {
    if (node.type === 'identifier') return [this.source(node)];
    if (node.type === 'string') return [this.#string(node).value];
    if (node.type === 'attribute' || node.type === 'subscript') return node.children.flatMap((child) => this.#names(child));
    return [];
  }

  protected override value(node: SyntaxNode, place: Place): TreeNode | undefined {
    switch (node.type) {
      case 'with_item':
      case 'as_pattern':
      case 'parenthesized_expression':
      case 'await':
        return node.children[0] && this.value(node.children[0], place);
      case 'string':
        return this.#string(node);
      case 'integer':
      case 'float':
        return bareScalar(this.text, node, 'number');
      case 'true':
      case 'false':
        return bareScalar(this.text, node, 'boolean');
      case 'none':
        return bareScalar(this.text, node, 'null');
      case 'dictionary':
        return mapOf(node.children.flatMap((child) => this.#pairs(child, place)));
      case 'list':
      case 'tuple':
        return this.list(node.children, place);
      case 'boolean_operator':
        return this.#boolean(node, place);
      case 'comparison_operator': {
        const [left, right] = node.children.filter(({ field }) => field !== 'operators').map((child) => this.value(child, place));
        const operator = this.source(part(node, 'operators') ?? span(0, 0));
        return (operator === '==' || operator === 'in' ? comparedWith(this.text, node, left, right) : undefined) ?? this.open(node);
      }
      case 'subscript':
        return this.#subscript(node);
      case 'identifier':
        return this.scalarVariable(node, this.source(node), place);
      case 'call':
        return this.#call(node, place);
      case 'lambda':
        return undefined;
      default:
        return this.open(node);
    }
  }

  #pairs(node: SyntaxNode, place: Place): readonly TreePair[] {
    const [name, written] = [part(node, 'key'), part(node, 'value')];
    if (node.type !== 'pair' || !name || !written) return [];
    const isText = name.type === 'string';
    const keySpan = isText ? this.#string(name).span : span(name.start, name.end);
    const key = isText ? this.#string(name).value : this.source(name);
    const value = this.held(key, written, this.value(written, { ...place, path: [...place.path, key] }), place);
    return value ? [{ key, keySpan, start: node.start, end: node.end, value }] : [];
  }

  #boolean(node: SyntaxNode, place: Place): TreeNode {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const isOr = this.source(part(node, 'operator') ?? span(0, 0)) === 'or';
    return left && right && isOr ? this.either(node, this.value(left, place), this.value(right, place)) : this.open(node);
  }

  #subscript(node: SyntaxNode): TreeScalar {
    const [object, index] = [part(node, 'value'), part(node, 'subscript')];
    const isEnvironment = object !== undefined && /(^|\.)environ$/.test(this.source(object));
    return isEnvironment && index?.type === 'string' ? variableScalar(this.text, node, this.#string(index).value) : this.open(node);
  }

  #call(node: SyntaxNode, place: Place): TreeNode | undefined {
    const callee = part(node, 'function');
    const args = part(node, 'arguments')?.children ?? [];
    if (!callee) return this.open(node);
    const names = this.#names(callee).filter((name) => name !== 'self');
    const name = names.at(-1) ?? '';
    const lookup = LOOKUP.test(this.source(callee).replace(/^(self|settings|cls)\./, '')) ? this.#lookup(node, args, place) : undefined;
    if (lookup) return lookup;
    if (args[0] && CONVERSIONS.has(name)) return converted(this.text, node, this.value(args[0], place));
    const object = part(callee, 'object');
    if (object && TEXT_METHODS.has(name)) return converted(this.text, node, this.value(object, place));
    // Belongs to what was connected before.
    if (object && TOLD[name]) return this.open(node);
    const shown = name === 'dict' ? [] : SETTERS.has(name) ? names.slice(0, -1) : names.slice(-2);
    const inner: Place = { path: [...place.path, ...shown], group: node.start };
    // yagmail and others have classes of the same name.
    const isConnection = CONNECTIONS.has(name) && (names.length === 1 || names.at(-2) === 'smtplib');
    const given = this.members(
      isConnection ? name : `${names.join('.')}()`,
      args.flatMap((arg) => this.#argument(arg, inner)),
      inner,
    );
    if (!isConnection) return given.length > 0 ? under(shown, callee, mapOf(given)) : this.open(node);
    // Where it connects to must stand here, at least in part: else this is a function for others.
    const pairs = [...given, ...this.#connection(node, callee, place)].sort((a, b) => a.start - b.start);
    if (!pairs.some(({ key, value }) => (key === 'host' || key === 'port') && value && holdsText(value))) return this.open(node);
    return under(['smtplib', 'SMTP'], callee, mapOf(pairs));
  }

  #argument(arg: SyntaxNode, place: Place): Argument[] {
    if (arg.type !== 'keyword_argument') return [{ node: arg, value: this.value(arg, place) }];
    const [name, written] = [part(arg, 'name'), part(arg, 'value')];
    if (!name || !written) return [];
    const key = this.source(name);
    const value = this.held(key, written, this.value(written, { ...place, path: [...place.path, key] }), place);
    return value ? [{ node: written, value, pair: { key, keySpan: span(name.start, name.end), start: arg.start, end: arg.end, value } }] : [];
  }

  #lookup(node: SyntaxNode, args: readonly SyntaxNode[], place: Place): TreeScalar | undefined {
    const [key, ...others] = args;
    if (key?.type !== 'string') return undefined;
    const named = others.find((arg) => arg.type === 'keyword_argument' && NAMED_DEFAULT.has(this.source(part(arg, 'name') ?? arg)));
    const fallback = (named && part(named, 'value')) ?? others.find(({ type }) => type !== 'keyword_argument');
    return variableScalar(this.text, node, this.#string(key).value, fallback && this.value(fallback, place));
  }

  /** What smtplib's connection is told later on: `starttls()`, `login(user, password)` on the same variable. */
  #connection(node: SyntaxNode, callee: SyntaxNode, place: Place): TreePair[] {
    const last = part(callee, 'attribute') ?? callee;
    const isChoice = this.#calls?.isChoice(node) ?? false;
    const pairs: TreePair[] = [unnamed('class', last, bareScalar(this.text, last, 'string', isChoice ? openText('') : undefined))];
    for (const { method, node: call, args } of this.#calls?.after(node, 'quit') ?? []) {
      if (method === 'starttls' && !isChoice) pairs.push(this.#told('starttls', call, bareScalar(this.text, call, 'boolean', 'True')));
      const names = TOLD[method] ?? [];
      args.forEach((arg, index) => {
        const isNamed = arg.type === 'keyword_argument';
        const name = isNamed ? names.find((each) => each === this.source(part(arg, 'name') ?? arg)) : names[index];
        const value = name && this.value(isNamed ? (part(arg, 'value') ?? arg) : arg, place);
        if (name && value) pairs.push(this.#told(name, arg, value));
      });
    }
    return pairs;
  }

  #told(key: string, { start, end }: SyntaxNode, value: TreeNode): TreePair {
    return { key, keySpan: span(start, start), start, end, value };
  }

  #string(node: SyntaxNode): TreeScalar {
    const [first, last] = [node.children[0], node.children.at(-1)];
    const mark = first ? this.source(first) : '';
    const inner = span(first?.end ?? node.start, last && last !== first ? last.start : node.end);
    const isRaw = /^[a-z]*r/i.test(mark);
    const parts = [...descendants(node)].flatMap((child): StringPart[] => {
      const { start, end } = child;
      if (child.type === 'escape_sequence' && !isRaw) return [{ start, end, value: unescaped(this.source(child)) }];
      if (child.type !== 'interpolation') return [];
      const expression = part(child, 'expression') ?? child.children[0];
      const value = expression && this.value(expression, { path: [], group: 0 });
      return [{ start, end, value: value?.type === 'scalar' ? value.value : openText('') }];
    });
    // A prefix such as `f` would change what a new value means.
    return stringScalar(this.text, node, inner, mark === '"' || mark === "'" ? (mark as Quote) : '', parts);
  }
}
