import { span } from '../../text/span.ts';
import type { Format, GrammarFiles } from '../format.ts';
import type { CodeKind, Comment, ConfigFile } from '../types.ts';
import { encodeCode, insertCode, setCode } from './edit.ts';
import { GoReader } from './go.ts';
import { loadGrammar, type ReadSyntax } from './grammar.ts';
import { JavaScriptReader } from './javascript.ts';
import { PhpReader } from './php.ts';
import { PowerShellReader } from './powershell.ts';
import { PythonReader } from './python.ts';
import type { CodeReader } from './reader.ts';
import { RubyReader } from './ruby.ts';

const READERS: Readonly<Record<CodeKind, new (text: string) => CodeReader>> = {
  javascript: JavaScriptReader,
  typescript: JavaScriptReader,
  tsx: JavaScriptReader,
  php: PhpReader,
  python: PythonReader,
  ruby: RubyReader,
  powershell: PowerShellReader,
  go: GoReader,
};

/**
 * Makes a programming language ready. Of a program only literals and look-ups of environment variables with their
 * defaults are read; whatever else stands for a value comes out as `${name}`, which nothing resolves.
 *
 * @throws what reading the grammar's files throws.
 */
export async function loadCodeFormat(kind: CodeKind, files: GrammarFiles): Promise<Format> {
  const read = await loadGrammar(kind, files);
  return {
    parse: (text, path) => parseCode(kind, read, text, path),
    encode: encodeCode,
    insertAfter: insertCode,
    setValue: setCode,
  };
}

function parseCode(kind: CodeKind, read: ReadSyntax, text: string, path: string): ConfigFile {
  const syntax = read(text);
  if (!syntax) {
    const problem = { code: 'too-complex', span: span(0, 0), message: 'this takes too long to read: it was left out' };
    return { kind, path, text, entries: [], comments: [], problems: [problem] };
  }
  const Reader = READERS[kind];
  const { entries, problems } = new Reader(text).read(syntax);
  return { kind, path, text, entries, comments: syntax.comments.map((where) => comment(text, where)), problems };
}

function comment(text: string, { start, end }: { readonly start: number; readonly end: number }): Comment {
  const written = text.slice(start, end);
  const inner = written.replace(/^(\/\*+|\/\/+|#+|=begin)/, '').replace(/(\*+\/|=end)\s*$/, '');
  return { span: span(start, end), text: inner.trim() };
}
