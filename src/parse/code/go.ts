import { type Span, span } from '../../text/span.ts';
import type { TreeNode, TreePair, TreeScalar } from '../tree.ts';
import { holdsText, mapOf, under, unnamed } from './collector.ts';
import { CodeReader, type Constant, type Place } from './reader.ts';
import { bareScalar, type StringPart, stringScalar, unescaped, variableScalar } from './scalars.ts';
import { part, type SyntaxNode } from './syntax.ts';

/** Functions that make a server of what they are given, by position. `smtp.SendMail` takes host and port in one text. */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  NewDialer: ['host', 'port', 'user', 'password'],
  NewPlainDialer: ['host', 'port', 'user', 'password'],
};
/** Options of go-mail's `NewClient`, with the name that their first argument gets. */
const OPTIONS: Readonly<Record<string, string>> = {
  WithPort: 'port',
  WithTLSPolicy: 'policy',
  WithTLSPortPolicy: 'portPolicy',
  WithSSL: 'ssl',
  WithSSLPort: 'sslPort',
  WithUsername: 'user',
  WithPassword: 'password',
};
const CONVERSIONS = new Set(['string', 'int', 'strings.TrimSpace', 'strings.ToLower']);
const MAILERS = /^(gomail|mail)$/;

/** Reads Go (go.dev/ref/spec): what net/smtp, gomail and go-mail are told, and structs and assignments with literals. */
export class GoReader extends CodeReader {
  protected override constantOf(node: SyntaxNode): Constant | undefined {
    if (node.type === 'const_spec' || node.type === 'var_spec') {
      const [name, value] = [part(node, 'name'), part(node, 'value')];
      return name && [this.source(name), value?.children[0]];
    }
    if (node.type !== 'short_var_declaration' && node.type !== 'assignment_statement') return undefined;
    const [left, right] = [part(node, 'left')?.children[0], part(node, 'right')];
    return left?.type === 'identifier' ? [this.source(left), right?.children.length === 1 ? right.children[0] : undefined] : undefined;
  }

  protected override isCall(node: SyntaxNode): boolean {
    return node.type === 'call_expression';
  }

  protected override nameOf(node: SyntaxNode): string | undefined {
    return node.type === 'identifier' ? this.source(node) : undefined;
  }

  protected override visit(node: SyntaxNode, place: Place): void {
    switch (node.type) {
      case 'function_declaration':
      case 'method_declaration':
      case 'func_literal':
        this.visitAll(part(node, 'body')?.children ?? [], { path: [], group: node.start });
        return;
      case 'const_spec':
      case 'var_spec':
        this.#visitAssignment(node, part(node, 'name'), part(node, 'value')?.children ?? [], place);
        return;
      case 'short_var_declaration':
      case 'assignment_statement':
        this.#visitAssignment(node, part(node, 'left')?.children[0], part(node, 'right')?.children ?? [], place);
        return;
      case 'call_expression':
        // What is not kept in a variable is a client all the same.
        this.root(node, { ...place, path: ['call'] });
        // `gomail.NewDialer(…).DialAndSend(…)`
        this.visitAll(part(node, 'function')?.children ?? [], place);
        this.visitAll(part(node, 'arguments')?.children ?? [], place);
        return;
      case 'composite_literal':
        this.root(node, { ...place, path: ['call'] });
        return;
      default:
        this.visitAll(node.children, place);
    }
  }

