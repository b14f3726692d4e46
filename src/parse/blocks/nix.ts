import type { Span } from '../../text/span.ts';
import type { TreeMap, TreeNode, TreePair } from '../tree.ts';
import { BlockParser, blockOf, dotted, keyOf } from './parser.ts';
import type { Token, Words } from './scanner.ts';

/** Nix's words (nix.dev/manual/nix/latest/language). */
export const NIX_WORDS: Words = {
  comments: ['#'],
  hasBlockComments: true,
  strings: [
    {
      open: "''",
      close: "''",
      isLong: true,
      puts: ['${'],
      special: [
        ["''${", '${'],
        ["'''", "''"],
      ],
    },
    { open: '"', close: '"', isLong: true, hasEscapes: true, puts: ['${'], special: [['$$', '$$']] },
  ],
  word: /[A-Za-z_][\w'-]*|\d+(?:\.\d+)?/y,
  marks: /\.\.\.|\$\{|==|!=|<=|>=|&&|\|\||->|\/\/|\+\+|<[\w./-]+>|[.~]{0,2}\/[\w./+-]+/y,
};

/** Words after which another expression goes on. */
const ENDS = new Set(['in', 'then', 'else']);

/** Reads attribute sets of Nix: whatever else a module is made of, the sets that it hands over, and literals in them. */
export class NixParser extends BlockParser {
  root(): TreeMap {
    const value = this.#expression();
    return value?.type === 'map' ? value : blockOf([]);
  }

  /** An expression up to `;`, a closing bracket or a word that goes on. */
  #expression(): TreeNode | undefined {
    this.#skipHeads();
    const start = this.token?.start ?? this.text.length;
    const terms: (TreeNode | undefined)[] = [];
    const sets: TreePair[] = [];
    let isOpen = false;
    while (this.token && !this.#isEnd()) {
      if (this.is('//')) {
        this.at += 1;
        sets.push(...pairsOf(terms.splice(0).at(-1)));
      } else if (this.token.type === 'newline') this.at += 1;
      else {
        const { type, text } = this.token;
        // `++`, `==` and the like; a dot and a name only go on with the term before.
        if (type === 'mark' && !/^[{[(]$/.test(text)) isOpen ||= text !== '.';
        terms.push(this.#term());
      }
    }
    const last = terms.at(-1);
    if (last?.type === 'map' && !isOpen) return sets.length > 0 ? blockOf([...sets, ...last.pairs]) : last;
    if (sets.length > 0) return blockOf(sets);
    if (isOpen || terms.length === 0) return this.open(start);
    // What is made of another value: `lib.mkDefault 587`.
    const isFixed = terms.length === 1 || /^(lib\.)?(mk(Default|Force|Overrid\w+|If|Merge)|toString|optional\w*)\b/.test(this.text.slice(start, start + 40));
    return isFixed && last ? last : this.open(start);
  }

  #isEnd(): boolean {
    return this.is(';') || this.is(',') || this.isClosing() || (this.token?.type === 'word' && ENDS.has(this.token.text));
  }

  /** Goes behind `{ pkgs, ... }:`, `pkgs:`, `with lib;`, `let … in` and `rec`. */
  #skipHeads(): void {
    for (;;) {
      this.skipNewlines();
      if (this.is('{') && this.#isPattern()) {
        this.skipGroup();
        this.skipTo((token) => token.type === 'mark' && token.text === ':');
        this.at += 1;
      } else if (this.token?.type === 'word' && (this.is(':', this.peek(1)) || this.is('@', this.peek(1)))) this.at += 2;
      else if (this.is('with') || this.is('assert')) {
        this.skipTo((token) => token.type === 'mark' && token.text === ';');
        if (!this.take(';')) return;
      } else if (this.is('let')) {
        this.at += 1;
        for (this.skipNewlines(); this.token && !this.is('in') && !this.isClosing(); this.skipNewlines()) this.#binding();
        if (!this.take('in')) return;
      } else if (!this.take('rec')) return;
    }
  }

  #isPattern(): boolean {
    const after = this.tokens[this.closingOf(this.at) + 1];
    return this.is(':', after) || this.is('@', after);
  }

  #term(): TreeNode | undefined {
    const token = this.token!;
    if (this.isOpening()) return this.nested(() => this.#group(token.text));
    const index = this.at;
    this.at += 1;
    if (token.scalar) return token.scalar;
    if (token.type === 'mark') return this.open(token.start);
    // A name with dots is one term.
    while (this.is('.') && this.peek(1)?.type === 'word') this.at += 2;
    return (this.at === index + 1 ? this.bare(token, 'null') : undefined) ?? this.open(token.start);
  }

  #group(mark: string): TreeNode | undefined {
    if (mark === '{') return this.#set();
    this.at += 1;
    if (mark === '[') return this.#list();
    const value = mark === '(' ? this.#expression() : undefined;
    while (this.token && !this.isClosing()) this.at += 1;
    this.at += 1;
    return value;
  }

  #list(): TreeNode {
    const items = [];
    while (this.token && !this.is(']')) {
      const { start } = this.token;
      const from = this.at;
      const node = this.token.type === 'newline' ? undefined : this.#term();
      if (node) items.push({ start, end: this.lastEnd, node });
      if (this.at === from) this.at += 1;
    }
    this.take(']');
    return { type: 'list', isFlow: true, items };
  }

  #set(): TreeMap {
    this.at += 1;
    const pairs: TreePair[] = [];
    while (this.token && !this.is('}')) pairs.push(...this.#binding());
    this.take('}');
    return blockOf(pairs);
  }

  /** `a.b = value;` */
  #binding(): TreePair[] {
    const names: { readonly key: string; readonly keySpan: Span }[] = [];
    const from = this.at;
    this.skipNewlines();
    const start = this.token?.start ?? this.text.length;
    let key: Token | undefined = this.token;
    while (key && (key.type === 'word' || key.type === 'string')) {
      names.push(keyOf(key));
      this.at += 1;
      this.skipNewlines();
      key = this.take('.') ? this.token : undefined;
    }
    const isSet = names.length > 0 && this.take('=');
    const value = isSet ? this.nested(() => this.#expression()) : undefined;
    this.skipTo((token) => token.type === 'mark' && token.text === ';');
    this.take(';');
    const pair = value && dotted(names, { start, end: this.lastEnd }, value);
    if (this.at === from) this.at += 1;
    return pair ? [pair] : [];
  }
}

const pairsOf = (node: TreeNode | undefined): readonly TreePair[] => (node?.type === 'map' ? node.pairs : []);
