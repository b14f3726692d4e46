import { type Span, span } from '../text/span.ts';
import { isSpaceCode } from './ascii.ts';
import { readPosixRegexp } from './posixRegexp.ts';
import { parseMacros } from './postfixMacro.ts';
import { skipNegations } from './postfixMapCidr.ts';
import type { MapLine } from './postfixMapLine.ts';
import { keywordOf, type RuleLine } from './postfixMapRules.ts';
import type { MapPattern } from './postfixMapTypes.ts';
import { trimmed } from './postfixTokens.ts';

const SKIPPED = ': skipping this rule';
const FLAGS = { regexp: 'imx', pcre: 'imsxAEUX' } as const;

export type PatternGrammar = keyof typeof FLAGS;

interface Patterns {
  readonly list: readonly MapPattern[];
  /** Where what follows them begins. */
  readonly next: number;
}

/**
 * Reads one line of a regexp or pcre table: `[!]/pattern/flags result`, `if [!]/pattern/flags`, `endif`
 * (regexp_table(5), pcre_table(5), dict_regexp.c, dict_pcre.c). Any character may stand for the slash.
 */
export function readPatternLine(line: MapLine, grammar: PatternGrammar, nesting: number): RuleLine | undefined {
  const { text } = line;
  if (!/^[A-Za-z0-9]/.test(text)) return readMatch(line, grammar);
  const keyword = keywordOf(text);
  if (keyword === 'if') return readIf(line, grammar);
  if (keyword === 'endif') return readEndif(line, nesting);
  const message = 'expected a pattern between delimiters, such as "/pattern/", or "if" or "endif": Postfix leaves out the line';
  line.report('unrecognized', line.whole(), message, 'ignoring unrecognized request');
  return undefined;
}

function readMatch(line: MapLine, grammar: PatternGrammar): RuleLine | undefined {
  const { text } = line;
  const patterns = readPatterns(line, grammar);
  if (!patterns) return undefined;
  const [first, second] = patterns.list as [MapPattern, MapPattern?];
  const result = trimmed(text, span(patterns.next, text.length));
  if (result.start === result.end) {
    const message = 'an expression needs a result after it: mail that matches is put off with an error';
    line.report('missing-result', line.whole(), message, 'no replacement text: using empty string');
  }
  const highest = highestIndex(line, result);
  if (highest === undefined) return undefined;
  if (highest > 0 && first.isNegated) {
    const message = '"$" and a number have nothing to stand for in a negated rule: Postfix leaves out the line';
    line.report('replacement-in-negation', result, message, `$number found in negative match replacement text${SKIPPED}`);
    return undefined;
  }
  if (!isCompiled(line, first)) return undefined;
  if (first.regexp && highest > first.regexp.groups) {
    const message = `"$${highest}" has no group: the expression has ${first.regexp.groups}. Postfix leaves out the line`;
    line.report('replacement-out-of-range', result, message, `out of range replacement index "${highest}"${SKIPPED}`);
    return undefined;
  }
  if (second && !isCompiled(line, second)) return undefined;
  return { kind: 'match', test: { kind: 'patterns', patterns: patterns.list }, entry: line.entry(trimmed(text, span(0, patterns.next)), result) };
}

function readIf(line: MapLine, grammar: PatternGrammar): RuleLine | undefined {
  const { text } = line;
  const found = readPattern(line, grammar, 2);
  if (!found) return undefined;
  const rest = trimmed(text, span(found.next, text.length));
  if (rest.start < rest.end) {
    const message = 'text after the pattern of "if" is ignored. a rule inside the block must not be indented';
    const logged = [`ignoring extra text after IF statement: "${text.slice(rest.start)}"`, 'do not prepend whitespace to statements between IF and ENDIF'];
    line.report('text-after-if', rest, message, ...logged);
  }
  return isCompiled(line, found.pattern) ? { kind: 'if', test: { kind: 'patterns', patterns: [found.pattern] } } : undefined;
}

function readEndif(line: MapLine, nesting: number): RuleLine | undefined {
  if (nesting === 0) {
    line.report('endif-without-if', line.whole(), '"endif" without "if": Postfix leaves out the line', 'ignoring ENDIF without matching IF');
    return undefined;
  }
  const rest = trimmed(line.text, span('endif'.length, line.text.length));
  if (rest.start < rest.end) line.report('text-after-endif', rest, 'text after "endif" is ignored', 'ignoring extra text after ENDIF');
  return { kind: 'endif' };
}

