import { type Span, span } from '../../text/span.ts';
import { flatten } from '../flatten.ts';
import type { TreeMap, TreeNode, TreePair } from '../tree.ts';
import type { Entry, ParseProblem } from '../types.ts';
import { isOpen } from './scalars.ts';

/** Something that a program sets: `a.b = value`, `define('A', value)`, `f({ … })`. */
export interface Statement {
  /** Names from the outside in; of a value that has no name, those of the call or object it is given to. */
  readonly path: readonly string[];
  readonly keySpan: Span;
  /** What goes when the setting is removed. */
  readonly start: number;
  readonly end: number;
  readonly value: TreeNode;
  /** What is set in the same function (or by the same call) belongs together; the same names elsewhere are something else. */
  readonly group: number;
  /** The branch of an `if` that it stands in. */
  readonly branch?: number;
  /** The variable's name, which others may refer to. */
  readonly name?: string;
}

/** Gathers what a program sets and makes entries of it. */
export class Collector {
  readonly #text: string;
  readonly #statements: Statement[] = [];
  readonly #used = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Keeps a statement if anything in it can be read here; each place counts once. */
  add(statement: Statement): void {
    const place = `${statement.keySpan.start} ${placeOf(statement.value)}`;
    if (!holdsText(statement.value) || this.#seen.has(place)) return;
    this.#seen.add(place);
    const end = this.#text[statement.end] === ';' ? statement.end + 1 : statement.end;
    this.#statements.push({ ...statement, end });
  }

  /** What a variable holds was read where it is used, and is no setting of its own any more. */
  use(name: string): void {
    this.#used.add(name);
  }

  /** Entries in file order. */
  entries(): { entries: Entry[]; problems: ParseProblem[] } {
    const entries: Entry[] = [];
    const problems: ParseProblem[] = [];
    const groups = new Map<string, number[]>();
    for (const statement of apart(this.#statements)) {
      if (statement.name !== undefined && this.#used.has(statement.name)) continue;
      const { path, value, group } = statement;
      const owner = (value.type === 'scalar' ? path.slice(0, -1) : [...path, ...soleNames(value)]).join('\0');
      const known = groups.get(owner) ?? [];
      if (!known.includes(group)) groups.set(owner, [...known, group]);
      const turn = (groups.get(owner) ?? []).indexOf(group);
      flatten(this.#text, nest(turn === 0 ? path : [String(turn + 1), ...path], statement), entries, problems);
    }
    return { entries: entries.sort((a, b) => a.keySpan.start - b.keySpan.start), problems };
  }
}

/** What is set in one branch of an `if` and again in another is two settings: each such branch is a group of its own. */
function apart(statements: readonly Statement[]): readonly Statement[] {
  const branches = new Map<string, Set<number>>();
  for (const { path, group, branch } of statements) {
    if (branch === undefined) continue;
    const key = `${group}\0${path.join('\0')}`;
    branches.set(key, (branches.get(key) ?? new Set()).add(branch));
  }
  const rivals = new Set([...branches.values()].flatMap((found) => (found.size > 1 ? [...found] : [])));
  // Groups are whole numbers.
  return statements.map((statement) => (rivals.has(statement.branch ?? -1) ? { ...statement, group: statement.branch! + 0.5 } : statement));
}

/** The names that everything in a value has above it. */
function soleNames(value: TreeNode): string[] {
  const [pair, ...others] = value.type === 'map' ? value.pairs : [];
  return pair?.value?.type === 'map' && others.length === 0 ? [pair.key, ...soleNames(pair.value)] : [];
}

const placeOf = (value: TreeNode) => (value.type === 'scalar' ? value.outer.start : firstPlace(value));

function firstPlace(value: TreeNode): number {
  if (value.type === 'map') return value.pairs[0]?.start ?? -1;
  return value.type === 'list' ? (value.items[0]?.start ?? -1) : -1;
}

/** Says whether there is a literal or a variable of the environment in it, not just names of the program. */
export function holdsText(value: TreeNode): boolean {
  if (value.type === 'scalar') return !isOpen(value) || /^\$\{[A-Z][A-Z0-9_]*\}$/.test(value.value);
  if (value.type === 'map') return value.pairs.some((pair) => pair.value && holdsText(pair.value));
  return value.type === 'list' && value.items.some(({ node }) => holdsText(node));
}

/** A tree with nothing but the path in it. */
function nest(path: readonly string[], { keySpan, start, end, value }: Statement): TreeNode {
  return path.reduceRight<TreeNode>((inner, key) => {
    const pair: TreePair = { key, keySpan, start, end, value: inner };
    return { type: 'map', isFlow: false, pairs: [pair] };
  }, value);
}

/** A map whose members stand in parentheses or brackets. */
export const mapOf = (pairs: readonly TreePair[]): TreeMap => ({ type: 'map', isFlow: true, pairs: [...pairs] });

/** A member without a name of its own: the argument of a call. */
export function unnamed(key: string, at: Span, value: TreeNode): TreePair {
  return { key, keySpan: span(at.start, at.start), start: at.start, end: at.end, value };
}

/** Puts names around a value. */
export function under(names: readonly string[], keySpan: Span, value: TreeNode): TreeNode {
  const at = { start: keySpan.start, end: keySpan.end };
  return names.reduceRight<TreeNode>((inner, key) => mapOf([{ key, keySpan, ...at, value: inner }]), value);
}
