import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { type Span, span } from '../text/span.ts';
import { flatten } from './flatten.ts';
import { type CoveredText, coverTemplates } from './templates.ts';
import { MAX_DEPTH, type TreeList, type TreeMap, type TreeNode, type TreePair, type TreeScalar } from './tree.ts';
import type { Comment, ConfigFile, Entry, ParseProblem, ScalarKind, ValueSegment } from './types.ts';

/** What can be wrong with a JSON file as text. */
export type JsonProblem = 'invalid-syntax' | 'too-deep' | 'too-many-aliases';

const MAX_PROBLEMS = 20;

const MEANINGS: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma is missing',
  ColonExpected: 'a colon is missing',
  PropertyNameExpected: 'a key in double quotes is missing',
  ValueExpected: 'a value is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  UnexpectedEndOfString: 'a closing quote is missing',
  UnexpectedEndOfComment: 'a comment is not closed',
  InvalidEscapeCharacter: 'a backslash must be written as \\\\',
};

/**
 * Reads JSON with comments and trailing commas (VS Code's JSONC), through the package `jsonc-parser`: what
 * .NET, Immich and editors accept. Templates are tolerated, duplicate keys come out twice. Never throws.
 */
export function parseJson(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const problems: ParseProblem[] = [];
  const source = coverTemplates(text, '1');
  const builder = new TreeBuilder(text, source);
  let isTooDeep = false;
  try {
    builder.read();
  } catch {
    // The package recurses and may run out of stack. What was read until then is kept.
    isTooDeep = true;
  }
  const root = builder.root;
  if (root) flatten(text, root, entries, problems);
  if (isTooDeep && problems.every(({ code }) => code !== 'too-deep')) {
    problems.push({ code: 'too-deep', span: span(0, 0), message: 'values are nested too deep to read all of this file' });
  }
  if (!source.hasTemplates) problems.push(...builder.problems);
  return { kind: 'json', path, text, entries, comments: builder.comments, problems };
}

/** Listens to the package's events and keeps the open objects and arrays in a stack. */
class TreeBuilder {
  readonly comments: Comment[] = [];
  readonly problems: ParseProblem[] = [];
  root: TreeNode | undefined;
  readonly #text: string;
  readonly #source: CoveredText;
  readonly #open: (TreeMap | TreeList)[] = [];
  #depth = 0;

  constructor(text: string, source: CoveredText) {
    this.#text = text;
    this.#source = source;
  }

  read(): void {
    visit(
      this.#source.text,
      {
        onObjectBegin: (offset) => this.#begin({ type: 'map', isFlow: true, pairs: [] }, offset),
        onArrayBegin: (offset) => this.#begin({ type: 'list', isFlow: true, items: [] }, offset),
        onObjectEnd: (offset, length) => this.#end(offset + length),
        onArrayEnd: (offset, length) => this.#end(offset + length),
        onObjectProperty: (name, offset, length) => this.#key(name, offset, length),
        onSeparator: (character, offset) => this.#separator(character, offset),
        onLiteralValue: (value, offset, length) => this.#add(this.#scalar(value, offset, length), offset, offset + length),
        onComment: (offset, length) => this.comments.push(comment(this.#text, offset, length)),
        onError: (code, offset, length) => this.#error(code, offset, length),
      },
      { allowTrailingComma: true, disallowComments: false },
    );
  }

  #begin(node: TreeMap | TreeList, offset: number): void {
    this.#depth += 1;
    // Deeper levels are counted but not kept; `flatten` sees one level too many and reports it.
    if (this.#depth > MAX_DEPTH + 2) return;
    this.#add(node, offset, offset + 1);
    this.#open.push(node);
  }

  #end(end: number): void {
    if (this.#depth <= MAX_DEPTH + 2) {
      this.#open.pop();
      this.#extend(end);
    }
    this.#depth -= 1;
  }

  /** The member of the open container that was just closed ends here. */
  #extend(end: number): void {
    const container = this.#open.at(-1);
    const last = container?.type === 'map' ? container.pairs.at(-1) : container?.items.at(-1);
    if (last) last.end = end;
  }

