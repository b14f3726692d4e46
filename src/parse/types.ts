import type { Span } from '../text/span.ts';

const POSTFIX_KINDS = ['postfix-main', 'postfix-master', 'postfix-map'] as const;
/** Programming languages: only literals and look-ups of environment variables are read, nothing is evaluated. */
const CODE_KINDS = ['javascript', 'typescript', 'tsx', 'php', 'python', 'ruby', 'powershell', 'go'] as const;
/** Languages of settings, of which a reader of our own takes the literals. */
export const BLOCK_KINDS = ['elixir', 'hocon', 'hcl', 'nix'] as const;
/** Configuration files that a module of their own reads and writes, see format.ts. */
export const CONFIG_KINDS = ['toml', 'ini', 'properties', 'xml', 'systemd', 'msmtp', 'ssmtp', 'nullmailer', 'dma', 'mutt'] as const;
const FORMAT_KINDS = [...CONFIG_KINDS, ...CODE_KINDS, ...BLOCK_KINDS] as const;
/** Grammars of applications: configuration files, and source code for its literals. */
export const APP_KINDS = ['dotenv', 'yaml', 'json', ...FORMAT_KINDS] as const;

/** The grammars we read. What a file *means* is decided later, in `discover`. */
export const FILE_KINDS = [...POSTFIX_KINDS, ...APP_KINDS] as const;

export type FileKind = (typeof FILE_KINDS)[number];
export type PostfixKind = (typeof POSTFIX_KINDS)[number];
export type AppKind = (typeof APP_KINDS)[number];
export type FormatKind = (typeof FORMAT_KINDS)[number];
export type CodeKind = (typeof CODE_KINDS)[number];
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** The quote marks around a value, `''` for none; `|` and `>` are YAML block scalars. */
export type Quote = '' | '"' | "'" | '`' | '|' | '>';

/** What kind of scalar the grammar says a value is. Text formats (main.cf, .env) only have `string`. */
export type ScalarKind = 'string' | 'number' | 'boolean' | 'null';

/** How a key and its value stand in the file, where the grammar has several ways of saying it. */
export type EntryForm =
  /** `key = value`, `key: value`, `"key": value`. */
  | 'pair'
  /** One text holding both: compose's `- KEY=value`. */
  | 'list-item'
  /** Two sibling pairs: Kubernetes' `- name: KEY` and `value: …`. */
  | 'name-value'
  /** A key with no value part at all: `- KEY` in compose, `KEY` in a `.env` file. */
  | 'key-only';

/** A piece of a value that stands in the source without change: `value[at, at + length)` is `text[source, source + length)`. */
export interface ValueSegment {
  readonly at: number;
  readonly source: number;
  readonly length: number;
}

/**
 * One setting as it stands in a file. Spans point into the unchanged text, so every fix keeps the
 * formatting around it. Beware: `value` may be a secret; nothing may print it without asking
 * `discover` what it is.
 */
export interface Entry {
  /** Keys from the root, outermost first, the entry's own key last; sequence items by their index. */
  readonly path: readonly string[];
  /** The entry's own key as written, without quotes. */
  readonly key: string;
  readonly keySpan: Span;
  /** The value as the reading program gets it, before it expands variables: unquoted, unescaped, continuations joined. */
  readonly value: string;
  /** Where the value stands, quotes not included; empty, at the place where one would go, when there is none. */
  readonly valueSpan: Span;
  readonly quote: Quote;
  readonly scalar: ScalarKind;
  readonly form: EntryForm;
  /** All that goes when the entry is removed: its whole physical lines where it owns them, line end included. */
  readonly span: Span;
  /** How `value` maps to the source where it is not simply the text of `valueSpan`. */
  readonly segments?: readonly ValueSegment[];
  /** YAML only: the entry came in through an alias or a merge key; its spans are those of the anchor. */
  readonly inherited?: boolean;
  /** XML only: the opening tag in which the entry, or its element, begins. No comment can stand inside it. */
  readonly tag?: Span;
  /** YAML and properties only: which document of a file with several, from 0. */
  readonly document?: number;
}

export interface Comment {
  readonly span: Span;
  /** The comment's text without its mark and surrounding blanks. */
  readonly text: string;
}

/** A place the grammar can't make sense of. `code` is stable; rules turn it into a finding. */
export interface ParseProblem {
  readonly code: string;
  readonly span: Span;
  readonly message: string;
}

/** Where another file sets what a variable here stands for. */
export interface Origin {
  /** As the view around the file names it: relative to the file's folder. */
  readonly path: string;
  readonly file: ConfigFile;
  readonly entry: Entry;
  /** Nothing expands in its value. */
  readonly isRaw?: true;
}

/** What the files around one say about its values. */
export interface Surroundings {
  /** Entries whose whole value is one variable that another file sets. */
  readonly origins: ReadonlyMap<Entry, Origin>;
  /** What another file gives a variable. */
  variable(name: string): Origin | undefined;
  /**
   * What the app gets for a text with variables, as far as the files here set them; undefined where one stays open, and for a
   * stand-in. It may be a secret: only a relay test asks, and only for what it is about to send.
   */
  resolve(text: string): string | undefined;
  /** The version of a library, named as in data/packageFiles.ts; undefined where no file tells. */
  version(library: string): string | undefined;
}

/** One file, read. Reading never throws: what can't be understood becomes a problem and the rest is read on. */
export interface ConfigFile {
  readonly kind: FileKind;
  /** The path or name the file was read under, for recognition by name; '' when unknown. */
  readonly path: string;
  readonly text: string;
  readonly entries: readonly Entry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly ParseProblem[];
  /** Code in which somebody is still typing: what stands there is read, but the rest of it is to come, so it is not judged yet. */
  readonly unfinished?: Span;
  /** What is known of the files around it; absent for a text without a place. */
  readonly around?: Surroundings;
  /**
   * Put together from several files: where each entry really stands, the file itself by its bare name. `text` then is made up,
   * and no place in it means anything to a person.
   */
  readonly parts?: ReadonlyMap<Entry, Origin>;
}

/** Largest text we read, in UTF-16 code units; larger files are left alone with one problem `too-large`. */
export const MAX_TEXT_LENGTH = 2_000_000;
