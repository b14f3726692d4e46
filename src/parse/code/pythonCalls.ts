import { descendants, part, type SyntaxNode } from './syntax.ts';

/** `server.login(user, password)` */
export interface MethodCall {
  readonly object: string;
  readonly method: string;
  readonly node: SyntaxNode;
  readonly args: readonly SyntaxNode[];
}

/** The methods that a program calls on its variables, for what an object is told after it was made. */
export class PythonCalls {
  readonly #text: string;
  readonly #calls: MethodCall[] = [];
  readonly #branches: SyntaxNode[] = [];
  /** Outer ones before those in them. */
  readonly #functions: SyntaxNode[] = [];

  constructor(text: string, root: SyntaxNode) {
    this.#text = text;
    for (const node of descendants(root)) {
      if (node.type === 'function_definition') this.#functions.push(node);
      if (node.type === 'if_statement') this.#branches.push(node);
      const callee = node.type === 'call' ? part(node, 'function') : undefined;
      const [object, method] = [part(callee, 'object'), part(callee, 'attribute')];
      if (!object || !method || callee?.type !== 'attribute') continue;
      this.#calls.push({ object: this.#source(object), method: this.#source(method), node, args: part(node, 'arguments')?.children ?? [] });
    }
  }

  /** What the result of a call is told, up to `last`: in the same function, or anywhere where an object keeps it (`self.server`). */
  after(node: SyntaxNode, last: string): readonly MethodCall[] {
    const variable = this.#variableOf(node);
    const home = this.#functionOf(node);
    const told = this.#calls.filter(
      ({ object, node: call }) => object === variable && call.start > node.end && (object.includes('.') || this.#functionOf(call) === home),
    );
    const end = told.findIndex(({ method }) => method === last);
    return end === -1 ? told : told.slice(0, end);
  }

  /** Says whether one of several ways to connect is chosen at run time: `SMTP_SSL(…)` here, and `SMTP(…)` otherwise. */
  isChoice({ start, end }: SyntaxNode): boolean {
    const around = this.#branches.filter((branch) => branch.start <= start && end <= branch.end).at(-1);
    return around !== undefined && /\bSMTP\(/.test(this.#source(around)) && /\bSMTP_SSL\(/.test(this.#source(around));
  }

  #source({ start, end }: SyntaxNode): string {
    return this.#text.slice(start, end);
  }

  #functionOf({ start, end }: SyntaxNode): SyntaxNode | undefined {
    return this.#functions.filter((each) => each.start <= start && end <= each.end).at(-1);
  }

  /** The variable that a call's result is put into: `s = f()`, `with f() as s`. */
  #variableOf(node: SyntaxNode): string | undefined {
    const before = this.#text.slice(Math.max(0, node.start - 200), node.start);
    const assigned = /([\w.]+)[ \t]*=[ \t]*(?:await[ \t]+)?$/.exec(before)?.[1];
    return assigned ?? /^[ \t]+as[ \t]+(\w+)/.exec(this.#text.slice(node.end, node.end + 200))?.[1];
  }
}