  #visitAssignment(node: SyntaxNode, left: SyntaxNode | undefined, right: readonly SyntaxNode[], place: Place): void {
    const value = right[0];
    if (!left || !value || right.length > 1) return;
    const isName = left.type === 'identifier';
    const keySpan = part(left, 'field') ?? left;
    const owner = { keySpan, start: node.start, end: node.end, ...(isName && { name: this.source(left) }) };
    this.root(value, { ...place, path: this.#names(left) }, owner);
    if (value.type === 'func_literal') this.visit(value, place);
  }

  #names(node: SyntaxNode): string[] {
    if (node.type === 'selector_expression') return node.children.flatMap((child) => this.#names(child));
    return node.type === 'identifier' || node.type === 'field_identifier' ? [this.source(node)] : [];
  }

  protected override value(node: SyntaxNode, place: Place): TreeNode | undefined {
    switch (node.type) {
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return this.#string(node);
      case 'int_literal':
        return bareScalar(this.text, node, 'number');
      case 'true':
      case 'false':
        return bareScalar(this.text, node, 'boolean');
      case 'nil':
        return bareScalar(this.text, node, 'null');
      case 'identifier':
        return this.variable(node, this.source(node), place, (each) => each.type === 'map') ?? this.scalarVariable(node, this.source(node), place);
      case 'unary_expression':
      case 'literal_element':
      case 'parenthesized_expression':
        return node.children.length > 0 ? this.value(node.children.at(-1)!, place) : this.open(node);
      case 'composite_literal':
        return this.#literal(node, place);
      case 'binary_expression':
        return this.#address(this.#summands(node), place) ?? this.open(node);
      case 'call_expression':
        return this.#call(node, place);
      case 'func_literal':
        return undefined;
      default:
        return this.open(node);
    }
  }

  /** `Config{Host: "…"}` */
  #literal(node: SyntaxNode, place: Place): TreeNode | undefined {
    const type = part(node, 'type');
    const name = type ? (part(type, 'name') ?? type) : undefined;
    const pairs = (part(node, 'body')?.children ?? []).flatMap((each) => this.#field(each, place));
    return name && /^\w+$/.test(this.source(name)) && pairs.length > 0 ? under([this.source(name)], name, mapOf(pairs)) : mapOf(pairs);
  }

  #field(node: SyntaxNode, place: Place): TreePair[] {
    const [name, written] = [part(node, 'key')?.children[0], part(node, 'value')?.children[0]];
    if (node.type !== 'keyed_element' || !name || !written) return [];
    const isText = name.type === 'interpreted_string_literal';
    const text = isText ? this.#string(name) : undefined;
    const value = this.value(written, place);
    return value ? [{ key: text?.value ?? this.source(name), keySpan: text?.span ?? span(name.start, name.end), start: node.start, end: node.end, value }] : [];
  }

  /** The parts of `a + b + c`. */
  #summands(node: SyntaxNode): readonly SyntaxNode[] {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    if (node.type !== 'binary_expression' || !left || !right || this.source(part(node, 'operator') ?? span(0, 0)) !== '+') return [node];
    return [...this.#summands(left), right];
  }