  #key(name: string, offset: number, length: number): void {
    const container = this.#open.at(-1);
    if (this.#depth > MAX_DEPTH + 2 || container?.type !== 'map') return;
    const keySpan = inQuotes(this.#text, offset, length);
    const key = this.#source.isCovered(offset, offset + length) ? this.#text.slice(keySpan.start, keySpan.end) : name;
    container.pairs.push({ key, keySpan, start: offset, end: offset + length });
  }

  #separator(character: string, offset: number): void {
    const container = this.#open.at(-1);
    if (character !== ':' || container?.type !== 'map') return;
    const pair = container.pairs.at(-1);
    if (pair && !pair.value) pair.end = offset + 1;
  }

  #add(node: TreeNode, start: number, end: number): void {
    if (this.#depth > MAX_DEPTH + 2) return;
    const container = this.#open.at(-1);
    if (!container) this.root ??= node;
    else if (container.type === 'list') container.items.push({ start, end, node });
    else attach(container.pairs.at(-1), node, end);
  }

  #scalar(value: unknown, offset: number, length: number): TreeScalar {
    const outer = span(offset, offset + length);
    if (typeof value !== 'string') {
      const written = this.#text.slice(outer.start, outer.end);
      const isTemplated = this.#source.isCovered(outer.start, outer.end);
      return { type: 'scalar', value: written, span: outer, outer, quote: '', scalar: isTemplated ? 'string' : kindOf(value) };
    }
    const inner = inQuotes(this.#text, offset, length);
    const written = this.#text.slice(inner.start, inner.end);
    const base = { type: 'scalar', span: inner, outer, quote: '"', scalar: 'string' } as const;
    if (value === written || this.#source.isCovered(offset, offset + length)) return { ...base, value: written };
    const segments = escapedSegments(this.#text, inner);
    return { ...base, value, ...(segments && { segments }) };
  }

  #error(code: ParseErrorCode, offset: number, length: number): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    const meaning = MEANINGS[printParseErrorCode(code)] ?? "something that can't stand here";
    this.problems.push({ code: 'invalid-syntax', span: span(offset, offset + length), message: `this is not valid JSON: ${meaning}` });
  }
}

function attach(pair: TreePair | undefined, node: TreeNode, end: number): void {
  if (!pair || pair.value) return;
  pair.value = node;
  pair.end = end;
}

function kindOf(value: unknown): ScalarKind {
  if (value === null) return 'null';
  return typeof value === 'number' ? 'number' : 'boolean';
}

/** The inside of a string token, whose closing quote may be missing. */
function inQuotes(text: string, offset: number, length: number): Span {
  const end = offset + length;
  const isClosed = length > 1 && text[end - 1] === '"';
  return span(offset + 1, isClosed ? end - 1 : end);
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

/** The runs between escapes; each escape is one character of the value (RFC 8259 §7). Undefined when one is none. */
function escapedSegments(text: string, { start, end }: Span): ValueSegment[] | undefined {
  const segments: ValueSegment[] = [];
  let at = 0;
  let source = start;
  while (source < end) {
    const backslash = text.indexOf('\\', source);
    const stop = backslash === -1 || backslash >= end ? end : backslash;
    if (stop > source) segments.push({ at, source, length: stop - source });
    at += stop - source + 1;
    ESCAPE.lastIndex = stop;
    if (stop < end && !ESCAPE.test(text)) return undefined;
    source = stop < end ? ESCAPE.lastIndex : end;
  }
  return segments;
}

function comment(text: string, offset: number, length: number): Comment {
  const written = text.slice(offset, offset + length);
  const inner = written.startsWith('/*') ? written.replace(/^\/\*+|\*+\/$/g, '') : written.replace(/^\/+/, '');
  return { span: span(offset, offset + length), text: inner.trim() };
}
