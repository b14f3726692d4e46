import { type PostfixMainFile, parsePostfixMain } from '../parse/postfixMain.ts';
import { type PostfixMasterFile, parsePostfixMaster } from '../parse/postfixMaster.ts';
import type { ConfigFile } from '../parse/types.ts';
import { once } from '../text/once.ts';
import { createPostfixMain, type PostfixMain } from './postfixMain.ts';
import { nameInFolder } from './postfixPaths.ts';
import { guessPostfixVersion, type VersionEvidence } from './postfixVersion.ts';

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
  /** Whether git has the file at a path in its index; undefined where that can't be told. */
  isTracked?(path: string): boolean | undefined;
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
  /** Why that release, in a few words: `installed here`, `Dockerfile line 1: FROM debian:12`. */
  readonly versionSource: string;
  readonly main?: PostfixMainFile;
  /** Effective values of `main`. */
  readonly parameters?: PostfixMain;
  readonly master?: PostfixMasterFile;
  readonly view: FolderView;
}

/** Sees nothing: for a text without a place. */
export const NO_VIEW: FolderView = { readText: () => undefined, stat: () => undefined };

/** Says whether a path, as a setting writes it, means the file at `own` when that lies in the folder at hand or below. */
export function isSameFile(path: string, own: string): boolean {
  const name = nameInFolder(path);
  return path === own || (name !== undefined && `/${own.replaceAll('\\', '/')}`.endsWith(`/${name}`));
}

/** A table is seen as it is being typed, whoever asks for it. */
function withTable(view: FolderView, { path, text }: ConfigFile): FolderView {
  return { readText: (asked) => (isSameFile(asked, path) ? text : view.readText(asked)), stat: (asked) => view.stat(asked) };
}

/**
 * Reads the directory around a file. `current` stands for itself, as it is being typed; its siblings `main.cf` and
 * `master.cf` are read through the view when they are first asked for. What speaks for a release, besides main.cf, is
 * given as `evidence`.
 */
export function createPostfixFolder(current: ConfigFile, around: FolderView = NO_VIEW, evidence: VersionEvidence = {}): PostfixFolder {
  const view = current.kind === 'postfix-map' ? withTable(around, current) : around;
  const main = once(() => (current.kind === 'postfix-main' ? (current as PostfixMainFile) : sibling(view, 'main.cf', parsePostfixMain)));
  const master = once(() => (current.kind === 'postfix-master' ? (current as PostfixMasterFile) : sibling(view, 'master.cf', parsePostfixMaster)));
  const release = once(() => {
    const level = main()
      ?.entries.filter(({ key }) => key === 'compatibility_level')
      .at(-1)?.value;
    return guessPostfixVersion({ ...evidence, ...(level !== undefined && { compatibilityLevel: level }) });
  });
  const parameters = once(() => {
    const file = main();
    return file && createPostfixMain(file, { version: release().version });
  });
  return {
    view,
    get version() {
      return release().version;
    },
    get versionSource() {
      return release().because;
    },
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

/** The last text of each name, read: while one file is typed, the other stays as it is. */
const lastRead = new Map<string, { readonly text: string; readonly file: ConfigFile }>();

function sibling<T extends ConfigFile>(view: FolderView, name: string, parse: (text: string, path: string) => T): T | undefined {
  const text = view.readText(name);
  if (text === undefined) return undefined;
  const known = lastRead.get(name);
  if (known?.text === text) return known.file as T;
  const file = parse(text, name);
  lastRead.set(name, { text, file });
  return file;
}
