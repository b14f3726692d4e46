import { type Span, span } from '../text/span.ts';
import type { LogicalLine } from './postfixLines.ts';
import type { MasterProblem } from './postfixMaster.ts';
import { insideBraces, splitNameAndValue, trimmed } from './postfixTokens.ts';
import { mapSpan, sliceSegments } from './segments.ts';
import type { Entry } from './types.ts';

/** One argument of a service's command, in the form that the daemon gets it. */
export interface MasterArgument {
  readonly text: string;
  readonly role: 'option' | 'option-value' | 'argument';
  /** Where it stands; braces, which are no part of `text`, included. */
  readonly span: Span;
  /** Where `text`, before `name = value` was drawn together, stands in the logical line. */
  readonly within: Span;
}

/** `name=value` that pipe(8) or spawn(8) reads. The value of `argv` is the command; its own arguments follow it. */
export interface MasterAttribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

/** Options of the daemons that postconf(1) knows to take a value. */
const TAKES_VALUE = 'o';

/** A stretch of the logical line on its way to become an argument; `text` differs from the line's for the parts of `-vvo`. */
interface Token {
  readonly text: string;
  readonly within: Span;
}

/**
 * Brings the arguments of a service into the form that postconf(1) prints: `-oname=value` and `-vvo` are split, braces
 * are taken off, `{ name = value }` after `-o` becomes `name=value` (pcf_normalize_daemon_args in postconf_master.c).
 * Options end at `--` or at the first argument without a dash.
 */
export function readArguments(line: LogicalLine, tokens: readonly Span[]): { list: MasterArgument[]; problems: MasterProblem[] } {
  const list: MasterArgument[] = [];
  const problems: MasterProblem[] = [];
  /** What is still to be read, the next one last. */
  const queue: Token[] = tokens.map((within) => ({ text: line.text.slice(within.start, within.end), within })).reverse();
  const placeOf = ({ start, end }: Span) => mapSpan(line.segments, start, end)!;
  const complain = (code: MasterProblem['code'], where: Span, token: string, message: string) => problems.push({ code, span: placeOf(where), token, message });

  const plain = (token: Token, role: MasterArgument['role']): MasterArgument => ({ text: token.text, role, span: placeOf(token.within), within: token.within });
  /** A token without its braces; `isOverride` also draws `name = value` together. */
  const braced = (token: Token, role: MasterArgument['role'], isOverride: boolean): MasterArgument => {
    const { inside, problem } = insideBraces(line.text, token.within);
    if (problem === 'missing-brace') complain(problem, token.within, token.text, '"{" without "}". master does not start with it');
    if (problem === 'text-after-brace') {
      complain(problem, span(inside.end + 1, token.within.end), token.text, 'text after "}" is left out, and master does not start with it');
    }
    const within = trimmed(line.text, inside);
    const text = line.text.slice(within.start, within.end);
    const base = { role, span: placeOf(token.within), within };
    if (!isOverride) return { ...base, text };
    const parts = splitNameAndValue(line.text, within);
    if (typeof parts === 'object') {
      return { ...base, text: `${line.text.slice(parts.name.start, parts.name.end)}=${line.text.slice(parts.value.start, parts.value.end)}` };
    }
    complain(parts, token.within, text, parts === 'missing-name' ? 'missing parameter name in "{ }"' : 'missing "=" in "{ }". expected "{ name = value }"');
    return { ...base, text };
  };

  let next = queue.pop();
  for (; next?.text.startsWith('-') && next.text !== '--'; next = queue.pop()) {
    const { text, within } = next;
    const inner = [...text.slice(2)].findIndex((letter) => TAKES_VALUE.includes(letter)) + 2;
    if (inner >= 2) {
      // "-vvoname=value" means "-vv" and "-oname=value".
      queue.push({ text: `-${text.slice(inner)}`, within: span(within.start + inner, within.end) });
      next = { text: text.slice(0, inner), within: span(within.start, within.start + inner) };
    }
    const takesValue = next.text.length === 1 || TAKES_VALUE.includes(next.text[1]!);
    if (!takesValue) {
      list.push(plain(next, 'option'));
      continue;
    }
    if (next.text.length > 2) {
      const valueStart = next.within.end - (next.text.length - 2);
      queue.push({ text: next.text.slice(2), within: span(valueStart, next.within.end) });
      next = { text: next.text.slice(0, 2), within: span(next.within.start, valueStart) };
    }
    list.push(plain(next, 'option'));
    const value = queue.pop();
    if (value) list.push(value.text.startsWith('{') ? braced(value, 'option-value', next.text === '-o') : plain(value, 'option-value'));
    else complain('missing-override', next.within, next.text, `"${next.text}" needs "name=value" after it`);
  }
  for (; next; next = queue.pop()) list.push(next.text.startsWith('{') ? braced(next, 'argument', false) : plain(next, 'argument'));
  return { list, problems };
}

/** The `name=value` after each `-o`; what a daemon can't read as such is left out. */
export function overridesOf(line: LogicalLine, list: readonly MasterArgument[], owner: string): Entry[] {
  const entries: Entry[] = [];
  for (const [index, argument] of list.entries()) {
    const option = list[index - 1];
    if (argument.role !== 'option-value' || option?.text !== '-o') continue;
    const parts = splitNameAndValue(line.text, argument.within);
    if (typeof parts !== 'object') continue;
    const key = line.text.slice(parts.name.start, parts.name.end);
    const value = line.text.slice(parts.value.start, parts.value.end);
    const afterEquals = mapSpan(line.segments, parts.equals, parts.equals + 1)!.end;
    const segments = sliceSegments(line.segments, parts.value.start, parts.value.end);
    const entry: Entry = {
      path: [owner, key],
      key,
      keySpan: mapSpan(line.segments, parts.name.start, parts.name.end)!,
      value,
      valueSpan: value === '' ? span(afterEquals, afterEquals) : mapSpan(line.segments, parts.value.start, parts.value.end)!,
      quote: '',
      scalar: 'string',
      form: 'pair',
      span: span(option.span.start, argument.span.end),
    };
    entries.push(segments.length > 1 ? { ...entry, segments } : entry);
  }
  return entries;
}

const PROGRAMS_WITH_ATTRIBUTES = new Set(['pipe', 'spawn']);

/** The attributes up to `argv=` (pipe(8), spawn(8)); a word without `=` is none and is left out. */
export function readAttributes(line: LogicalLine, command: string, list: readonly MasterArgument[]): MasterAttribute[] {
  if (!PROGRAMS_WITH_ATTRIBUTES.has(command.slice(command.lastIndexOf('/') + 1))) return [];
  const attributes: MasterAttribute[] = [];
  for (const { role, text, within } of list) {
    const equals = text.indexOf('=');
    if (role !== 'argument' || equals <= 0) continue;
    const placeOf = (start: number, end: number) => mapSpan(line.segments, within.start + start, within.start + end)!;
    const name = text.slice(0, equals);
    attributes.push({ name, nameSpan: placeOf(0, equals), value: text.slice(equals + 1), valueSpan: placeOf(equals + 1, text.length) });
    if (name.toLowerCase() === 'argv') break;
  }
  return attributes;
}
