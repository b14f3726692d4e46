import { LATEST_POSTFIX } from '../data/postfixParameters.ts';
import { type PostfixMainFile, parsePostfixMain } from '../parse/postfixMain.ts';
import { type PostfixMasterFile, parsePostfixMaster } from '../parse/postfixMaster.ts';
import type { ConfigFile } from '../parse/types.ts';
import { createPostfixMain, type PostfixMain } from './postfixMain.ts';
import { nameInFolder } from './postfixPaths.ts';

/** What a file system says of a file. */
export interface FileFacts {
  /** Last change, milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** Permission bits such as 0o600, where the file system has them. */
  readonly mode?: number;
}

/** How the files around a Postfix file are seen: a port, filled by whoever can read files. */
export interface FolderView {
  /** The folder's own path, absolute and with slashes, where it is known. */
  readonly path?: string;
  /** The text at a path, relative to the folder or absolute as a setting names it; undefined when it can't be read. */
  readText(path: string): string | undefined;
  /** The facts of a path, null when it is surely not there, undefined when that can't be told from here. */
  stat(path: string): FileFacts | null | undefined;
}

/** Facts by path, null for what is surely not there. */
export type KnownFacts = Readonly<Record<string, FileFacts | null>>;

/** Sees a few texts by their names in the folder, and facts, and nothing else: whether anything else is there can't be told. */
export function viewOfTexts(texts: Readonly<Record<string, string>>, facts: KnownFacts = {}): FolderView {
  const nameOf = (path: string) => nameInFolder(path) ?? path;
  const has = (path: string) => Object.hasOwn(texts, nameOf(path));
  return {
    readText: (path) => (has(path) ? texts[nameOf(path)] : undefined),
    stat: (path) => (Object.hasOwn(facts, path) ? facts[path] : has(path) ? { modifiedMs: 0 } : undefined),
  };
}

/** One Postfix configuration directory, as far as it can be seen. What is absent is unknown: no verdict follows from it. */
export interface PostfixFolder {
  /** The release whose names and defaults apply, such as `3.7`. */
  readonly version: string;
  readonly main?: PostfixMainFile;
  /** Effective values of `main`. */
  readonly parameters?: PostfixMain;
  readonly master?: PostfixMasterFile;
  readonly view: FolderView;
}

/** Sees nothing: for a text without a place. */
export const NO_VIEW: FolderView = { readText: () => undefined, stat: () => undefined };

/**
 * Reads the directory around a file. `current` stands for itself, as it is being typed; its siblings `main.cf` and
 * `master.cf` are read through the view when they are first asked for.
 */
export function createPostfixFolder(current: ConfigFile, view: FolderView = NO_VIEW, version: string = LATEST_POSTFIX): PostfixFolder {
  const main = once(() => (current.kind === 'postfix-main' ? (current as PostfixMainFile) : sibling(view, 'main.cf', parsePostfixMain)));
  const master = once(() => (current.kind === 'postfix-master' ? (current as PostfixMasterFile) : sibling(view, 'master.cf', parsePostfixMaster)));
  const parameters = once(() => {
    const file = main();
    return file && createPostfixMain(file, { version });
  });
  return {
    version,
    view,
    get main() {
      return main();
    },
    get parameters() {
      return parameters();
    },
    get master() {
      return master();
    },
  };
}

function sibling<T>(view: FolderView, name: string, parse: (text: string, path: string) => T): T | undefined {
  const text = view.readText(name);
  return text === undefined ? undefined : parse(text, name);
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
