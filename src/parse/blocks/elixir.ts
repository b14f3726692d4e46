import type { Span } from '../../text/span.ts';
import { mapOf } from '../code/collector.ts';
import { bareScalar, comparedWith, converted, variableName, variableScalar } from '../code/scalars.ts';
import type { TreeMap, TreeNode, TreePair, TreeScalar } from '../tree.ts';
import { BlockParser, blockOf, dotted } from './parser.ts';
import type { Token, Words } from './scanner.ts';

/** Elixir's words (hexdocs.pm/elixir/syntax-reference.html). Sigils and characters are marks. */
export const ELIXIR_WORDS: Words = {
  comments: ['#'],
  hasBlockComments: false,
  strings: [
    { open: '"""', close: '"""', isLong: true, hasEscapes: true, puts: ['#{'] },
    { open: '"', close: '"', isLong: true, hasEscapes: true, puts: ['#{'] },
    { open: "'", close: "'", isLong: true, hasEscapes: true, puts: ['#{'] },
  ],
  word: /[A-Z]\w*(?:\.[A-Z]\w*)*(?:\.[a-z_]\w*[?!]?)?|[a-z_]\w*[?!]?(?:\.[a-z_]\w*[?!]?)*|\d[\d_]*(?:\.\d+)?/y,
  marks:
    /~[a-zA-Z]+(?:\([^)\n]{0,300}\)|\[[^\]\n]{0,300}\]|\{[^}\n]{0,300}\}|"[^"\n]{0,300}"|\/[^/\n]{0,300}\/|\|[^|\n]{0,300}\|)[a-z]*|\?\\?[^\s\w]|:"[^"\n]{0,300}"|:[A-Za-z_]\w*[?!]?|::|->|=>|<-|\|>|\|\||&&|==|!=|===|%\{|<>|\+\+|-\d[\d_]*/y,
};

/** Functions that hand on what they are given. */
const CONVERSION = /^(String\.(to_integer|to_atom|to_existing_atom|trim|downcase)|Integer\.parse|to_string|to_charlist|String\.to_charlist)$/;
const LOOKUP = /^(System\.(get_env|fetch_env!?)|env!)$/;

/** Reads what `config` is told in Elixir's configuration: keyword lists with literals and look-ups of the environment. */
export class ElixirParser extends BlockParser {
  /** What variables of the file stand for; undefined for those that are set more than once. */
  readonly #variables = new Map<string, TreeNode | undefined>();

  root(): TreeMap {
    const pairs: TreePair[] = [];
    const seen = new Map<string, Set<string>[]>();
    while (this.token) {
      const { start } = this.token;
      const isStatement = this.#isStatement();
      if (isStatement && this.is('=', this.peek(1)) && /^[a-z_]\w*$/.test(this.token.text)) {
        this.#assign(this.token.text);
        continue;
      }
      const isCall = isStatement && this.is('config');
      this.at += 1;
      if (!isCall) continue;
      const { names, map } = this.#arguments();
      if (map.pairs.length === 0) continue;
      const turn = turnOf(seen, names.map(({ key }) => key).join('.'), map);
      const path = [{ key: 'config', keySpan: { start, end: start } }, ...names];
      const numbered = turn === 0 ? path : [{ key: String(turn + 1), keySpan: { start, end: start } }, ...path];
      const pair = dotted(numbered, { start, end: this.lastEnd }, map);
      if (pair) pairs.push(pair);
    }
    return blockOf(pairs);
  }

  #isStatement(): boolean {
    const before = this.tokens[this.at - 1];
    return before === undefined || before.type === 'newline' || /^(do|else|->|;)$/.test(before.text);
  }

  /** `port = String.to_integer(System.get_env("SMTP_PORT", "587"))` */
  #assign(name: string): void {
    this.at += 2;
    const from = this.at;
    this.skipNewlines();
    const value = this.#value();
    // Settings may stand in what it was given: `x = if … do`.
    if (value?.type !== 'scalar') this.at = from;
    this.#variables.set(name, this.#variables.has(name) || value?.type !== 'scalar' ? undefined : value);
  }

  /** `:app, App.Mailer, adapter: …` or `:app, key, [ … ]`. */
  #arguments(): { readonly names: { readonly key: string; readonly keySpan: Span }[]; readonly map: TreeMap } {
    const names: { readonly key: string; readonly keySpan: Span }[] = [];
    const isCall = this.take('(');
    let map = mapOf([]);
    for (;;) {
      this.skipNewlines();
      if (this.#isKeyword()) {
        map = this.#keywords();
        break;
      }
      const value = this.#value();
      if (value?.type === 'map') {
        map = value;
        break;
      }
      if (value?.type !== 'scalar') break;
      names.push({ key: value.value, keySpan: value.span });
      if (!this.take(',')) break;
    }
    if (isCall) this.take(')');
    return { names, map };
  }

  /** `name: `, with the colon right behind the name. */
  #isKeyword(): boolean {
    const [name, colon] = [this.token, this.peek(1)];
    return name !== undefined && (name.type === 'word' || name.type === 'string') && this.is(':', colon) && colon!.start === name.end;
  }

  #keywords(): TreeMap {
    const pairs: TreePair[] = [];
    while (this.#isKeyword()) {
      const name = this.token!;
      this.at += 2;
      this.skipNewlines();
      const value = this.#value();
      const keySpan = name.scalar?.span ?? { start: name.start, end: name.end };
      if (value) pairs.push({ key: name.scalar?.value ?? name.text, keySpan, start: name.start, end: this.lastEnd, value });
      const comma = this.at;
      if (!this.take(',')) break;
      this.skipNewlines();
      if (!this.#isKeyword()) {
        this.at = comma;
        break;
      }
    }
    return mapOf(pairs);
  }

  /** An expression up to a comma, a line end or a closing bracket. */
  #value(): TreeNode | undefined {
    const start = this.token?.start ?? this.text.length;
    let value = this.#primary();
    for (;;) {
      if (this.token?.type === 'newline' && /^(\|>|\|\||==)$/.test(this.#afterNewlines()?.text ?? '')) this.skipNewlines();
      if (this.#isEnd()) return value;
      const operator = this.token!.text;
      this.at += 1;
      this.skipNewlines();
      if (operator === '|>') value = this.#piped(start, value);
      else if (operator === '||' && /^(raise|throw)$/.test(this.token?.text ?? '')) this.#skipRest();
      else if (operator === '||') value = this.#either(start, value, this.#primary());
      else if (operator === '==' || operator === 'in') {
        const right = this.#primary();
        value = comparedWith(this.text, { start, end: this.lastEnd }, value, right) ?? this.open(start);
      } else {
        this.#skipRest();
        return this.open(start);
      }
    }
  }

  #afterNewlines(): Token | undefined {
    let at = this.at;
    while (this.tokens[at]?.type === 'newline') at += 1;
    return this.tokens[at];
  }

  #isEnd(): boolean {
    return !this.token || this.token.type === 'newline' || this.is(',') || this.is('do') || this.is('end') || this.isClosing();
  }

  #skipRest(): void {
    while (!this.#isEnd()) {
      if (this.isOpening()) this.skipGroup();
      else this.at += 1;
    }
  }

  #piped(start: number, value: TreeNode | undefined): TreeNode {
    const isConversion = this.token !== undefined && CONVERSION.test(this.token.text);
    this.at += 1;
    if (this.is('(')) this.skipGroup();
    return isConversion ? converted(this.text, { start, end: this.lastEnd }, value) : this.open(start);
  }

  #either(start: number, left: TreeNode | undefined, right: TreeNode | undefined): TreeNode {
    const name = left?.type === 'scalar' ? variableName(left) : undefined;
    return name === undefined ? this.open(start) : variableScalar(this.text, { start, end: this.lastEnd }, name, right);
  }

  #primary(): TreeNode | undefined {
    const token = this.token;
    if (!token || this.#isEnd()) return undefined;
    if (this.isOpening()) return this.nested(() => this.#group(token.text));
    this.at += 1;
    if (token.scalar) return token.scalar;
    if (token.type === 'mark') return this.#atom(token) ?? this.open(token.start);
    if (this.is('(')) return this.nested(() => this.#call(token));
    const isModule = /^[A-Z][\w.]*$/.test(token.text);
    return this.bare(token, 'nil') ?? this.#variables.get(token.text) ?? (isModule ? bareScalar(this.text, token, 'string') : this.open(token.start));
  }

  #atom({ text, start, end }: Token): TreeScalar | TreeNode | undefined {
    if (/^-\d/.test(text)) return bareScalar(this.text, { start, end }, 'number');
    if (!/^:["A-Za-z_]/.test(text)) return undefined;
    const isQuoted = text[1] === '"';
    const place = isQuoted ? { start: start + 2, end: end - 1 } : { start: start + 1, end };
    if (isQuoted) return this.open(start);
    return { ...bareScalar(this.text, place, 'string'), outer: { start, end } };
  }

  #group(mark: string): TreeNode | undefined {
    const close = this.closingOf(this.at);
    this.at += 1;
    this.skipNewlines();
    const value = mark === '[' || mark === '%{' ? (this.#isKeyword() ? this.#keywords() : this.#list()) : mark === '(' ? this.#value() : undefined;
    this.at = Math.max(this.at, Math.min(close + 1, this.tokens.length));
    return value;
  }

  #list(): TreeNode {
    const items = [];
    const pairs: TreePair[] = [];
    while (this.token && !this.isClosing()) {
      const { start } = this.token;
      const from = this.at;
      const key = this.token.scalar;
      if (key && this.is('=>', this.peek(1))) {
        this.at += 2;
        const value = this.#value();
        if (value) pairs.push({ key: key.value, keySpan: key.span, start, end: this.lastEnd, value });
      } else {
        const node = this.#value();
        if (node) items.push({ start, end: this.lastEnd, node });
      }
      if (this.at === from) this.at += 1;
    }
    return pairs.length > 0 ? mapOf(pairs) : { type: 'list', isFlow: true, items };
  }

  #call({ text, start }: Token): TreeNode {
    const close = this.closingOf(this.at);
    this.at += 1;
    const args: (TreeNode | undefined)[] = [];
    while (this.token && this.at < close) {
      const from = this.at;
      this.skipNewlines();
      args.push(this.#value());
      this.skipNewlines();
      this.take(',');
      if (this.at === from) this.at += 1;
    }
    this.at = Math.max(this.at, Math.min(close + 1, this.tokens.length));
    const where = { start, end: this.lastEnd };
    const [first, ...others] = args;
    const isText = first?.type === 'scalar' && first.scalar === 'string' && /^\w+$/.test(first.value);
    if (LOOKUP.test(text) && isText) return variableScalar(this.text, where, first.value, text === 'env!' ? others[1] : others[0]);
    return CONVERSION.test(text) ? converted(this.text, where, first) : this.open(start);
  }
}

/** What is set for the same module again, with the same keys, is another setting: branches of an `if`. */
function turnOf(seen: Map<string, Set<string>[]>, path: string, { pairs }: TreeMap): number {
  const turns = seen.get(path) ?? [];
  seen.set(path, turns);
  const found = turns.findIndex((keys) => pairs.every(({ key }) => !keys.has(key)));
  const turn = found === -1 ? turns.length : found;
  turns[turn] ??= new Set();
  for (const { key } of pairs) turns[turn].add(key);
  return turn;
}
