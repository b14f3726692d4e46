import { bareScalar } from '../code/scalars.ts';
import type { TreeMap, TreeNode, TreePair } from '../tree.ts';
import { BlockParser, blockOf, dotted, keyOf } from './parser.ts';
import type { Token, Words } from './scanner.ts';

/** HCL's words (github.com/hashicorp/hcl, hclsyntax/spec.md). A text between `<<MARK` and its mark is one token. */
export const HCL_WORDS: Words = {
  comments: ['#', '//'],
  hasBlockComments: true,
  strings: [
    {
      open: '"',
      close: '"',
      hasEscapes: true,
      puts: ['${', '%{'],
      special: [
        ['$${', '${'],
        ['%%{', '%{'],
      ],
    },
  ],
  word: /[A-Za-z_][\w.-]*|\d+(?:\.\d+)?/y,
  marks: /=>|==|!=|&&|\|\||-\d+(?:\.\d+)?\b/y,
  hasHereText: true,
};

/** Functions that hand on what they are given, in other words. */
const CONVERSIONS = new Set(['jsonencode', 'yamlencode', 'tostring', 'tonumber', 'tobool', 'tomap', 'tolist', 'sensitive', 'nonsensitive', 'merge']);

/** Reads HCL, as Terraform and OpenTofu take it: attributes, blocks, and literals in them. Anything else for a value is open. */
export class HclParser extends BlockParser {
  root(): TreeMap {
    return this.fileOf(() => this.#member());
  }

  #member(): TreePair | undefined {
    const key = this.token!;
    this.at += 1;
    if (this.take('=') || this.take(':')) {
      this.#skipBlank();
      const value = this.#value();
      const end = this.lastEnd;
      this.take(',');
      const pair = dotted([keyOf(key)], { start: key.start, end: this.is(',', this.tokens[this.at - 1]) ? this.lastEnd : end }, value);
      return value && pair;
    }
    const labels: Token[] = [key];
    while (this.token?.type === 'word' || this.token?.type === 'string') {
      labels.push(this.token);
      this.at += 1;
    }
    if (!this.is('{')) return undefined;
    return this.nested(() => this.#block(key, labels));
  }

  #block(key: Token, labels: readonly Token[]): TreePair | undefined {
    const body = this.objectOf(() => this.#member());
    const where = { start: key.start, end: this.lastEnd };
    return dotted(labels.map(keyOf), where, labels.length === 1 && isNameAndValue(body) ? this.#item(body, where) : body);
  }

  /** `env { name = … value = … }`, each of which is one more. */
  #item(node: TreeMap, { start, end }: { readonly start: number; readonly end: number }): TreeNode {
    const lineStart = this.text.lastIndexOf('\n', start - 1) + 1;
    const lineEnd = this.text.indexOf('\n', end);
    const isAlone = /^[ \t]*$/.test(this.text.slice(lineStart, start)) && /^\s*$/.test(this.text.slice(end, lineEnd === -1 ? end : lineEnd));
    const item = isAlone && lineEnd !== -1 ? { start: lineStart, end: lineEnd + 1, node } : { start, end, node };
    return { type: 'list', isFlow: false, items: [item] };
  }

  #skipBlank(): void {
    if (this.token?.type === 'newline') this.skipNewlines();
  }

  #value(): TreeNode | undefined {
    const start = this.token?.start ?? this.text.length;
    const value = this.#primary();
    if (this.#isEnd()) return value;
    this.skipTo((token) => token.type === 'newline' || token.text === ',');
    return this.open(start);
  }

  #isEnd(): boolean {
    return !this.token || this.token.type === 'newline' || this.is(',') || this.isClosing();
  }

  #primary(): TreeNode | undefined {
    const token = this.token;
    if (!token) return undefined;
    if (this.is('{') || this.is('[')) {
      const inner = this.#firstIn();
      if (inner?.type === 'word' && inner.text === 'for') {
        this.skipGroup();
        return undefined;
      }
      return this.nested(() => (token.text === '{' ? this.objectOf(() => this.#member()) : this.#list()));
    }
    this.at += 1;
    if (token.scalar) return token.scalar;
    if (token.type === 'mark')
      return /^-\d/.test(token.text) ? bareScalar(this.text, token, 'number') : token.text.startsWith('<<') ? undefined : this.open(token.start);
    if (!this.is('(')) return this.bare(token, 'null') ?? this.open(token.start);
    if (!CONVERSIONS.has(token.text)) {
      this.skipGroup();
      return this.open(token.start);
    }
    return this.nested(() => this.#converted(token)) ?? this.open(token.start);
  }

  #firstIn(): Token | undefined {
    let ahead = 1;
    while (this.peek(ahead)?.type === 'newline') ahead += 1;
    return this.peek(ahead);
  }

  #items(close: string): TreeNode & { readonly type: 'list' } {
    this.at += 1;
    const items = [];
    while (this.token && !this.is(close)) {
      const { start } = this.token;
      const from = this.at;
      if (this.token.type !== 'newline' && !this.is(',')) {
        const node = this.#value();
        if (node) items.push({ start, end: this.lastEnd, node });
      }
      if (this.at === from) this.at += 1;
    }
    this.take(close);
    return { type: 'list', isFlow: true, items };
  }

  #list(): TreeNode {
    return this.#items(']');
  }

  /** `merge({ … }, { … })` is all of them; other functions hand on their only argument. */
  #converted({ text }: Token): TreeNode | undefined {
    const { items } = this.#items(')');
    const maps = items.flatMap(({ node }) => (node.type === 'map' ? node.pairs : []));
    if (text === 'merge') return maps.length > 0 ? blockOf(maps) : undefined;
    return items.length === 1 ? items[0]!.node : undefined;
  }
}

function isNameAndValue({ pairs }: TreeMap): boolean {
  return pairs.some(({ key }) => key === 'name') && pairs.some(({ key }) => key === 'value');
}
