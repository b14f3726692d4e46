import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  parseAllDocuments,
  type Range,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { span } from '../text/span.ts';
import { flatten } from './flatten.ts';
import { type CoveredText, coverTemplates } from './templates.ts';
import { MAX_DEPTH, type TreeItem, type TreeNode, type TreePair } from './tree.ts';
import type { Comment, ConfigFile, Entry, ParseProblem } from './types.ts';
import { readYamlScalar } from './yamlScalar.ts';

/** What can be wrong with a YAML file as text. */
export type YamlProblem = 'invalid-syntax' | 'too-deep' | 'too-many-aliases';

const MAX_PROBLEMS = 20;

/** What the parser's codes mean. Its own messages may quote the file, and with it a secret. */
const MEANINGS: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'an alias without a name or a target',
  BAD_DQ_ESCAPE: 'an escape in double quotes that YAML does not have. use single quotes or \\\\',
  BAD_INDENT: 'an indent that fits no level above it',
  BAD_SCALAR_START: 'a plain value that begins with a reserved character. put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " in one line. put the value in quotes',
  BLOCK_IN_FLOW: 'a block list or map inside braces or brackets',
  MISSING_CHAR: 'a missing quote, bracket, comma or colon',
  MULTILINE_IMPLICIT_KEY: 'a key that runs over several lines, or a line without ":"',
  TAB_AS_INDENT: 'a tab used as indent. use spaces',
  UNEXPECTED_TOKEN: "something that can't stand here",
};

/**
 * Reads YAML 1.2 (with YAML 1.1's merge keys) through the package `yaml`: every document, anchors and aliases
 * followed, block scalars, templates tolerated. Entries of broken files are those of the part that can be
 * read; duplicate keys come out twice. Never throws.
 */
export function parseYaml(text: string, path = ''): ConfigFile {
  const entries: Entry[] = [];
  const problems: ParseProblem[] = [];
  const source = coverTemplates(text, 'x');
  const documents = readDocuments(source.text, problems);
  documents.forEach((document, index) => {
    const root = new TreeBuilder(text, source).read(document.contents, 0);
    if (root) flatten(text, root, entries, problems, documents.length > 1 ? index : undefined);
    // A template is no YAML: what the parser says about the rest of such a file may be wrong.
    if (!source.hasTemplates) reportErrors(document, text.length, problems);
  });
  return { kind: 'yaml', path, text, entries, comments: readComments(text, source.text), problems };
}

function readDocuments(text: string, problems: ParseProblem[]): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { keepSourceTokens: false, uniqueKeys: false, strict: false, logLevel: 'silent', prettyErrors: false });
    return 'empty' in documents ? [] : documents;
  } catch {
    // The package recurses and may run out of stack; for the user that is one more way of being unreadable.
    problems.push({ code: 'too-deep', span: span(0, 0), message: 'values are nested too deep to read this file' });
    return [];
  }
}

function reportErrors(document: Document.Parsed, length: number, problems: ParseProblem[]): void {
  for (const { code, pos } of document.errors) {
    if (problems.length >= MAX_PROBLEMS) return;
    // The package also points one character behind the end.
    const [start, end] = [Math.min(pos[0], length), Math.min(pos[1], length)];
    const meaning = MEANINGS[code] ?? "something that can't stand here";
    problems.push({ code: 'invalid-syntax', span: span(start, Math.max(start, end)), message: `this is not valid YAML: ${meaning}` });
  }
}

/** Turns the package's nodes into the common tree. One per document, since anchors are. */
class TreeBuilder {
  readonly #text: string;
  readonly #source: CoveredText;
  readonly #anchors = new Map<string, TreeNode>();

  constructor(text: string, source: CoveredText) {
    this.#text = text;
    this.#source = source;
  }

  /** Undefined where the file says nothing. */
  read(node: unknown, depth: number): TreeNode | undefined {
    // One level more than `flatten` walks, so that it sees and reports the bound.
    if (depth > MAX_DEPTH + 1) return { type: 'list', isFlow: true, items: [] };
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      return target && { type: 'alias', target };
    }
    if (isScalar(node)) return this.#remember(node, readYamlScalar(this.#text, this.#source, node as Scalar.Parsed));
    if (isMap(node)) {
      const map: TreeNode = { type: 'map', isFlow: node.flow === true, pairs: [] };
      this.#remember(node, map);
      for (const item of node.items) this.#addPair(map.pairs, item, depth);
      return map;
    }
    if (isSeq(node)) {
      const list: TreeNode = { type: 'list', isFlow: node.flow === true, items: [] };
      this.#remember(node, list);
      for (const item of node.items) this.#addItem(list.items, item, depth);
      return list;
    }
    return undefined;
  }

  #remember(node: Scalar | YAMLMap | YAMLSeq, tree: TreeNode): TreeNode {
    if (node.anchor) this.#anchors.set(node.anchor, tree);
    return tree;
  }

  #addPair(pairs: TreePair[], { key, value }: Pair, depth: number): void {
    if (!isScalar(key) || !key.range) return;
    const read = readYamlScalar(this.#text, this.#source, key as Scalar.Parsed);
    const [start, keyEnd] = key.range;
    const base = { key: read.value, keySpan: read.span, start };
    const node = this.read(value, depth + 1);
    let mark = keyEnd;
    while (mark < this.#text.length && /\s/.test(this.#text[mark]!)) mark += 1;
    const afterMark = this.#text[mark] === ':' ? mark + 1 : keyEnd;
    if (!node) pairs.push({ ...base, end: afterMark });
    else if (node.type === 'scalar' && node.outer.start === node.outer.end) pairs.push({ ...base, end: afterMark, value: atMark(node, this.#text, afterMark) });
    // In broken text the package may put a value before its key.
    else pairs.push({ ...base, end: Math.max(keyEnd, endOf(node, value, this.#text)), value: node });
  }

  #addItem(items: TreeItem[], item: unknown, depth: number): void {
    const node = this.read(item, depth + 1);
    const range = (item as Node | undefined)?.range;
    if (node && range) items.push({ start: range[0], end: endOf(node, item, this.#text), node });
  }
}

/** An empty value stands behind the colon and one blank, wherever the package puts it. */
function atMark(node: TreeNode & { type: 'scalar' }, text: string, afterMark: number): TreeNode {
  const at = text[afterMark] === ' ' ? afterMark + 1 : afterMark;
  return { ...node, span: span(at, at), outer: span(at, at) };
}

/** The end of a node's text. Collections and block scalars end at their last line's last character. */
function endOf(node: TreeNode, source: unknown, text: string): number {
  if (node.type === 'scalar') return node.outer.end;
  const range = (source as { range?: Range | null }).range;
  let end = range?.[1] ?? 0;
  while (end > 0 && /\s/.test(text[end - 1]!)) end -= 1;
  return end;
}

/** Comments by the lexer's own tokens, which name every character once and in order. */
function readComments(text: string, covered: string): Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  let isContent = false;
  for (const token of new Lexer().lex(covered)) {
    // Marks of a document, of a flow's end and of a scalar: they announce, and take no characters.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') {
      isContent = token === '\u001f';
      continue;
    }
    if (token.startsWith('#') && !isContent)
      comments.push({
        span: span(at, at + token.length),
        text: text
          .slice(at, at + token.length)
          .replace(/^#+/, '')
          .trim(),
      });
    at += token.length;
    isContent = false;
  }
  return comments;
}
