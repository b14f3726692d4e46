import type { Span } from '../../text/span.ts';
import type { TreeNode, TreePair, TreeScalar } from '../tree.ts';
import { Collector, unnamed } from './collector.ts';
import { openScalar, variableName, variableScalar } from './scalars.ts';
import type { SyntaxFile, SyntaxNode } from './syntax.ts';
import { descendants, part } from './syntax.ts';

/** Where a value stands in the program. */
export interface Place {
  /** Names above it. */
  readonly path: readonly string[];
  /** The function it is in. */
  readonly group: number;
}

export const FILE_PLACE: Place = { path: [], group: 0 };

/** What surrounds a value that stands on its own: its key and all that goes with it. */
export interface Owner {
  readonly keySpan: Span;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
}

/** A variable and the value it is given; undefined for one that comes from elsewhere, such as a parameter. */
export type Constant = readonly [name: string, value: SyntaxNode | undefined];

/** Calls whose arguments are settings of mail, so that a variable given to them is one too. */
const MAIL_CALL = /mail|smtp|transport/i;
const MAIL_URL = /^(?:[a-z]+\+)?smtps?(?:\+[a-z]+)?:\/\//i;
const PARAMETERS = /parameters$/;
/** Parts of an `if`, beside those that are called its consequence. */
const BRANCHES = new Set(['else_clause', 'elif_clause', 'else_if_clause', 'else', 'elsif', 'then']);
/** Variables may stand for variables; further than this nobody goes. */
const MAX_STEPS = 4;
/** Names of positional arguments, by the function or class they go to. */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  SMTP: ['host', 'port'],
  SMTP_SSL: ['host', 'port'],
  Swift_SmtpTransport: ['host', 'port', 'encryption'],
  EsmtpTransport: ['host', 'port', 'tls'],
};

export interface Argument {
  readonly node: SyntaxNode;
  readonly value: TreeNode | undefined;
  /** Of a named argument. */
  readonly pair?: TreePair;
}

/** What reading a program has in common, whatever its language. Nothing is evaluated. */
export abstract class CodeReader {
  protected readonly text: string;
  protected readonly out: Collector;
  readonly #later: { node: SyntaxNode; place: Place }[] = [];
  readonly #constants = new Map<string, SyntaxNode | undefined>();
  /** Outer ones before those in them. */
  readonly #branches: SyntaxNode[] = [];
  #steps = 0;

  constructor(text: string) {
    this.text = text;
    this.out = new Collector(text);
  }

