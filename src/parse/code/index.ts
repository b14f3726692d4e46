import { type Span, span } from '../../text/span.ts';
import type { Format, GrammarFiles } from '../format.ts';
import type { CodeKind, Comment, ConfigFile, Entry } from '../types.ts';
import { encodeCode, insertCode, setCode } from './edit.ts';
import { GoReader } from './go.ts';
import { loadGrammar, type ReadSyntax } from './grammar.ts';
import { JavaScriptReader } from './javascript.ts';
import { PhpReader } from './php.ts';
import { PowerShellReader } from './powershell.ts';
import { PythonReader } from './python.ts';
import type { CodeReader } from './reader.ts';
import { repairOf } from './repair.ts';
import { RubyReader } from './ruby.ts';
import type { SyntaxFile } from './syntax.ts';

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
  const comments = syntax.comments.map((where) => comment(text, where));
  return { kind, path, text, comments, ...readRepaired(kind, read, text, syntax) };
}

/** The settings of a program; where somebody is still typing, those before that place come from the program as it would be with all brackets closed. */
function readRepaired(kind: CodeKind, read: ReadSyntax, text: string, syntax: SyntaxFile): Pick<ConfigFile, 'entries' | 'problems' | 'unfinished'> {
  const Reader = READERS[kind];
  const asWritten = new Reader(text).read(syntax);
  const { unfinished, closed } = repairOf(kind, text, syntax) ?? {};
  if (!unfinished) return asWritten;
  const repaired = closed && read(closed.text);
  if (!repaired) return { ...asWritten, unfinished };
  const { entries, problems } = new Reader(closed.text).read(repaired);
  const isWithin = ({ span: { end } }: { readonly span: Span }) => end <= closed.end;
  const cut = (entry: Entry): Entry => (isWithin(entry) ? entry : { ...entry, span: span(entry.span.start, closed.end) });
  return {
    entries: [
      ...entries.filter(({ valueSpan: { end } }) => end <= text.length).map(cut),
      ...asWritten.entries.filter(({ keySpan }) => keySpan.start >= closed.end),
    ],
    problems: problems.filter(isWithin),
    unfinished,
  };
}

function comment(text: string, { start, end }: { readonly start: number; readonly end: number }): Comment {
  const written = text.slice(start, end);
  const inner = written.replace(/^(\/\*+|\/\/+|#+|=begin)/, '').replace(/(\*+\/|=end)\s*$/, '');
  return { span: span(start, end), text: inner.trim() };
}
