import type { MapLine } from './postfixMapLine.ts';
import type { MapRule, MapTest } from './postfixMapTypes.ts';
import type { Entry } from './types.ts';

/** What one line of a pattern table says, before `if` and `endif` are brought together. */
export type RuleLine =
  | { readonly kind: 'match'; readonly test: MapTest; readonly entry: Entry }
  | { readonly kind: 'if'; readonly test: MapTest }
  | { readonly kind: 'endif' };

/** `if` and `endif` in any case, when no letter or digit follows. */
export function keywordOf(text: string): 'if' | 'endif' | undefined {
  const word = /^(if|endif)(?![A-Za-z0-9])/i.exec(text)?.[1]?.toLowerCase();
  return word as 'if' | 'endif' | undefined;
}

/** Collects the rules of a table and knows how deep in `if` blocks the next one is. */
export class RuleList {
  readonly rules: MapRule[] = [];
  private readonly open: { readonly index: number; readonly line: MapLine }[] = [];

  get nesting(): number {
    return this.open.length;
  }

  add(rule: RuleLine, line: MapLine): void {
    const { span } = line.line;
    if (rule.kind === 'match') this.rules.push(rule);
    else if (rule.kind === 'if') {
      this.open.push({ index: this.rules.length, line });
      this.rules.push({ ...rule, span });
    } else {
      const { index } = this.open.pop()!;
      this.rules[index] = { ...(this.rules[index] as Extract<MapRule, { kind: 'if' }>), endif: this.rules.length };
      this.rules.push({ ...rule, span });
    }
  }

  /** The lines of each `if` that nothing ends, the innermost first. */
  get unclosed(): MapLine[] {
    return this.open.map(({ line }) => line).reverse();
  }
}
