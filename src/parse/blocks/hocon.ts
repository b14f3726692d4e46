import { bareScalar, openScalar, variableScalar } from '../code/scalars.ts';
import type { TreeMap, TreeNode, TreePair } from '../tree.ts';
import { BlockParser, blockOf, dotted, keyOf } from './parser.ts';
import type { Token, Words } from './scanner.ts';

/** HOCON's words (github.com/lightbend/config, HOCON.md). `${…}` is one token. */
export const HOCON_WORDS: Words = {
  comments: ['#', '//'],
  hasBlockComments: false,
  strings: [
    { open: '"""', close: '"""', isLong: true },
    { open: '"', close: '"', hasEscapes: true },
  ],
  word: /(?:[^\s$"{}[\]:=,+#`^?!@*&\\/]|\/(?!\/)|\+(?!=))+/y,
  marks: /\$\{\??[^}\n]{0,200}\}|\+=/y,
};

const SWITCHES: Readonly<Record<string, boolean>> = { true: true, yes: true, on: true, false: false, no: false, off: false };
const SUBSTITUTION = /^\$\{\??\s*(.*?)\s*\}$/;

/** Reads HOCON. Includes are not followed. */
export class HoconParser extends BlockParser {
  root(): TreeMap {
    this.skipNewlines();
    this.take('{');
    return this.fileOf(() => this.#member());
  }

  #member(): TreePair | undefined {
    const names: { readonly key: string; readonly keySpan: { readonly start: number; readonly end: number } }[] = [];
    const { start } = this.token!;
    while (this.token?.type === 'word' || this.token?.type === 'string') {
      names.push(...segments(this.token));
      this.at += 1;
    }
    if (names[0]?.key === 'include' || names.length === 0) {
      this.#skipLine();
      return undefined;
    }
    const isSet = this.take('=') || this.take(':') || this.take('+=');
    if (isSet) this.skipNewlines();
    const value = isSet || this.is('{') ? this.#value() : undefined;
    if (!isSet && !value) this.#skipLine();
    this.take(',');
    return value && dotted(names, { start, end: this.lastEnd }, value);
  }

  #skipLine(): void {
    this.skipTo((token) => token.type === 'newline' || token.text === ',');
  }

  #value(): TreeNode | undefined {
    const start = this.token?.start ?? this.text.length;
    const parts: (TreeNode | undefined)[] = [];
    let isPlain = true;
    while (this.token && this.token.type !== 'newline' && !this.is(',') && !this.isClosing()) {
      const { type, text } = this.token;
      isPlain &&= type === 'word' || (type === 'mark' && /^[:=?!@*&^\\`+]$/.test(text));
      parts.push(this.#part());
    }
    if (parts.length <= 1) return parts[0];
    const maps = parts.flatMap((part) => (part?.type === 'map' ? part.pairs : []));
    if (maps.length > 0) return blockOf(maps);
    const where = { start, end: this.lastEnd };
    return isPlain ? bareScalar(this.text, where, 'string') : openScalar(this.text, where);
  }

  #part(): TreeNode | undefined {
    const token = this.token!;
    if (this.is('{')) return this.nested(() => this.objectOf(() => this.#member()));
    if (this.is('[')) return this.nested(() => this.#list());
    this.at += 1;
    if (token.scalar) return token.scalar;
    const variable = SUBSTITUTION.exec(token.text)?.[1];
    if (variable !== undefined) return variableScalar(this.text, token, variable);
    if (Object.hasOwn(SWITCHES, token.text)) return bareScalar(this.text, token, 'boolean');
    return this.bare(token, 'null') ?? bareScalar(this.text, token, 'string');
  }

  #list(): TreeNode {
    this.at += 1;
    const items = [];
    while (this.token && !this.is(']')) {
      const { start, type } = this.token;
      const from = this.at;
      const node = type === 'newline' || this.is(',') ? undefined : this.#value();
      if (node) items.push({ start, end: this.lastEnd, node });
      if (this.at === from) this.at += 1;
    }
    this.take(']');
    return { type: 'list', isFlow: true, items };
  }
}

/** `a.b` without quotes is a path. */
function segments(token: Token): { readonly key: string; readonly keySpan: { readonly start: number; readonly end: number } }[] {
  if (token.scalar) return [keyOf(token)];
  let at = token.start;
  return token.text.split('.').flatMap((key) => {
    const keySpan = { start: at, end: at + key.length };
    at = keySpan.end + 1;
    return key === '' ? [] : [{ key, keySpan }];
  });
}
