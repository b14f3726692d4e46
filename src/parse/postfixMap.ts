import { span } from '../text/span.ts';
import { skipSpace, trimSpaceEnd } from './ascii.ts';
import { readLogicalLines } from './postfixLines.ts';
import { readAliasLine } from './postfixMapAliases.ts';
import { readCidrLine } from './postfixMapCidr.ts';
import { readIndexedLine } from './postfixMapIndexed.ts';
import { MapLine } from './postfixMapLine.ts';
import { readPatternLine } from './postfixMapPattern.ts';
import { RuleList } from './postfixMapRules.ts';
import type { MapGrammar, MapProblem, PostfixMapFile } from './postfixMapTypes.ts';
import { type Entry, MAX_TEXT_LENGTH } from './types.ts';

/**
 * Reads the text of a lookup table as Postfix does: what postmap(1) builds an index from, texthash, cidr_table(5),
 * regexp_table(5), pcre_table(5) or aliases(5). Lines that Postfix leaves out are problems and no entries. Never throws.
 */
export function parsePostfixMap(grammar: MapGrammar, text: string, path = ''): PostfixMapFile {
  const base = { kind: 'postfix-map', grammar, path, text } as const;
  if (text.length > MAX_TEXT_LENGTH) {
    const message = `the file is longer than ${MAX_TEXT_LENGTH} characters and was not read`;
    const problem: MapProblem = { code: 'too-large', span: span(0, 0), message, lineStart: 0, logged: [] };
    return { ...base, entries: [], rules: [], comments: [], problems: [problem], logicalLines: [] };
  }
  const { lines, comments } = readLogicalLines(text);
  const entries: Entry[] = [];
  const rules = new RuleList();
  const seen = new Set<string>();
  const read = lines.map((logical) => {
    const line = new MapLine(logical);
    reportText(line, text);
    if (!logical.isDropped) readLine(line, { grammar, entries, rules, seen });
    return line;
  });
  const inLines = read.flatMap(({ problems }) => problems);
  const atEnd = rules.unclosed.map((line) =>
    line.report('if-without-endif', line.whole(), '"if" without "endif": all that follows depends on it', 'IF has no matching ENDIF'),
  );
  return { ...base, entries, rules: rules.rules, comments, problems: [...inLines, ...atEnd], logicalLines: lines };
}

interface Reading {
  readonly grammar: MapGrammar;
  readonly entries: Entry[];
  readonly rules: RuleList;
  readonly seen: Set<string>;
}

function readLine(line: MapLine, { grammar, entries, rules, seen }: Reading): void {
  if (grammar === 'indexed' || grammar === 'aliases') {
    const entry = grammar === 'indexed' ? readIndexedLine(line, seen) : readAliasLine(line, seen);
    if (entry) entries.push(entry);
    return;
  }
  const rule = grammar === 'cidr' ? readCidrLine(line, rules.nesting) : readPatternLine(line, grammar, rules.nesting);
  if (!rule) return;
  rules.add(rule, line);
  if (rule.kind === 'match') entries.push(rule.entry);
}

function reportText(line: MapLine, text: string): void {
  const { span: where, isDropped, nul, text: joined, length } = line.line;
  const add = (problem: Omit<MapProblem, 'lineStart'>) => line.problems.push({ ...problem, lineStart: where.start });
  if (where.start === 0 && text.startsWith('\uFEFF')) {
    const message = 'the byte order mark becomes part of the first key. save the file as UTF-8 without it';
    add({ code: 'byte-order-mark', span: span(0, 1), message, logged: [] });
  }
  if (isDropped) {
    const start = skipSpace(text, where.start, where.end);
    const message = 'an indented line with no entry above it is ignored by Postfix. remove the indent';
    const logged = `logical line must not start with whitespace: "${joined.slice(0, 30)}${length > 30 ? '...' : ''}"`;
    add({ code: 'leading-continuation', span: span(start, trimSpaceEnd(text, start, where.end)), message, logged: [logged] });
  }
  if (nul !== undefined) {
    add({ code: 'nul-byte', span: span(nul, nul + 1), message: 'a NUL byte ends the line: Postfix does not read what follows. delete the byte', logged: [] });
  }
}

/** The logical line that a problem is about, counted from 1 by its first physical line, as Postfix's log does. */
export function lineNumberOf(file: { readonly text: string }, problem: MapProblem): number {
  let number = 1;
  for (let feed = file.text.indexOf('\n'); feed !== -1 && feed < problem.lineStart; feed = file.text.indexOf('\n', feed + 1)) number += 1;
  return number;
}

/** The grammar of a table type that is read from a text file; undefined for types that are not. */
export function grammarOf(type: string): MapGrammar | undefined {
  if (type === 'cidr' || type === 'regexp' || type === 'pcre') return type;
  return INDEXED.has(type) ? 'indexed' : undefined;
}

const INDEXED = new Set(['hash', 'btree', 'lmdb', 'cdb', 'dbm', 'sdbm', 'texthash']);