  read({ root }: SyntaxFile): ReturnType<Collector['entries']> {
    for (const node of descendants(root)) {
      if (BRANCHES.has(node.type) || node.field === 'consequence' || node.field === 'alternative') this.#branches.push(node);
      // PHP calls it a body.
      const body = node.type === 'if_statement' ? part(node, 'body') : undefined;
      if (body) this.#branches.push(body);
      const constant = this.constantOf(node);
      if (constant) this.#constants.set(constant[0], this.#constants.has(constant[0]) ? undefined : constant[1]);
      // A parameter of the same name is another variable.
      const parameters = PARAMETERS.test(node.type) || node.field === 'parameter' ? [...descendants(node)] : [];
      for (const name of parameters.flatMap((each) => this.nameOf(each) ?? [])) this.#constants.set(name, undefined);
    }
    this.visit(root, FILE_PLACE);
    for (let next = this.#later.shift(); next; next = this.#later.shift()) this.visit(next.node, next.place);
    return this.out.entries();
  }

  /** The variable that a node declares or changes, if it does. */
  protected abstract constantOf(node: SyntaxNode): Constant | undefined;
  /** Looks for settings in statements. */
  protected abstract visit(node: SyntaxNode, place: Place): void;
  /** What an expression says; undefined for what is no value, such as a function. */
  protected abstract value(node: SyntaxNode, place: Place): TreeNode | undefined;

  protected source({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  protected visitAll(nodes: readonly SyntaxNode[], place: Place): void {
    for (const node of nodes) this.visit(node, place);
  }

  /** A function inside a value is looked at when the value is done; what it returns stands in the value's place. */
  protected later(node: SyntaxNode, place: Place): void {
    this.#later.push({ node, place });
  }

  /** The values of several nodes; what is no value is left out. */
  protected list(nodes: readonly SyntaxNode[], place: Place): TreeNode {
    const items = nodes.flatMap((each) => {
      const node = this.value(each, place);
      return node ? [{ start: each.start, end: each.end, node }] : [];
    });
    return { type: 'list', isFlow: true, items };
  }

  protected open(node: SyntaxNode): TreeScalar {
    return openScalar(this.text, node);
  }

  /** A value under a name, or one that is returned or exported. */
  protected root(node: SyntaxNode | undefined, place: Place, owner?: Owner): void {
    if (!node) return;
    const value = this.held(place.path.at(-1) ?? '', node, this.value(node, place), place);
    if (!value || (value.type === 'scalar' && (place.path.length === 0 || !owner))) return;
    const around = owner ?? { keySpan: node, start: node.start, end: node.end };
    const { start, end } = around.keySpan;
    // What a call is given, or a function returns, belongs to nothing else.
    const group = value.type !== 'scalar' && (!owner || this.isCall(node)) ? node.start : place.group;
    const branch = this.#branchOf(node);
    this.out.add({ ...around, keySpan: { start, end }, path: place.path, value, group, ...(branch !== undefined && { branch }) });
  }

  #branchOf({ start, end }: SyntaxNode): number | undefined {
    return this.#branches.filter((branch) => branch.start <= start && end <= branch.end).at(-1)?.start;
  }

  protected abstract isCall(node: SyntaxNode): boolean;
  /** The name of the variable that an expression is, if it is one. */
  protected abstract nameOf(node: SyntaxNode): string | undefined;

  /** An object that is given to something of mail by a variable's name. */
  protected held(label: string, node: SyntaxNode, value: TreeNode | undefined, place: Place): TreeNode | undefined {
    const name = value?.type === 'scalar' && MAIL_CALL.test(label) ? this.nameOf(node) : undefined;
    return name === undefined ? value : (this.variable(node, name, place, (each) => each.type === 'map') ?? value);
  }

  /** The value of a variable that is declared once, with a literal. */
  protected variable(node: SyntaxNode, name: string, place: Place, isWanted: (value: TreeNode) => boolean): TreeNode | undefined {
    const declared = this.#constants.get(name);
    if (!declared || this.#steps >= MAX_STEPS) return undefined;
    this.#steps += 1;
    const value = this.value(declared, place);
    this.#steps -= 1;
    if (!value || !isWanted(value) || (declared.start <= node.start && node.end <= declared.end)) return undefined;
    this.out.use(name);
    return value;
  }

  /** A variable where a value is wanted: its literal, else a name that nothing resolves. */
  protected scalarVariable(node: SyntaxNode, name: string, place: Place): TreeNode {
    const value = this.variable(node, name, place, (each) => each.type === 'scalar' && !each.value.startsWith('${'));
    return value ?? this.variable(node, name, place, (each) => each.type === 'scalar' && /^\$\{[A-Z]/.test(each.value)) ?? this.open(node);
  }

  /** `a || b`: the first one that says something, with the second as default where it is a variable. */
  protected either(node: SyntaxNode, left: TreeNode | undefined, right: TreeNode | undefined): TreeNode {
    const name = left?.type === 'scalar' ? variableName(left) : undefined;
    if (name !== undefined) return variableScalar(this.text, node, name, right);
    if (left && (left.type !== 'scalar' || !left.value.startsWith('${') || left.value.includes(':-'))) return left;
    return this.open(node);
  }

  /** What a call is given: objects, named arguments, mail URLs, and positional ones of calls that we know. */
  protected members(callee: string, args: readonly Argument[], place: Place): TreePair[] {
    const pairs: TreePair[] = [];
    const positions = POSITIONS[callee];
    args.forEach(({ node, value, pair }, index) => {
      if (pair) {
        pairs.push(pair);
        return;
      }
      const held = this.held(callee, node, value, place);
      const position = positions?.[index];
      if (position !== undefined && held && held.type !== 'map') pairs.push(unnamed(position, node, held));
      else if (held?.type === 'map') pairs.push(...(index === 0 || pairs.length === 0 ? held.pairs : [unnamed(String(index), node, held)]));
      else if (held?.type === 'list' && MAIL_CALL.test(callee)) pairs.push(unnamed(String(index), node, held));
      else if (held?.type === 'scalar' && (MAIL_URL.test(held.value) || (index === 0 && isSoleVariable(callee, held)))) pairs.push(unnamed('url', node, held));
    });
    return pairs;
  }
}

/** A transport made of one variable, which then holds a URL. */
const isSoleVariable = (callee: string, value: TreeScalar) => /^createTransport(er)?$|^fromDsn$/.test(callee) && /^\$\{[A-Z]/.test(value.value);
