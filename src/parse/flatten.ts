import { type Span, span } from '../text/span.ts';
import { itemSpan, type Neighbours, pairSpan } from './ownership.ts';
import { sliceSegments } from './segments.ts';
import { MAX_DEPTH, type TreeItem, type TreeList, type TreeMap, type TreeNode, type TreePair, type TreeScalar } from './tree.ts';
import type { Entry, ParseProblem } from './types.ts';

/** Entries that aliases and merge keys may add; a file that wants more is an alias bomb. */
const MAX_INHERITED = 5000;
/** What a list item looks like that holds a key and its value in one text: compose's `- KEY=value`. */
const KEY_VALUE = /^([A-Za-z_][A-Za-z0-9_.]*)=/;
const LONE_KEY = /^[A-Za-z_][A-Za-z0-9_.]*$/;
const ENVIRONMENT_KEYS: ReadonlySet<string> = new Set(['environment', 'env', 'env_vars', 'envVars']);
/** The two members of Kubernetes' `- name: KEY` and `value: …`, in the spellings of its imitators. */
const NAME_KEYS: ReadonlySet<string> = new Set(['name', 'key', 'Name']);
const VALUE_KEYS: ReadonlySet<string> = new Set(['value', 'Value', 'valueFrom']);

interface Context {
  readonly text: string;
  readonly entries: Entry[];
  readonly problems: ParseProblem[];
  readonly document: number | undefined;
  inherited: number;
}

interface Place {
  readonly path: readonly string[];
  readonly depth: number;
  readonly isInherited: boolean;
}

/**
 * Turns a tree into entries, one per scalar, in file order. Three ways of carrying environment variables
 * are recognised and come out with the variable's name as key: `- KEY=value`, `- KEY`, and `name` beside `value`.
 */
export function flatten(text: string, root: TreeNode, entries: Entry[], problems: ParseProblem[], document?: number): void {
  walk({ text, entries, problems, document, inherited: 0 }, root, { path: [], depth: 0, isInherited: false }, undefined);
}

function walk(context: Context, node: TreeNode, place: Place, owner: (() => Pick<Entry, 'key' | 'keySpan' | 'span'>) | undefined): void {
  if (place.depth > MAX_DEPTH || context.inherited > MAX_INHERITED) {
    reportBound(context, place);
    return;
  }
  if (node.type === 'alias') walk(context, node.target, { ...place, isInherited: true, depth: place.depth + 1 }, owner);
  else if (node.type === 'map') walkMap(context, node, place);
  else if (node.type === 'list') walkList(context, node, place);
  else if (owner) push(context, { ...fromScalar(node), ...owner(), path: place.path, form: 'pair' }, place);
}

function reportBound(context: Context, place: Place): void {
  const isDeep = place.depth > MAX_DEPTH;
  const code = isDeep ? 'too-deep' : 'too-many-aliases';
  if (context.problems.some((problem) => problem.code === code)) return;
  const message = isDeep
    ? `values nested more than ${MAX_DEPTH} levels deep were not read`
    : `aliases add more than ${MAX_INHERITED} values: the rest was not read`;
  context.problems.push({ code, span: span(0, 0), message });
}

function push(context: Context, entry: Entry, place: Place): void {
  if (place.isInherited) context.inherited += 1;
  context.entries.push({
    ...entry,
    ...(place.isInherited && { inherited: true }),
    ...(context.document !== undefined && { document: context.document }),
  });
}

function fromScalar(node: TreeScalar): Pick<Entry, 'value' | 'valueSpan' | 'quote' | 'scalar' | 'segments'> {
  return { value: node.value, valueSpan: node.span, quote: node.quote, scalar: node.scalar, ...(node.segments && { segments: node.segments }) };
}

function walkMap(context: Context, map: TreeMap, place: Place): void {
  map.pairs.forEach((pair, index) => {
    const isMerge = pair.key === '<<' && pair.value !== undefined && pair.value.type !== 'scalar';
    if (isMerge) mergeInto(context, map, pair.value!, place);
    else walkPair(context, map, pair, index, place);
  });
}

function walkPair(context: Context, map: TreeMap, pair: TreePair, index: number, place: Place): void {
  const inner: Place = { path: [...place.path, pair.key], depth: place.depth + 1, isInherited: place.isInherited };
  const owner = () => ({ key: pair.key, keySpan: pair.keySpan, span: pairSpan(context.text, pair, neighbours(map.pairs, index, map.isFlow)) });
  if (pair.value) walk(context, pair.value, inner, owner);
  else {
    const missing = { value: '', valueSpan: span(pair.end, pair.end), quote: '', scalar: 'null', form: 'pair' } as const;
    push(context, { ...owner(), ...missing, path: inner.path }, inner);
  }
}

