import { flatten } from '../flatten.ts';
import type { Format } from '../format.ts';
import type { BlockKind, ConfigFile, Entry, ParseProblem } from '../types.ts';
import { encodeBlock, insertBlock, setBlock } from './edit.ts';
import { ELIXIR_WORDS, ElixirParser } from './elixir.ts';
import { HCL_WORDS, HclParser } from './hcl.ts';
import { HOCON_WORDS, HoconParser } from './hocon.ts';
import { withOverrides } from './hoconOverrides.ts';
import { NIX_WORDS, NixParser } from './nix.ts';
import { inheritedInNix } from './nixDefaults.ts';
import type { BlockParser } from './parser.ts';
import { scan, type Token, type Words } from './scanner.ts';

const LANGUAGES: Readonly<Record<BlockKind, { readonly words: Words; readonly Parser: new (text: string, tokens: readonly Token[]) => BlockParser }>> = {
  elixir: { words: ELIXIR_WORDS, Parser: ElixirParser },
  hocon: { words: HOCON_WORDS, Parser: HoconParser },
  hcl: { words: HCL_WORDS, Parser: HclParser },
  nix: { words: NIX_WORDS, Parser: NixParser },
};

/** The grammar of a language of blocks. Only literals are read; whatever else stands for a value comes out as `${name}`, which nothing resolves. */
export function blockFormat(kind: BlockKind): Format {
  return { parse: (text, path) => parseBlocks(kind, text, path), encode: encodeBlock, insertAfter: insertBlock, setValue: setBlock };
}

function parseBlocks(kind: BlockKind, text: string, path: string): ConfigFile {
  const { words, Parser } = LANGUAGES[kind];
  const { tokens, comments } = scan(text, words);
  const entries: Entry[] = [];
  const problems: ParseProblem[] = [];
  flatten(text, new Parser(text, tokens).root(), entries, problems);
  if (kind === 'nix') entries.push(...inheritedInNix(entries));
  entries.sort((a, b) => a.keySpan.start - b.keySpan.start);
  return { kind, path, text, entries: kind === 'hocon' ? withOverrides(text, entries) : entries, comments, problems };
}
