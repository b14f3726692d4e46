import type { Span } from '../../text/span.ts';
import { mapOf } from '../code/collector.ts';
import { bareScalar, openScalar } from '../code/scalars.ts';
import { MAX_DEPTH, type TreeMap, type TreeNode, type TreePair } from '../tree.ts';
import type { Token } from './scanner.ts';

const OPENING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')', '%{': '}', '${': '}' };
const CLOSING = new Set(['}', ']', ')']);
const NUMBER = /^-?\d[\d_]*(\.\d+)?$/;

/** What reading tokens has in common, whatever the language. Every step takes a token or ends the loop, so the time is linear. */
export abstract class BlockParser {
  protected readonly text: string;
  protected readonly tokens: readonly Token[];
  protected at = 0;
  #depth = 0;
  /** For each opening mark the index of the one that closes it, or of the end. */
  readonly #closing = new Map<number, number>();

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
    const open: number[] = [];
    tokens.forEach(({ type, text: mark }, index) => {
      if (type !== 'mark') return;
      if (OPENING[mark]) open.push(index);
      else if (CLOSING.has(mark) && open.length > 0) this.#closing.set(open.pop()!, index);
    });
    for (const index of open) this.#closing.set(index, tokens.length);
  }

  /** The whole file. */
  abstract root(): TreeMap;

  protected get token(): Token | undefined {
    return this.tokens[this.at];
  }

  protected peek(ahead: number): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  protected is(text: string, token = this.token): boolean {
    return token !== undefined && token.type !== 'string' && token.text === text;
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  protected skipNewlines(): void {
    while (this.token?.type === 'newline') this.at += 1;
  }

  /** The end of the last token that was taken. */
  protected get lastEnd(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** The index of the mark that closes the one at an index. */
  protected closingOf(index: number): number {
    return this.#closing.get(index) ?? this.tokens.length;
  }

  protected isOpening(token = this.token): boolean {
    return token?.type === 'mark' && OPENING[token.text] !== undefined;
  }

  protected isClosing(token = this.token): boolean {
    return token?.type === 'mark' && CLOSING.has(token.text);
  }

  /** Goes behind the mark that closes the one here. */
  protected skipGroup(): void {
    this.at = Math.min(this.tokens.length, this.closingOf(this.at) + 1);
  }

  /** Goes on to a token that is `isEnd` outside of all brackets. */
  protected skipTo(isEnd: (token: Token) => boolean): void {
    while (this.token && !isEnd(this.token) && !this.isClosing()) {
      if (this.isOpening()) this.skipGroup();
      else this.at += 1;
    }
  }

  /** Reads what nests; deeper than values may, nothing. */
  protected nested<T>(read: () => T): T | undefined {
    if (this.#depth >= MAX_DEPTH) {
      if (this.isOpening()) this.skipGroup();
      else this.at += 1;
      return undefined;
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** A file of members; a brace too many closes nothing. */
  protected fileOf(member: () => TreePair | undefined): TreeMap {
    const pairs: TreePair[] = [];
    while (this.token) {
      pairs.push(...this.#members(member));
      this.at += 1;
    }
    return blockOf(pairs);
  }

  /** Members in braces, from the brace that opens them. */
  protected objectOf(member: () => TreePair | undefined): TreeMap {
    this.at += 1;
    const body = blockOf(this.#members(member));
    this.take('}');
    return body;
  }

  /** Members up to the brace that closes them. Each begins with a name. */
  #members(member: () => TreePair | undefined): TreePair[] {
    const pairs: TreePair[] = [];
    while (this.token && !this.is('}')) {
      const from = this.at;
      const pair = this.token.type === 'word' || this.token.type === 'string' ? member() : undefined;
      if (pair) pairs.push(pair);
      if (this.at === from) this.at += 1;
    }
    return pairs;
  }

  protected open(start: number): TreeNode {
    return openScalar(this.text, { start, end: Math.max(start, this.lastEnd) });
  }

  /** A number, switch or nothing; undefined for another word. */
  protected bare({ text, start, end }: Token, nothing: string): TreeNode | undefined {
    const where = { start, end };
    if (NUMBER.test(text)) return bareScalar(this.text, where, 'number', text.replaceAll('_', ''));
    if (text === 'true' || text === 'false') return bareScalar(this.text, where, 'boolean');
    return text === nothing ? bareScalar(this.text, where, 'null') : undefined;
  }
}

/** A value under several names, as `a.b.c = value` gives it: all of them begin and end where the line does. */
export function dotted(names: readonly { readonly key: string; readonly keySpan: Span }[], where: Span, value: TreeNode | undefined): TreePair | undefined {
  let pair: TreePair | undefined;
  let inner = value;
  for (const { key, keySpan } of [...names].reverse()) {
    pair = { key, keySpan, start: where.start, end: where.end, ...(inner && { value: inner }) };
    inner = blockOf([pair]);
  }
  return pair;
}

/** A map whose members stand on lines of their own. */
export const blockOf = (pairs: readonly TreePair[]): TreeMap => ({ ...mapOf(pairs), isFlow: false });

/** The key that a word or string is, and where it stands without quotes. */
export function keyOf({ text, start, end, scalar }: Token): { readonly key: string; readonly keySpan: Span } {
  return scalar ? { key: scalar.value, keySpan: scalar.span } : { key: text, keySpan: { start, end } };
}
