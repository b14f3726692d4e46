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
export function readArguments(line: LogicalLine, tokens: readonly Span[]): { list: readonly MasterArgument[]; problems: readonly MasterProblem[] } {
  const reader = new ArgumentReader(line, tokens);
  reader.read();
  return reader;
}

class ArgumentReader {
  readonly list: MasterArgument[] = [];
  readonly problems: MasterProblem[] = [];
  private readonly line: LogicalLine;
  /** What is still to be read, the next one last. */
  private readonly rest: Token[];

  constructor(line: LogicalLine, tokens: readonly Span[]) {
    this.line = line;
    this.rest = tokens.map((within) => ({ text: line.text.slice(within.start, within.end), within })).reverse();
  }

  read(): void {
    for (let next = this.rest.at(-1); next?.text.startsWith('-') && next.text !== '--'; next = this.rest.at(-1)) this.option(this.rest.pop()!);
    for (let next = this.rest.pop(); next; next = this.rest.pop()) this.add(next, 'argument');
  }

  private option(token: Token): void {
    const option = this.withoutValue(this.withoutLetters(token));
    this.list.push({ text: option.text, role: 'option', span: this.placeOf(option.within), within: option.within });
    if (!takesValue(option.text)) return;
    const value = this.rest.pop();
    if (value) this.add(value, 'option-value', option.text === '-o');
    else this.report('missing-override', option.within, option.text, `"${option.text}" needs "name=value" after it`);
  }

  /** `-vvoname=value` means `-vv` and `-oname=value`: what begins with an option that takes a value goes back to the rest. */
  private withoutLetters({ text, within }: Token): Token {
    const inner = [...text].findIndex((letter, index) => index > 1 && TAKES_VALUE.includes(letter));
    if (inner === -1) return { text, within };
    this.rest.push({ text: `-${text.slice(inner)}`, within: span(within.start + inner, within.end) });
    return { text: text.slice(0, inner), within: span(within.start, within.start + inner) };
  }

  /** `-oname=value` means `-o` and `name=value`. */
  private withoutValue(token: Token): Token {
    if (!takesValue(token.text) || token.text.length <= 2) return token;
    const start = token.within.end - (token.text.length - 2);
    this.rest.push({ text: token.text.slice(2), within: span(start, token.within.end) });
    return { text: token.text.slice(0, 2), within: span(token.within.start, start) };
  }

  private add(token: Token, role: MasterArgument['role'], isOverride = false): void {
    const place = this.placeOf(token.within);
    if (!token.text.startsWith('{')) {
      this.list.push({ text: token.text, role, span: place, within: token.within });
      return;
    }
    const within = this.unbrace(token);
    const text = this.line.text.slice(within.start, within.end);
    this.list.push({ text: isOverride ? this.drawTogether(within, text, token) : text, role, span: place, within });
  }

  private unbrace({ text, within }: Token): Span {
    const { inside, problem } = insideBraces(this.line.text, within);
    if (problem === 'missing-brace') this.report(problem, within, text, '"{" without "}". master does not start with it');
    if (problem === 'text-after-brace') {
      this.report(problem, span(inside.end + 1, within.end), text, 'text after "}" is left out, and master does not start with it');
    }
    return trimmed(this.line.text, inside);
  }

  /** `name = value` without the blanks around the equals sign. */
  private drawTogether(within: Span, text: string, token: Token): string {
    const parts = splitNameAndValue(this.line.text, within);
    const part = ({ start, end }: Span) => this.line.text.slice(start, end);
    if (typeof parts === 'object') return `${part(parts.name)}=${part(parts.value)}`;
    const message = parts === 'missing-name' ? 'missing parameter name in "{ }"' : 'missing "=" in "{ }". expected "{ name = value }"';
    this.report(parts, token.within, text, message);
    return text;
  }

  private placeOf({ start, end }: Span): Span {
    return mapSpan(this.line.segments, start, end)!;
  }

  private report(code: MasterProblem['code'], where: Span, token: string, message: string): void {
    this.problems.push({ code, span: this.placeOf(where), token, message });
  }
}

/** postconf(1) takes a lone dash for an option with a value. */
function takesValue(option: string): boolean {
  return option.length === 1 || TAKES_VALUE.includes(option[1]!);
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
