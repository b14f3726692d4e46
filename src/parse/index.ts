import { span } from '../text/span.ts';
import { parseDotenv } from './dotenv.ts';
import { formatOf } from './format.ts';
import { parseJson } from './json.ts';
import { parsePostfixMain } from './postfixMain.ts';
import { parsePostfixMap } from './postfixMap.ts';
import { mapGrammarByName } from './postfixMapName.ts';
import { parsePostfixMaster } from './postfixMaster.ts';
import { type ConfigFile, type FileKind, type FormatKind, MAX_TEXT_LENGTH } from './types.ts';
import { parseYaml } from './yaml.ts';

/** Problems of any file, whatever its grammar. */
export type TextProblem = 'too-large' | 'binary';

const PARSERS: Readonly<Record<Exclude<FileKind, FormatKind>, (text: string, path: string) => ConfigFile>> = {
  'postfix-main': parsePostfixMain,
  'postfix-master': parsePostfixMaster,
  'postfix-map': (text, path) => parsePostfixMap(mapGrammarByName(path, text), text, path),
  dotenv: parseDotenv,
  yaml: parseYaml,
  json: parseJson,
};

/**
 * Reads one text with the grammar of `kind`, which must be loaded (format.ts) if it is a module of its own: without it
 * nothing is read. Never throws: a text over MAX_TEXT_LENGTH or with a NUL (which
 * only Postfix gives a meaning to) comes back without entries and with one problem that says so.
 */
export function parseConfig(kind: FileKind, text: string, path = ''): ConfigFile {
  if (text.length > MAX_TEXT_LENGTH) {
    return unread(kind, text, path, 'too-large', `the file is longer than ${MAX_TEXT_LENGTH} characters and was not read`);
  }
  if (!kind.startsWith('postfix-') && text.includes('\0')) {
    return unread(kind, text, path, 'binary', 'the file holds NUL bytes and was not read: it is binary, or UTF-16. save it as UTF-8');
  }
  const parse = formatOf(kind)?.parse ?? PARSERS[kind as keyof typeof PARSERS];
  return parse ? parse(text, path) : { kind, path, text, entries: [], comments: [], problems: [] };
}

function unread(kind: FileKind, text: string, path: string, code: TextProblem, message: string): ConfigFile {
  return { kind, path, text, entries: [], comments: [], problems: [{ code, span: span(0, 0), message }] };
}
