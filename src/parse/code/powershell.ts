import { type Span, span } from '../../text/span.ts';
import { blockOf } from '../blocks/parser.ts';
import type { TreeNode, TreePair, TreeScalar } from '../tree.ts';
import { holdsText, mapOf, under, unnamed } from './collector.ts';
import { CodeReader, type Constant, type Place } from './reader.ts';
import { bareScalar, openText, type StringPart, stringScalar, variableScalar } from './scalars.ts';
import { childOf, descendants, part, type SyntaxNode } from './syntax.ts';

/** Expressions that say something by themselves; around each of them the grammar puts a dozen others. */
const TELLING = new Set([
  'variable',
  'string_literal',
  'integer_literal',
  'hash_literal_expression',
  'command',
  'member_access',
  'parenthesized_expression',
  'generic_token',
]);
const SENDER = /^Send-MailMessage$/i;
const SERVER = /^(SmtpServer|ComputerName|Port)$/i;
const CLIENT = /^(System\.)?Net\.Mail\.SmtpClient$/i;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

/** Reads PowerShell: what `Send-MailMessage` is told, by parameters or a splatted table, hash tables, and .NET's SmtpClient. */
export class PowerShellReader extends CodeReader {
  protected override constantOf(node: SyntaxNode): Constant | undefined {
    if (node.type !== 'assignment_expression') return undefined;
    const [left, right] = [childOf(node, 'left_assignment_expression'), part(node, 'value')];
    const name = left && this.nameOf(left);
    return name !== undefined && right ? [name, right] : undefined;
  }

  protected override isCall(node: SyntaxNode): boolean {
    return telling(node).type === 'command';
  }

  /** Names of variables count in any case. */
  protected override nameOf(node: SyntaxNode): string | undefined {
    const inner = telling(node);
    const name = inner.type === 'variable' ? this.source(inner) : '';
    return /^[$@][A-Za-z_]\w*$/.test(name) ? name.slice(1).toLowerCase() : undefined;
  }

  protected override visit(node: SyntaxNode, place: Place): void {
    switch (node.type) {
      case 'function_statement':
      case 'script_block_expression':
        this.visitAll(node.children, { path: [], group: node.start });
        return;
      case 'assignment_expression':
        this.#visitAssignment(node, place);
        return;
      case 'command':
        this.root(node, { ...place, path: [] });
        this.visitAll(node.children, place);
        return;
      default:
        this.visitAll(node.children, place);
    }
  }

