import type { Language, Parser, Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { Span } from '../../text/span.ts';
import type { GrammarFiles } from '../format.ts';
import { MAX_DEPTH } from '../tree.ts';
import type { CodeKind } from '../types.ts';
import type { SyntaxFile, SyntaxNode } from './syntax.ts';

/** Reads a text into a syntax tree; undefined when that takes too long. */
export type ReadSyntax = (text: string) => SyntaxFile | undefined;

interface Runtime {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
}

/** How often the parser may report on its progress: some 20 times what the longest text that we read needs. */
const MAX_PROGRESS = 100_000;
/** Deeper than values may nest, since statements nest around them. */
const MAX_LEVELS = 4 * MAX_DEPTH;

let runtime: Promise<Runtime> | undefined;

/**
 * Makes a language ready. The parsers are Tree-sitter's, compiled to WebAssembly (tree-sitter.github.io), from the
 * package `@vscode/tree-sitter-wasm`: the machine comes with the first language, each language with its first file.
 *
 * @throws what reading the files throws, and what WebAssembly throws where it is switched off.
 */
export async function loadGrammar(kind: CodeKind, files: GrammarFiles): Promise<ReadSyntax> {
  runtime ??= loadRuntime(files).catch((error: unknown) => {
    // The next file may have more luck.
    runtime = undefined;
    throw error;
  });
  const { Parser: ParserClass, Language: LanguageClass } = await runtime;
  const language = await LanguageClass.load(await files.read(`tree-sitter-${kind}.wasm`));
  return (text) => {
    const parser = new ParserClass();
    let tree: Tree | null = null;
    try {
      let reports = 0;
      tree = parser.setLanguage(language).parse(text, null, { progressCallback: () => ++reports > MAX_PROGRESS });
      return tree ? takeOut(tree) : undefined;
    } finally {
      tree?.delete();
      parser.delete();
    }
  };
}

async function loadRuntime(files: GrammarFiles): Promise<Runtime> {
  const [module, wasmBinary] = await Promise.all([import('@vscode/tree-sitter-wasm'), files.read('tree-sitter.wasm')]);
  // A CommonJS module: Node gives its exports as the default one, whatever its types say.
  const { Parser, Language } = (module as unknown as { readonly default: Runtime }).default;
  await Parser.init({ wasmBinary } as unknown as Parameters<typeof Parser.init>[0]);
  return { Parser, Language };
}

/** Copies the tree, so that its memory can be freed at once: WebAssembly's is not collected. */
function takeOut(tree: Tree): SyntaxFile {
  const found: Found = { comments: [], unclosed: [] };
  const cursor = tree.walk();
  try {
    return { root: copy(cursor, found, 0), ...found };
  } finally {
    cursor.delete();
  }
}

interface Found {
  readonly comments: Span[];
  readonly unclosed: Span[];
}

/** What the grammar adds by itself where it stands for the end of something. */
const CLOSER = /^(?:[)\]}]|end)$/;

function copy(cursor: TreeCursor, found: Found, depth: number): SyntaxNode {
  const { nodeType: type, currentFieldName, startIndex: start, endIndex: end } = cursor;
  const children: SyntaxNode[] = [];
  if (depth < MAX_LEVELS && cursor.gotoFirstChild()) {
    do {
      if (cursor.nodeIsMissing && CLOSER.test(cursor.nodeType)) found.unclosed.push({ start, end });
      if (cursor.nodeType === 'comment') found.comments.push({ start: cursor.startIndex, end: cursor.endIndex });
      else if (cursor.nodeIsNamed || cursor.currentFieldName) children.push(copy(cursor, found, depth + 1));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return { type, field: currentFieldName ?? '', start, end, children };
}
