import type { Span } from '../text/span.ts';
import type { IpAddress } from './ipAddress.ts';
import type { PosixRegexp } from './posixRegexp.ts';
import type { LogicalLine } from './postfixLines.ts';
import type { Comment, Entry, ParseProblem } from './types.ts';

/**
 * How a lookup table is written. `indexed`: the source of hash, btree, lmdb, cdb, dbm and sdbm, and texthash.
 * `aliases`: aliases(5), the source of what postalias(1) builds.
 */
export type MapGrammar = 'indexed' | 'cidr' | 'regexp' | 'pcre' | 'aliases';

/** What can be wrong with a table. Unless said otherwise Postfix warns and leaves the line out. */
export type MapProblemCode =
  /** A key without a value. */
  | 'missing-value'
  | 'unbalanced-quote'
  /** Bytes that are no UTF-8, seen as U+FFFD. */
  | 'not-utf8'
  /** `key:` in a table that is no alias file; the colon becomes part of the key. */
  | 'colon-after-key'
  /** The key is there already: the first one counts. */
  | 'duplicate-key'
  | 'bad-network'
  | 'host-bits'
  | 'missing-pattern'
  | 'missing-delimiter'
  | 'unknown-flag'
  | 'bad-expression'
  /** `$x` that is no number, or not closed. */
  | 'bad-replacement'
  /** `$n` beyond the groups of the expression. */
  | 'replacement-out-of-range'
  /** `$n` with an expression that has to fail. */
  | 'replacement-in-negation'
  /** An expression without a result: an error for the mail that it matches. */
  | 'missing-result'
  /** No pattern, `if` or `endif`. */
  | 'unrecognized'
  | 'text-after-endif'
  /** The text is ignored; mostly an indented rule that was meant to stand for itself. */
  | 'text-after-if'
  | 'endif-without-if'
  /** All rules up to the end of the file depend on the `if`. */
  | 'if-without-endif'
  | 'missing-colon'
  /** An alias with a domain. */
  | 'name-not-local'
  | 'leading-continuation'
  | 'byte-order-mark'
  | 'nul-byte'
  | 'too-large';

export interface MapProblem extends ParseProblem {
  readonly code: MapProblemCode;
  /** Where the logical line begins that Postfix's log names by its number. */
  readonly lineStart: number;
  /** What Postfix logs behind file name and line number, one text per message; empty where it says nothing. */
  readonly logged: readonly string[];
}

/** A block of addresses. */
export interface Network extends IpAddress {
  readonly prefix: number;
}

/** An expression between delimiters, with what its flags come to. */
export interface MapPattern {
  readonly source: string;
  readonly span: Span;
  readonly flags: string;
  readonly isNegated: boolean;
  readonly ignoresCase: boolean;
  /** `regexp`: what it means; absent for basic expressions (flag `x`) and for pcre. */
  readonly regexp?: PosixRegexp;
}

/** What a rule asks of the key that is looked up. */
export type MapTest =
  | { readonly kind: 'network'; readonly network: Network; readonly isNegated: boolean }
  /** All of the patterns have to hold; only regexp tables have a second one. */
  | { readonly kind: 'patterns'; readonly patterns: readonly MapPattern[] };

/** One step of a cidr, regexp or pcre table. Rules that Postfix leaves out are not among them. */
export type MapRule =
  | { readonly kind: 'match'; readonly entry: Entry; readonly test: MapTest }
  /** `endif` is the index of the rule that ends the block; absent when none does. */
  | { readonly kind: 'if'; readonly test: MapTest; readonly span: Span; readonly endif?: number }
  | { readonly kind: 'endif'; readonly span: Span };

/** A lookup table, read. */
export interface PostfixMapFile {
  readonly kind: 'postfix-map';
  readonly grammar: MapGrammar;
  readonly path: string;
  readonly text: string;
  /** Keys and results as Postfix stores them, in file order; of duplicates the later ones are not here. */
  readonly entries: readonly Entry[];
  /** The steps of a table of patterns; empty for the others. */
  readonly rules: readonly MapRule[];
  readonly comments: readonly Comment[];
  readonly problems: readonly MapProblem[];
  readonly logicalLines: readonly LogicalLine[];
}