  #visitAssignment(node: SyntaxNode, place: Place): void {
    const [left, right] = [childOf(node, 'left_assignment_expression'), part(node, 'value')];
    if (!left || !right) return;
    const target = telling(left);
    const environment = /^\$env:(\w+)$/i.exec(this.source(target))?.[1];
    const member = target.type === 'member_access' ? childOf(target, 'member_name') : undefined;
    const object = member && target.children[0] ? this.nameOf(target.children[0]) : undefined;
    const name = this.nameOf(target);
    const path = environment !== undefined ? [environment] : member && object !== undefined ? [object, this.source(member)] : name !== undefined ? [name] : [];
    if (path.length === 0) return;
    const keySpan = member ?? span(target.end - path[0]!.length, target.end);
    this.root(right, { ...place, path }, { keySpan, start: node.start, end: node.end, ...(name !== undefined && { name }) });
  }

  protected override value(node: SyntaxNode, place: Place): TreeNode | undefined {
    const inner = telling(node);
    switch (inner.type) {
      case 'string_literal':
        return this.#string(inner);
      case 'integer_literal':
        return bareScalar(this.text, inner, 'number');
      case 'generic_token':
        return bareScalar(this.text, inner, 'string');
      case 'variable':
        return this.#variable(inner, place);
      case 'hash_literal_expression':
        return blockOf((childOf(inner, 'hash_literal_body')?.children ?? []).flatMap((each) => this.#entry(each, place)));
      case 'command':
        return this.#command(inner, place);
      case 'parenthesized_expression':
        return inner.children[0] ? this.value(inner.children[0], place) : this.open(inner);
      default:
        return this.open(inner);
    }
  }

  #variable(node: SyntaxNode, place: Place): TreeNode {
    const written = this.source(node);
    const word = /^\$(true|false|null)$/i.exec(written)?.[1]?.toLowerCase();
    if (word !== undefined) return bareScalar(this.text, node, word === 'null' ? 'null' : 'boolean', word);
    const environment = /^\$\{?env:(\w+)\}?$/i.exec(written)?.[1];
    if (environment !== undefined) return variableScalar(this.text, node, environment);
    const name = this.nameOf(node);
    return name === undefined ? this.open(node) : this.scalarVariable(node, name, place);
  }

  #entry(node: SyntaxNode, place: Place): TreePair[] {
    const [name, written] = [childOf(node, 'key_expression'), childOf(node, 'pipeline')];
    if (!name || !written) return [];
    const text = [...descendants(name)].find(({ type }) => type === 'string_literal');
    const scalar = text && this.#string(text);
    const value = this.value(written, place);
    const key = scalar?.value ?? this.source(name);
    // What ends the entry goes with it.
    const end = written.end + (/^[ \t]*;/.exec(this.text.slice(written.end, written.end + 40))?.[0].length ?? 0);
    return value ? [{ key, keySpan: scalar?.span ?? span(name.start, name.end), start: node.start, end, value }] : [];
  }

  #command(node: SyntaxNode, place: Place): TreeNode | undefined {
    const name = part(node, 'command_name');
    const elements = (part(node, 'command_elements')?.children ?? []).filter(({ type }) => type !== 'command_argument_sep');
    if (!name) return this.open(node);
    if (/^New-Object$/i.test(this.source(name))) return this.#object(node, elements, place);
    if (!SENDER.test(this.source(name))) return this.open(node);
    const pairs = elements.flatMap((element, index) => this.#parameter(element, elements[index + 1], elements[index - 1] ?? name, place));
    // Where it connects to must stand here, at least in part: else this is a function for others.
    const isTold = pairs.some(({ key, value }) => SERVER.test(key) && value !== undefined && holdsText(value));
    return isTold ? under(['Send-MailMessage'], name, mapOf(pairs)) : this.open(node);
  }

  /** `-Port 587`, `-UseSsl`, `-UseSsl:$false` or `@table`. What leads up to it, a line's backtick too, goes with it. */
  #parameter(node: SyntaxNode, next: SyntaxNode | undefined, before: SyntaxNode, place: Place): TreePair[] {
    if (node.type !== 'command_parameter') {
      const name = this.source(telling(node)).startsWith('@') ? this.nameOf(node) : undefined;
      const table = name === undefined ? undefined : this.variable(node, name, place, (each) => each.type === 'map');
      return table?.type === 'map' ? [...table.pairs] : [];
    }
    const keySpan = span(node.start + 1, node.end);
    const isFlag = next === undefined || next.type === 'command_parameter' || this.source(telling(next)).startsWith('@');
    const value = isFlag ? bareScalar(this.text, span(node.end, node.end), 'boolean', 'true') : this.value(next, place);
    return value ? [{ key: this.source(keySpan), keySpan, start: before.end, end: isFlag ? node.end : next.end, value }] : [];
  }

  /** `New-Object Net.Mail.SmtpClient("host", 587)` */
  #object(node: SyntaxNode, elements: readonly SyntaxNode[], place: Place): TreeNode {
    const type = elements.find((each) => CLIENT.test(this.source(each)));
    const list = elements.find((each) => each.type === 'argument_list');
    const given = list ? [...descendants(list)].filter((each) => each.type === 'argument_expression') : this.#afterType(elements, type);
    if (!type || given.length === 0) return this.open(node);
    const pairs = given.slice(0, 2).flatMap((each, index) => {
      const value = this.value(each, place);
      return value?.type === 'scalar' ? [unnamed(index === 0 ? 'host' : 'port', each, value)] : [];
    });
    return under(['SmtpClient'], type, mapOf(pairs));
  }

  /** `-ArgumentList "host", 587` */
  #afterType(elements: readonly SyntaxNode[], type: SyntaxNode | undefined): readonly SyntaxNode[] {
    const list = elements.find((each) => type !== undefined && each.start > type.end && each.type === 'array_literal_expression');
    return list && list.children.length > 1 ? list.children : list ? [list] : [];
  }

  #string(node: SyntaxNode): TreeScalar {
    const inner: Span = span(node.start + 1, Math.max(node.start + 1, node.end - 1));
    const body = node.children[0];
    if (body?.type === 'verbatim_string_characters') {
      const parts = [...this.source(inner).matchAll(/''/g)].map(({ index }) => ({ start: inner.start + index, end: inner.start + index + 2, value: "'" }));
      return stringScalar(this.text, node, inner, "'", parts);
    }
    if (body?.type !== 'expandable_string_literal') return stringScalar(this.text, node, node, '', [{ start: node.start, end: node.end, value: openText('') }]);
    const variables = [...descendants(body)].filter(({ type }) => type === 'variable' || type === 'sub_expression');
    const parts: StringPart[] = [];
    for (const { start, end } of variables) {
      if (start >= (parts.at(-1)?.end ?? 0)) parts.push({ start, end, value: this.#put(this.text.slice(start, end)) });
    }
    const escapes = [...this.source(inner).matchAll(/`([\s\S])|""/g)].map(
      ({ 0: written, 1: letter, index }): StringPart => ({
        start: inner.start + index,
        end: inner.start + index + written.length,
        value: letter === undefined ? '"' : (ESCAPES[letter] ?? letter),
      }),
    );
    const all = [...parts, ...escapes.filter(({ start }) => !parts.some((each) => each.start <= start && start < each.end))];
    return stringScalar(
      this.text,
      node,
      inner,
      '"',
      all.sort((a, b) => a.start - b.start),
    );
  }

  #put(written: string): string {
    const environment = /^\$\{?env:(\w+)\}?$/i.exec(written)?.[1];
    return environment === undefined ? openText(written) : `\${${environment}}`;
  }
}

/** The expression inside those that only have it. */
function telling(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (!TELLING.has(inner.type) && inner.children.length === 1) inner = inner.children[0]!;
  return inner;
}
