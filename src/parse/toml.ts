import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { type Span, span } from '../text/span.ts';
import { flatten } from './flatten.ts';
import { endOfLine, startOfLine } from './lines.ts';
import { coverTemplates } from './templates.ts';
import { readTomlString } from './tomlString.ts';
import type { TreeMap, TreeNode, TreePair, TreeScalar } from './tree.ts';
import type { Comment, ConfigFile, Entry, ParseProblem, ScalarKind } from './types.ts';

/** What can be wrong with a TOML file as text. */
export type TomlProblem = 'invalid-syntax' | 'too-deep';

/** A file is read again without a line that can't be read; so often, and so many characters in all. */
const MAX_ATTEMPTS = 20;
const MAX_READ = 4_000_000;
/** A value over several lines that goes wrong is looked for so many lines above the place where that shows. */
const MAX_LINES_BACK = 50;
/** What a key's first letter becomes while it is there twice; names are taken from the text as written. */
const STAND_INS = ['_', '-', 'Q', '0'];

/**
 * Reads TOML 1.1 through the package `toml-eslint-parser`. That one stops at the first mistake, so a line that
 * can't be read is left out, with a problem, and the rest is read. Templates are tolerated, and a key that is
 * set twice is there twice. Never throws.
 */
export function parseToml(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const problems: ParseProblem[] = [];
  const comments: Comment[] = [];
  const source = coverTemplates(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text, '1');
  const { program, read } = readTolerantly(source.text, problems);
  if (program) {
    flatten(text, new TreeReader(text, read).root(program), entries, problems);
    for (const { range, value } of program.comments) comments.push({ span: span(...range), text: value.replace(/^#+/, '').trim() });
  }
  const isMeant = source.hasTemplates ? problems.filter(({ code }) => code !== 'invalid-syntax') : problems;
  return { kind: 'toml', path, text, entries, comments, problems: isMeant };
}

interface Read {
  readonly program?: AST.TOMLProgram;
  /** What the package was given in the end: the text, some of its lines blank. */
  readonly read: string;
}

function readTolerantly(text: string, problems: ParseProblem[]): Read {
  let current = text;
  let last = -1;
  let repeats = 0;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && attempt * text.length <= MAX_READ; attempt += 1) {
    const result = tryRead(current);
    if ('program' in result) return { program: result.program, read: current };
    if (!result.error) {
      problems.push({ code: 'too-deep', span: span(0, 0), message: 'values are nested too deep to read this file' });
      return { read: current };
    }
    const { index, message } = result.error;
    repeats = index === last ? repeats + 1 : 0;
    last = index;
    const standIn = /multiple times/.test(message) ? STAND_INS[repeats] : undefined;
    if (standIn) {
      const letter = current[index] === '"' || current[index] === "'" ? index + 1 : index;
      current = current.slice(0, letter) + standIn + current.slice(letter + 1);
      continue;
    }
    const broken = brokenLine(current, index);
    if (broken.end === broken.start) break;
    problems.push({ code: 'invalid-syntax', span: broken, message: `this is not valid TOML: ${meaningOf(message)}` });
    current = current.slice(0, broken.start) + ' '.repeat(broken.end - broken.start) + current.slice(broken.end);
  }
  return readStart(current, problems.at(-1)?.span.start ?? 0);
}

/** What stands above so many mistakes. The first of them may show only in the line below it. */
function readStart(text: string, end: number): Read {
  let read = text.slice(0, end);
  for (let round = 0; round < 3; round += 1) {
    const result = tryRead(read);
    if ('program' in result) return { program: result.program, read };
    read = read.slice(0, result.error ? brokenLine(read, result.error.index).start : 0);
  }
  return { read };
}

/** The error is undefined when the package ran out of stack. */
function tryRead(text: string): { readonly program: AST.TOMLProgram } | { readonly error: ParseError | undefined } {
  try {
    return { program: parseTOML(text, { tomlVersion: '1.1' }) };
  } catch (error) {
    return { error: error instanceof ParseError ? error : undefined };
  }
}

/** The line to blame: the one of the error, or the nearest above it that is wrong by itself, such as `key =` or an open quote. */
function brokenLine(text: string, index: number): Span {
  let nearest: Span | undefined;
  let at = Math.min(index, text.length);
  for (let count = 0; count < MAX_LINES_BACK; count += 1) {
    const start = startOfLine(text, at);
    const line = span(start, endOfLine(text, start));
    const written = text.slice(line.start, line.end);
    if (written.trim() !== '') {
      nearest ??= line;
      if (!('program' in tryRead(written))) return line;
    }
    if (start === 0) break;
    at = start - 1;
  }
  return nearest ?? span(0, 0);
}

const MEANINGS: readonly (readonly [message: RegExp, meaning: string])[] = [
  [/string/i, 'a closing quote is missing'],
  [/escape/i, 'a backslash must be written as \\\\ in double quotes'],
  [/equal/i, 'an equals sign is missing'],
  [/comma/i, 'a comma is missing'],
  [/newline/i, 'a value must be followed by the end of its line'],
];

function meaningOf(message: string): string {
  return MEANINGS.find(([pattern]) => pattern.test(message))?.[1] ?? "something that can't stand here, or a text without quotes";
}

/** Turns the package's tree into ours; all names and values are those of the unchanged text. */
class TreeReader {
  readonly #text: string;
  readonly #read: string;

  constructor(text: string, read: string) {
    this.#text = text;
    this.#read = read;
  }

  root(program: AST.TOMLProgram): TreeMap {
    const pairs: TreePair[] = [];
    for (const node of program.body[0].body) {
      if (node.type === 'TOMLKeyValue') pairs.push(this.#pair(node));
      else pairs.push(...this.#table(node));
    }
    return { type: 'map', isFlow: false, pairs };
  }

  #table(table: AST.TOMLTable): TreePair[] {
    const names = table.key.keys.map((key) => this.#name(key));
    const path = table.resolvedKey.map((part) => (typeof part === 'number' ? String(part) : names.shift()!));
    let pairs = table.body.map((each) => this.#pair(each));
    const where = { keySpan: span(table.range[0], table.range[0]), start: table.range[0], end: table.range[1] };
    for (const key of path.reverse()) pairs = [{ key, ...where, value: { type: 'map', isFlow: false, pairs } }];
    return pairs;
  }

  /** `a.b = 1` is a map in a map; all of them begin and end where the line does. */
  #pair({ key, value, range }: AST.TOMLKeyValue): TreePair {
    let node = this.#node(value);
    let pair: TreePair | undefined;
    for (const each of [...key.keys].reverse()) {
      pair = { key: this.#name(each), keySpan: this.#nameSpan(each), start: range[0], end: range[1], value: node };
      node = { type: 'map', isFlow: false, pairs: [pair] };
    }
    return pair!;
  }

  #node(node: AST.TOMLContentNode): TreeNode {
    if (node.type === 'TOMLInlineTable') return { type: 'map', isFlow: true, pairs: node.body.map((each) => this.#pair(each)) };
    if (node.type === 'TOMLArray') {
      return { type: 'list', isFlow: true, items: node.elements.map((each) => ({ start: each.range[0], end: each.range[1], node: this.#node(each) })) };
    }
    return this.#scalar(node);
  }

  #scalar(node: AST.TOMLValue): TreeScalar {
    const outer = span(...node.range);
    if (node.kind === 'string') return { type: 'scalar', ...readTomlString(this.#text, outer, node.multiline), outer, scalar: 'string' };
    const isTemplated = this.#isMasked(outer);
    return { type: 'scalar', value: this.#text.slice(...node.range), span: outer, outer, quote: '', scalar: isTemplated ? 'string' : kindOf(node) };
  }

  #name(key: AST.TOMLBare | AST.TOMLQuoted): string {
    if (key.type === 'TOMLQuoted' && !this.#isMasked(span(...key.range))) return key.value;
    const { start, end } = this.#nameSpan(key);
    return this.#text.slice(start, end);
  }

  #nameSpan({ type, range: [start, end] }: AST.TOMLBare | AST.TOMLQuoted): Span {
    return type === 'TOMLQuoted' ? span(start + 1, end - 1) : span(start, end);
  }

  #isMasked({ start, end }: Span): boolean {
    return this.#text.slice(start, end) !== this.#read.slice(start, end);
  }
}

function kindOf({ kind }: AST.TOMLValue): ScalarKind {
  if (kind === 'integer' || kind === 'float') return 'number';
  return kind === 'boolean' ? 'boolean' : 'string';
}