/** YAML's merge key: what the map itself sets wins over what comes in (yaml.org/type/merge.html). */
function mergeInto(context: Context, map: TreeMap, source: TreeNode, place: Place): void {
  const own = new Set(map.pairs.map((pair) => pair.key));
  const sources = source.type === 'list' ? source.items.map((item) => item.node) : [source];
  for (const each of sources) {
    const target = unalias(each);
    if (target?.type !== 'map') continue;
    const added = target.pairs.filter((pair) => !own.has(pair.key));
    walkMap(context, { ...target, pairs: added }, { ...place, depth: place.depth + 1, isInherited: true });
    for (const pair of added) own.add(pair.key);
  }
}

function unalias(node: TreeNode): TreeNode | undefined {
  let current = node;
  for (let steps = 0; current.type === 'alias'; steps += 1) {
    if (steps > MAX_DEPTH) return undefined;
    current = current.target;
  }
  return current;
}

function walkList(context: Context, list: TreeList, place: Place): void {
  list.items.forEach((item, index) => {
    const inner: Place = { path: [...place.path, String(index)], depth: place.depth + 1, isInherited: place.isInherited };
    const around = neighbours(list.items, index, list.isFlow);
    const carried = carriedEntry(context.text, item, inner.path, around);
    if (carried) push(context, carried, inner);
    if (carried?.form === 'name-value') walkRest(context, item.node as TreeMap, inner);
    else if (!carried) {
      const start = span(item.start, item.start);
      walk(context, item.node, inner, () => ({ key: String(index), keySpan: start, span: itemSpan(context.text, item, around) }));
    }
  });
}

/** What a name-value item holds besides its name and plain value: `valueFrom` and what is in it. */
function walkRest(context: Context, map: TreeMap, place: Place): void {
  const rest = map.pairs.filter(({ key, value }) => !NAME_KEYS.has(key) && !(key !== 'valueFrom' && VALUE_KEYS.has(key) && value?.type === 'scalar'));
  for (const pair of rest) walkPair(context, map, pair, map.pairs.indexOf(pair), place);
}

function carriedEntry(text: string, item: TreeItem, path: readonly string[], around: Neighbours): Entry | undefined {
  if (item.node.type === 'scalar') return keyInScalar(text, item.node, item, path, around);
  return item.node.type === 'map' ? nameAndValue(text, item.node, item, path, around) : undefined;
}

/** `- KEY=value`, and `- KEY` where the list is called `environment`. */
function keyInScalar(text: string, node: TreeScalar, item: TreeItem, path: readonly string[], around: Neighbours): Entry | undefined {
  const key = KEY_VALUE.exec(node.value)?.[1];
  if (key) {
    const at = key.length + 1;
    const value = node.value.slice(at);
    const segments = node.segments && sliceSegments(node.segments, at, node.value.length);
    const isSplit = segments !== undefined && value !== '';
    // Where an escape stands inside the key, the places of key and value can't be told apart.
    const start = node.segments ? (segments?.[0]?.source ?? node.span.end) : node.span.start + at;
    const keySpan: Span = span(node.span.start, node.span.start + key.length);
    const base = { path: [...path, key], key, keySpan, value, valueSpan: span(Math.min(start, node.span.end), node.span.end) };
    return { ...base, quote: node.quote, scalar: 'string', form: 'list-item', span: itemSpan(text, item, around), ...(isSplit && { segments }) };
  }
  const isEnvironment = ENVIRONMENT_KEYS.has(path.at(-2) ?? '');
  if (!isEnvironment || !LONE_KEY.test(node.value)) return undefined;
  const base = { path: [...path, node.value], key: node.value, keySpan: node.span, value: '', valueSpan: span(node.span.end, node.span.end) };
  return { ...base, quote: node.quote, scalar: 'string', form: 'key-only', span: itemSpan(text, item, around) };
}

function nameAndValue(text: string, map: TreeMap, item: TreeItem, path: readonly string[], around: Neighbours): Entry | undefined {
  const name = map.pairs.find((pair) => NAME_KEYS.has(pair.key));
  const value = map.pairs.find((pair) => VALUE_KEYS.has(pair.key));
  if (!name || !value || name.value?.type !== 'scalar' || !LONE_KEY.test(name.value.value) || name.value.quote === '|') return undefined;
  const key = name.value.value;
  const base = { path: [...path, key], key, keySpan: name.value.span, form: 'name-value', span: itemSpan(text, item, around) } as const;
  const target = value.value && unalias(value.value);
  // What stands under `valueFrom` names the place of the value (Kubernetes, ECS).
  if (target?.type === 'scalar' && value.key !== 'valueFrom') return { ...base, ...fromScalar(target) };
  if (target?.type === 'list') return undefined;
  return { ...base, value: '', valueSpan: span(value.end, value.end), quote: '', scalar: 'null' };
}

function neighbours(members: readonly { readonly start: number; readonly end: number }[], index: number, isFlow: boolean): Neighbours {
  const previous = members[index - 1];
  const next = members[index + 1];
  return { isFlow, ...(previous && { previousEnd: previous.end }), ...(next && { nextStart: next.start }) };
}
