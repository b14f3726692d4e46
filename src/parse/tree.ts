import type { Span } from '../text/span.ts';
import type { Quote, ScalarKind, ValueSegment } from './types.ts';

/** YAML and JSON before flattening: the same shape for both, every part with its place. */
export type TreeNode = TreeScalar | TreeMap | TreeList | TreeAlias;

export interface TreeScalar {
  readonly type: 'scalar';
  readonly value: string;
  /** Without quotes. */
  readonly span: Span;
  /** With quotes, or with the header of a block scalar. */
  readonly outer: Span;
  readonly quote: Quote;
  readonly scalar: ScalarKind;
  readonly segments?: readonly ValueSegment[];
}

export interface TreeMap {
  readonly type: 'map';
  /** In braces: members are separated by commas, not by lines. */
  readonly isFlow: boolean;
  readonly pairs: TreePair[];
}

export interface TreePair {
  readonly key: string;
  /** Without quotes. */
  readonly keySpan: Span;
  /** Where the pair begins, its key's quote included. */
  readonly start: number;
  /** After the last character of the value, or of the key and its mark. */
  end: number;
  value?: TreeNode;
}

export interface TreeList {
  readonly type: 'list';
  readonly isFlow: boolean;
  readonly items: TreeItem[];
}

export interface TreeItem {
  readonly start: number;
  end: number;
  readonly node: TreeNode;
}

/** YAML's `*name`: the target is shared, its places are those of the anchor. */
export interface TreeAlias {
  readonly type: 'alias';
  readonly target: TreeNode;
}

/** Deeper nesting is no configuration but an attack or an accident. */
export const MAX_DEPTH = 100;