/** One pattern, in a regexp table also `/this/!/but not that/`. */
function readPatterns(line: MapLine, grammar: PatternGrammar): Patterns | undefined {
  const first = readPattern(line, grammar, 0);
  if (!first) return undefined;
  if (grammar === 'pcre' || line.text[first.next] !== '!') return { list: [first.pattern], next: first.next };
  const second = readPattern(line, grammar, first.next);
  return second && { list: [first.pattern, second.pattern], next: second.next };
}

function readPattern(line: MapLine, grammar: PatternGrammar, from: number): { pattern: MapPattern; next: number } | undefined {
  const { text } = line;
  const { start: open, isNegated } = skipNegations(text, from);
  if (open === text.length) {
    line.report('missing-pattern', line.whole(), 'a pattern is missing here: Postfix leaves out the line', `no regexp${SKIPPED}`);
    return undefined;
  }
  const delimiter = text[open]!;
  const close = closingDelimiter(text, open + 1, delimiter);
  if (close === undefined) {
    const end = grammar === 'pcre' ? ': ignoring this rule' : SKIPPED;
    const message = `missing closing "${delimiter}": Postfix leaves out the line`;
    line.report('missing-delimiter', span(open, text.length), message, `no closing regexp delimiter "${delimiter}"${end}`);
    return undefined;
  }
  let next = close + 1;
  while (next < text.length && !isSpaceCode(text.charCodeAt(next)) && !(grammar === 'regexp' && text[next] === '!')) {
    if (!FLAGS[grammar].includes(text[next]!)) {
      const message = `unknown flag "${text[next]}". expected some of "${FLAGS[grammar]}". Postfix leaves out the line`;
      line.report('unknown-flag', span(next, next + 1), message, `unknown regexp option "${text[next]}"${SKIPPED}`);
      return undefined;
    }
    next += 1;
  }
  const flags = text.slice(close + 1, next);
  const isOdd = (flag: string) => flags.split(flag).length % 2 === 0;
  const source = text.slice(open + 1, close);
  const isExtended = grammar === 'regexp' && !isOdd('x');
  // Case is ignored to begin with, and each flag turns its meaning around.
  const base = { source, span: line.placeOf(span(open + 1, close)), flags, isNegated, ignoresCase: !isOdd('i') };
  return { pattern: { ...base, ...(isExtended ? { regexp: readPosixRegexp(source) } : {}) }, next };
}

/** A backslash takes the meaning from the character after it. */
function closingDelimiter(text: string, from: number, delimiter: string): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === delimiter) return at;
  }
  return undefined;
}

function isCompiled(line: MapLine, { regexp, source }: MapPattern): boolean {
  if (!regexp?.fault) return true;
  const open = line.text.indexOf(source);
  const at = open + Math.min(regexp.faultAt ?? 0, source.length);
  line.report(
    'bad-expression',
    span(Math.min(open, at), open + source.length),
    `the expression is not valid: ${regexp.fault}. Postfix leaves out the line`,
    regexp.fault,
  );
  return false;
}

/** The highest `$n` of a result, 0 for none; undefined after a mistake, which is reported. */
function highestIndex(line: MapLine, result: Span): number | undefined {
  const text = line.text.slice(result.start, result.end);
  const logged: string[] = [];
  let highest = 0;
  let hasFailed = false;
  for (const node of parseMacros(text).nodes) {
    if (node.kind === 'literal') continue;
    const isPlain = node.kind === 'reference' && node.form === 'plain';
    if (node.kind === 'broken' || (hasFailed && !isPlain)) {
      hasFailed = true;
      break;
    }
    const body = isPlain ? node.name : text.slice(node.span.start + 2, node.span.end - 1);
    if (!/^\d+$/.test(body)) logged.push(`non-numeric replacement index "${body}"`);
    else if (Number(body) < 1) logged.push(`out-of-range replacement index "${body}"`);
    else highest = Math.max(highest, Number(body));
    hasFailed = logged.length > 0;
  }
  if (!hasFailed) return highest;
  const message = 'a "$" in the result needs the number of a group after it, or another "$" to stand for itself. Postfix leaves out the line';
  line.report('bad-replacement', result, message, ...logged, `bad replacement syntax${SKIPPED}`);
  return undefined;
}
