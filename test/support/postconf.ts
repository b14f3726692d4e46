import { postfixParameter } from '../../src/data/postfixParameters.ts';
import { createPostfixMain, type PostfixMain } from '../../src/discover/postfixMain.ts';
import { createPostfixNames } from '../../src/discover/postfixNames.ts';
import { type Expansion, expandMacros, macroProblems } from '../../src/parse/postfixExpand.ts';
import type { MacroProblem } from '../../src/parse/postfixMacroNodes.ts';
import { type PostfixMainFile, parsePostfixMain } from '../../src/parse/postfixMain.ts';
import type { Entry } from '../../src/parse/types.ts';
import { createLineIndex } from '../../src/text/lineIndex.ts';

/** What `postconf -c DIR -n` should print for a main.cf, worked out from our own reading of it. */
export interface Prediction {
  /** `name = value` lines, sorted; undefined when postconf gives up. */
  readonly settings: readonly string[] | undefined;
  /** The same with macros expanded (`-nx`); undefined when only that fails. */
  readonly expanded: readonly string[] | undefined;
  /** Warnings and the fatal message, without program name and path, each once, sorted. Postconf may give up before it says all. */
  readonly messages: readonly string[];
}

/** The release that the cases were recorded with. */
const VERSION = '3.7';

/** `text` is a main.cf with one character per byte (latin1), as postconf reads bytes. */
export function predictPostconf(text: string): Prediction {
  const file = parsePostfixMain(text);
  const main = createPostfixMain(file, { version: VERSION });
  const lineOf = (offset: number) => createLineIndex(text).positionAt(offset).line + 1;
  const fatal = firstFatal(file, lineOf);
  if (fatal) return { settings: undefined, expanded: undefined, messages: printable([fatal.message, ...messagesBefore(file, fatal.offset, lineOf)]) };
  const inForce = file.entries.filter((entry) => main.get(entry.key).entry === entry && postfixParameter(entry.key)?.kind !== 'read-only');
  const names = createPostfixNames(file, main);
  const messages = [
    ...messagesBefore(file, text.length, lineOf),
    ...inForce.flatMap((entry) => (isRaw(entry) ? [] : macroProblems(entry.value).map((problem) => macroMessage(entry.value, problem)))),
    ...names.undefinedReferences.map(({ name }) => `undefined parameter: ${name}`),
    ...file.entries
      .filter((entry) => postfixParameter(entry.key)?.kind === 'read-only')
      .map((entry) => `read-only parameter assignment: ${entry.key}=${entry.value}`),
  ];
  const broken = inForce.filter((entry) => postfixParameter(entry.key) && !isRaw(entry)).map((entry) => expand(main, entry).problem);
  if (broken.some((problem) => problem !== undefined)) {
    const nesting = broken.filter((problem) => problem?.code === 'macro-nesting').map(() => 'unreasonable macro call nesting');
    return { settings: undefined, expanded: undefined, messages: printable([...messages, ...nesting, 'fatal: macro processing error']) };
  }
  const shown = inForce.filter((entry) => names.isKnown(entry.key) && entry.key !== 'config_directory');
  const line = (entry: Entry, value: string) => [`${entry.key} =`, ...value.split(/[ \t\r\n]+/)].filter((word) => word !== '').join(' ');
  const unused = names.unused.map((entry) => `unused parameter: ${entry.key}=${entry.value}`);
  const isWhole = shown.every((entry) => isRaw(entry) || !expand(main, entry).problem);
  return {
    settings: sorted(shown.map((entry) => line(entry, entry.value))),
    expanded: isWhole ? sorted(shown.map((entry) => line(entry, isRaw(entry) ? entry.value : expand(main, entry).value))) : undefined,
    messages: printable([...messages, ...unused]),
  };
}

const isRaw = (entry: Entry) => postfixParameter(entry.key)?.type === 'raw';

const sorted = (lines: readonly string[]) => [...new Set(lines)].sort();

/** msg(3) shows `?` for everything but printable ASCII. */
const printable = (lines: readonly string[]) => sorted(lines.map((text) => text.replace(/[^ -~]/g, '?')));

/** Unknown names have no value, all others have one, be it empty. */
function expand(main: PostfixMain, entry: Entry): Expansion {
  return expandMacros(entry.value, (name) => (main.isSet(name) || postfixParameter(name) ? main.get(name).raw : undefined));
}

function firstFatal(file: PostfixMainFile, lineOf: (offset: number) => number): { message: string; offset: number } | undefined {
  for (const line of file.logicalLines) {
    if (line.isDropped) continue;
    const entry = file.entries.find(({ span }) => span.start === line.span.start);
    if (entry) continue;
    const what = /^=|^$/.test(line.text) ? 'missing attribute name' : "missing '=' after attribute name";
    return { message: `fatal: main.cf, line ${lineOf(line.span.start)}: ${what}: "${line.text}"`, offset: line.span.start };
  }
  return undefined;
}

function messagesBefore(file: PostfixMainFile, offset: number, lineOf: (offset: number) => number): string[] {
  const dropped = file.logicalLines.filter((line) => line.isDropped && line.span.start < offset);
  const previous = new Map<string, string>();
  const overridden: string[] = [];
  for (const { key, value, span } of file.entries) {
    if (span.start >= offset) break;
    const before = previous.get(key) ?? (key === 'config_directory' ? '@CONFDIR@' : undefined);
    if (before !== undefined && before !== value) overridden.push(`main.cf, line ${lineOf(span.start)}: overriding earlier entry: ${key}=${before}`);
    previous.set(key, value);
  }
  const leading = dropped.map(({ text }) => `logical line must not start with whitespace: "${text.slice(0, 30)}${text.length > 30 ? '...' : ''}"`);
  return [...leading, ...overridden];
}

const OPERATORS = `"==" or "!="" or "<"" or "<="" or ">="" or ">"`;

/** A macro problem in the words of mac_parse(3) and mac_expand(3), which show the text around the place. */
function macroMessage(value: string, problem: MacroProblem): string {
  const at = problem.span.start;
  const after = value.slice(at, problem.span.end).slice(0, 20);
  const operand = value.slice(value.lastIndexOf('{', at - 1) + 1, at).trimEnd();
  switch (problem.code) {
    case 'empty-macro-name':
      return `empty macro name: "${value}"`;
    case 'truncated-macro':
      return `truncated macro reference: "${value}"`;
    case 'macro-name-syntax':
      return `attribute name syntax error at: "...${value.slice(value.lastIndexOf('{', at - 1) + 1, at)}>>>${after}"`;
    case 'colon-expected':
      return `":" expected at: "...${operand}>>>${after}"`;
    case 'text-after-operand':
      return `unexpected input at: "...${operand}>>>${after}"`;
    case 'operator-expected':
      return `${OPERATORS} expected at: "...${operand}>>>${after}"`;
    case 'operand-expected':
      return `"{expression}" expected at: "...${value.slice(value.indexOf('{', 2), at)}>>>${after}"`;
    default:
      return problem.code;
  }
}
