/** One node of a syntax tree, taken out of the parser's memory. Comments and unnamed marks are left out. */
export interface SyntaxNode {
  readonly type: string;
  /** The part it plays in its parent: `name`, `value`, `operator`; '' for none. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** What a file's grammar gives: its tree, and what stands between. */
export interface SyntaxFile {
  readonly root: SyntaxNode;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** Nodes whose closing bracket the grammar had to add. */
  readonly unclosed: readonly { readonly start: number; readonly end: number }[];
}

/** The child that plays a part; undefined when none does. */
export function part(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  return node?.children.find((child) => child.field === field);
}

/** All nodes below and including one, outermost first. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* descendants(child);
}

/** The first child of one of these types. */
export function childOf(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | undefined {
  return node.children.find(({ type }) => types.includes(type));
}
