import type { TextEdit } from '../text/span.ts';
import type { Encoded } from './encode.ts';
import type { BlockKind, CodeKind, ConfigFile, Entry, FormatKind } from './types.ts';

/** One grammar: how it is read, and how a value is written in it. */
export interface Format {
  /** Reads a text. Never throws: what can't be understood becomes a problem and the rest is read on. */
  parse(text: string, path: string): ConfigFile;
  /** A value in the words of this grammar, for the place where an entry has its value; keeps the quote if it fits. */
  encode(value: string, entry: Entry, file: ConfigFile): Encoded;
  /** Adds a setting behind another one, in the same section and style. */
  insertAfter(file: ConfigFile, anchor: Entry, key: string, value: string): TextEdit;
  /** Gives an entry another value, where that is more than putting `encode`'s text and quotes into the place of the old ones. */
  setValue?(file: ConfigFile, entry: Entry, value: string): TextEdit;
}

/** What heavy grammars are made of: the bytes of `tree-sitter.wasm` and of `tree-sitter-php.wasm` and the like. */
export interface GrammarFiles {
  read(name: string): Promise<Uint8Array>;
}

type Loader = (kind: FormatKind, files: GrammarFiles) => Promise<Format>;

const loadCode: Loader = async (kind, files) => (await import('./code/index.ts')).loadCodeFormat(kind as CodeKind, files);

const loadBlocks: Loader = async (kind) => (await import('./blocks/index.ts')).blockFormat(kind as BlockKind);

/** Each grammar comes when the first file of its kind does. */
const LOADERS: Partial<Readonly<Record<FormatKind, Loader>>> = {
  ini: async () => (await import('./iniFormat.ts')).iniFormat,
  properties: async () => (await import('./propertiesFormat.ts')).propertiesFormat,
  toml: async () => (await import('./tomlFormat.ts')).tomlFormat,
  xml: async () => (await import('./xmlFormat.ts')).xmlFormat,
  systemd: async () => (await import('./systemdFormat.ts')).systemdFormat,
  msmtp: async () => (await import('./msmtp.ts')).msmtpFormat,
  ssmtp: async () => (await import('./ssmtp.ts')).ssmtpFormat,
  nullmailer: async () => (await import('./nullmailer.ts')).nullmailerFormat,
  dma: async () => (await import('./dma.ts')).dmaFormat,
  mutt: async () => (await import('./muttFormat.ts')).muttFormat,
  javascript: loadCode,
  typescript: loadCode,
  tsx: loadCode,
  php: loadCode,
  python: loadCode,
  ruby: loadCode,
  powershell: loadCode,
  go: loadCode,
  elixir: loadBlocks,
  hocon: loadBlocks,
  hcl: loadBlocks,
  nix: loadBlocks,
};

const loaded = new Map<FormatKind, Format>();

/** Makes a grammar ready for `formatOf`. Kinds that are always ready return at once. @throws what reading a grammar's file throws. */
export async function loadFormat(kind: string, files: GrammarFiles): Promise<void> {
  const loader = LOADERS[kind as FormatKind];
  if (!loader || loaded.has(kind as FormatKind)) return;
  loaded.set(kind as FormatKind, await loader(kind as FormatKind, files));
}

/** The grammar of a kind; undefined as long as it is not loaded, and for kinds that need no module of their own. */
export function formatOf(kind: string): Format | undefined {
  return loaded.get(kind as FormatKind);
}
