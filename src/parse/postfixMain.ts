import { type Span, span } from '../text/span.ts';
import { skipSpace, trimSpaceEnd } from './ascii.ts';
import { type LogicalLine, readLogicalLines } from './postfixLines.ts';
import { splitNameAndValue } from './postfixTokens.ts';
import { mapSpan, sliceSegments } from './segments.ts';
import { type ConfigFile, type Entry, MAX_TEXT_LENGTH, type ParseProblem } from './types.ts';

/** A main.cf with its logical lines, for those who need to know how physical lines were joined. */
export interface PostfixMainFile extends ConfigFile {
  readonly kind: 'postfix-main';
  readonly logicalLines: readonly LogicalLine[];
}

/** What can be wrong with a main.cf as text. The first two stop every Postfix program, the others change what it reads. */
export type PostfixMainProblem = 'missing-equals' | 'missing-name' | 'leading-continuation' | 'byte-order-mark' | 'nul-byte' | 'too-large';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads a main.cf as Postfix does (readlline(3), split_nameval(3), dict_load_fp in dict(3)).
 *
 * Takes the text as decoded, a byte order mark and NULs still in it, and returns every setting in file order;
 * a name that is set twice is there twice. Never throws: see {@link PostfixMainProblem} for what `problems` may hold.
 */
export function parsePostfixMain(text: string, path = ''): PostfixMainFile {
  if (text.length > MAX_TEXT_LENGTH) {
    const problem = report('too-large', span(0, 0), `the file is longer than ${MAX_TEXT_LENGTH} characters and was not read`);
    return { kind: 'postfix-main', path, text, entries: [], comments: [], problems: [problem], logicalLines: [] };
  }
  const { lines, comments } = readLogicalLines(text);
  const entries: Entry[] = [];
  const problems: ParseProblem[] = [];
  for (const line of lines) {
    problems.push(...lineProblems(text, line));
    if (line.isDropped) continue;
    const result = readNameAndValue(text, line);
    if (!('code' in result)) entries.push(result);
    else if (!isEchoOfMark(text, result)) problems.push(result);
  }
  return { kind: 'postfix-main', path, text, entries, comments, problems, logicalLines: lines };
}

function report(code: PostfixMainProblem, where: Span, message: string): ParseProblem {
  return { code, span: where, message };
}

function lineProblems(text: string, line: LogicalLine): ParseProblem[] {
  const problems: ParseProblem[] = [];
  if (line.span.start === 0 && text.startsWith(BYTE_ORDER_MARK)) {
    problems.push(report('byte-order-mark', span(0, 1), 'the byte order mark becomes part of the first name. save the file as UTF-8 without it'));
  }
  if (line.isDropped) {
    const start = skipSpace(text, line.span.start, line.span.end);
    const end = trimSpaceEnd(text, start, line.span.end);
    problems.push(report('leading-continuation', span(start, end), 'an indented line with no setting above it is ignored by Postfix. remove the indent'));
  }
  if (line.nul !== undefined) {
    problems.push(report('nul-byte', span(line.nul, line.nul + 1), 'a NUL byte ends the setting: Postfix does not read what follows. delete the byte'));
  }
  return problems;
}

/** One setting, or what keeps the line from being one (split_nameval(3)). */
function readNameAndValue(text: string, line: LogicalLine): Entry | ParseProblem {
  const joined = line.text;
  const parts = splitNameAndValue(joined);
  if (parts === 'missing-name') {
    return report('missing-name', span(line.span.start, line.span.start + 1), 'missing parameter name before "=". Postfix does not start with such a line');
  }
  if (parts === 'missing-equals') {
    const firstWord = mapSpan(line.segments, 0, joined.search(/[ \t\v\f\r]|$/))!;
    return report('missing-equals', firstWord, 'missing "=" after the first word. Postfix does not start with such a line');
  }
  const key = joined.slice(parts.name.start, parts.name.end);
  const keySpan = mapSpan(line.segments, parts.name.start, parts.name.end)!;
  const value = joined.slice(parts.value.start, parts.value.end);
  const afterEquals = mapSpan(line.segments, parts.equals, parts.equals + 1)!.end;
  const valueSpan = value === '' ? emptyValueSpan(text, afterEquals) : mapSpan(line.segments, parts.value.start, parts.value.end)!;
  const segments = sliceSegments(line.segments, parts.value.start, parts.value.end);
  const entry: Entry = { path: [key], key, keySpan, value, valueSpan, quote: '', scalar: 'string', form: 'pair', span: line.span };
  return segments.length > 1 ? { ...entry, segments } : entry;
}

/** An empty value's place: after `=` and one blank, if there is one, so that typing there gives `name = value`. */
function emptyValueSpan(text: string, afterEquals: number): Span {
  const next = text[afterEquals];
  const at = next === ' ' || next === '\t' ? afterEquals + 1 : afterEquals;
  return span(at, at);
}

/** A byte order mark before a comment or a blank line makes that a line without "=": one cause, so one problem. */
function isEchoOfMark(text: string, problem: ParseProblem): boolean {
  const isFirstWord = problem.code === 'missing-equals' && problem.span.start === 0 && text.startsWith(BYTE_ORDER_MARK);
  return isFirstWord && (problem.span.end === 1 || text[1] === '#');
}