  /** `host + ":587"` and `host + ":" + port` */
  #address(parts: readonly SyntaxNode[], place: Place): TreeNode | undefined {
    const [host, second, third] = parts;
    if (!host || !second || parts.length > 3) return undefined;
    const sign = second.type === 'interpreted_string_literal' ? this.source(second).slice(1, -1) : undefined;
    if (third) return sign === ':' ? this.#hostAndPort(host, this.value(host, place), third, this.value(third, place)) : undefined;
    if (sign === undefined || !/^:\d+$/.test(sign)) return undefined;
    const port = bareScalar(this.text, { start: second.start + 2, end: second.end - 1 }, 'number');
    return this.#hostAndPort(host, this.value(host, place), second, port);
  }

  #hostAndPort(host: SyntaxNode, name: TreeNode | undefined, port: SyntaxNode, number: TreeNode | undefined): TreeNode {
    return mapOf([...(name ? [unnamed('host', host, name)] : []), ...(number ? [unnamed('port', port, number)] : [])]);
  }

  #call(node: SyntaxNode, place: Place): TreeNode | undefined {
    const callee = part(node, 'function');
    const args = part(node, 'arguments')?.children ?? [];
    const [first, second, third] = args;
    const written = callee ? this.source(callee) : '';
    const [pack, name = pack ?? ''] = written.split('.');
    if (!callee || !first) return this.open(node);
    if (/^(os\.Getenv|os\.LookupEnv|\w*[gG]et[eE]nv\w*)$/.test(written)) return this.#lookup(node, first, second, place);
    if (CONVERSIONS.has(written)) return this.value(first, place) ?? this.open(node);
    if (written === 'fmt.Sprintf' && second && third && /^"%[sv]:%[dsv]"$/.test(this.source(first)) && args.length === 3) {
      return this.#hostAndPort(second, this.value(second, place), third, this.value(third, place));
    }
    if (written === 'net.JoinHostPort' && second) return this.#hostAndPort(first, this.value(first, place), second, this.value(second, place));
    if (/\bsmtp\.PlainAuth$/.test(written)) return this.#given(callee, [undefined, 'user', 'password'], args, 'PlainAuth', place);
    if (written === 'smtp.SendMail') return this.#sendMail(callee, args, place);
    const positions = MAILERS.test(pack ?? '') ? MAKERS[name] : undefined;
    if (positions) return this.#given(callee, positions, args, 'NewDialer', place);
    return written === 'mail.NewClient' ? this.#client(callee, args, place) : this.open(node);
  }

  #given(callee: SyntaxNode, names: readonly (string | undefined)[], args: readonly SyntaxNode[], label: string, place: Place): TreeNode | undefined {
    const pairs = args.flatMap((arg, index) => {
      const name = names[index];
      const value = name === undefined ? undefined : this.value(arg, place);
      return name !== undefined && value?.type === 'scalar' ? [unnamed(name, arg, value)] : [];
    });
    if (label === 'PlainAuth') return mapOf(pairs);
    return isTold(pairs) ? under([label], callee, mapOf(pairs)) : undefined;
  }

  /** `smtp.SendMail("host:587", smtp.PlainAuth("", user, password, host), …)` */
  #sendMail(callee: SyntaxNode, [address, auth]: readonly SyntaxNode[], place: Place): TreeNode | undefined {
    const server = address && this.value(address, place);
    const signIn = auth && this.value(auth, place);
    const pairs: TreePair[] = [];
    if (address && server?.type === 'map') pairs.push(...server.pairs);
    else if (address && server?.type === 'scalar') pairs.push(unnamed('host', address, server));
    if (signIn?.type === 'map') pairs.push(...signIn.pairs.filter(({ key }) => key === 'user' || key === 'password'));
    return isTold(pairs) ? under(['SendMail'], callee, mapOf(pairs)) : undefined;
  }

  /** go-mail's client; `mail.NewClient` of other packages has no such options. */
  #client(callee: SyntaxNode, [host, ...options]: readonly SyntaxNode[], place: Place): TreeNode | undefined {
    const server = host && this.value(host, place);
    const pairs = options.flatMap((option): TreePair[] => {
      const name = OPTIONS[this.source(part(option, 'function') ?? span(0, 0)).replace(/^mail\./, '')];
      const given = part(option, 'arguments')?.children[0];
      if (option.type !== 'call_expression' || name === undefined) return [];
      const value = given ? this.#constant(given, place) : bareScalar(this.text, span(option.end - 1, option.end - 1), 'boolean', 'true');
      return value ? [unnamed(name, given ?? option, value)] : [];
    });
    if (!host || !server || server.type !== 'scalar' || pairs.length === 0) return undefined;
    const all = [unnamed('host', host, server), ...pairs];
    return isTold(all) ? under(['NewClient'], callee, mapOf(all)) : undefined;
  }

  /** `mail.TLSMandatory` */
  #constant(node: SyntaxNode, place: Place): TreeNode | undefined {
    const field = node.type === 'selector_expression' ? part(node, 'field') : undefined;
    return field ? { ...bareScalar(this.text, field, 'string'), outer: span(node.start, node.end) } : this.value(node, place);
  }

  #lookup(node: SyntaxNode, key: SyntaxNode, fallback: SyntaxNode | undefined, place: Place): TreeNode {
    if (key.type !== 'interpreted_string_literal') return this.open(node);
    return variableScalar(this.text, node, this.#string(key).value, fallback && this.value(fallback, place));
  }

  #string(node: SyntaxNode): TreeScalar {
    const inner: Span = span(node.start + 1, Math.max(node.start + 1, node.end - 1));
    if (node.type === 'raw_string_literal') return stringScalar(this.text, node, inner, '');
    const parts = node.children.flatMap((child): StringPart[] =>
      child.type === 'escape_sequence' ? [{ start: child.start, end: child.end, value: unescaped(this.source(child)) }] : [],
    );
    return stringScalar(this.text, node, inner, '"', parts);
  }
}

/** Where it connects to must stand here, at least in part: else this is a function for others. */
const isTold = (pairs: readonly TreePair[]) => pairs.some(({ key, value }) => (key === 'host' || key === 'port') && value !== undefined && holdsText(value));
