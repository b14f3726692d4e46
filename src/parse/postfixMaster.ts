import { type Span, span } from '../text/span.ts';
import { skipSpace, trimSpaceEnd } from './ascii.ts';
import { type LogicalLine, readLogicalLines } from './postfixLines.ts';
import { type MasterArgument, type MasterAttribute, overridesOf, readArguments, readAttributes } from './postfixMasterArguments.ts';
import { POSTFIX_BLANKS, splitTokens } from './postfixTokens.ts';
import { mapSpan } from './segments.ts';
import { type Comment, type Entry, MAX_TEXT_LENGTH, type ParseProblem } from './types.ts';

/** The columns of a service, under the names that postconf(1) gives them. */
export const MASTER_COLUMNS = ['service', 'type', 'private', 'unprivileged', 'chroot', 'wakeup', 'process_limit', 'command'] as const;
export type MasterColumn = (typeof MASTER_COLUMNS)[number];

/** The kinds of endpoint (master(5)): `pass` since 2.5, `unix-dgram` since 3.4. */
export const MASTER_TYPES: readonly string[] = ['inet', 'unix', 'fifo', 'pass', 'unix-dgram'];

/**
 * What can be wrong with a master.cf as text. The bad columns and `too-few-fields` stop master(8) and postconf(1); the
 * braces stop master(8) only; a malformed override stops the daemon when it starts; the rest changes what is read.
 */
export type PostfixMasterProblem =
  | 'too-few-fields'
  | 'bad-type'
  | 'bad-private'
  | 'bad-unprivileged'
  | 'bad-chroot'
  | 'bad-wakeup'
  | 'bad-process-limit'
  | MasterArgumentProblem
  | 'leading-continuation'
  | 'byte-order-mark'
  | 'nul-byte'
  | 'too-large';

/** Mistakes in the arguments of a service. */
export type MasterArgumentProblem = 'missing-brace' | 'text-after-brace' | 'missing-name' | 'missing-equals' | 'missing-override';

export interface MasterProblem extends ParseProblem {
  readonly code: PostfixMasterProblem;
  /** The token that Postfix quotes when it complains. */
  readonly token: string;
}

/** One column as it is written. */
export interface MasterField {
  readonly text: string;
  readonly span: Span;
}

export interface MasterService {
  readonly fields: Readonly<Record<MasterColumn, MasterField>>;
  /** What follows the command, in the form that the daemon gets: `-o` and its value apart, braces taken off. */
  readonly arguments: readonly MasterArgument[];
  /** The `-o name=value` that the daemon understands, in file order; `path` is service/type and name. */
  readonly overrides: readonly Entry[];
  /** `user=…`, `flags=…`, `argv=…` of pipe(8) and spawn(8); empty for other commands. */
  readonly attributes: readonly MasterAttribute[];
  /** Whole physical lines, comments inside included. */
  readonly span: Span;
}

/** A master.cf, read. */
export interface PostfixMasterFile {
  readonly kind: 'postfix-master';
  readonly path: string;
  readonly text: string;
  readonly services: readonly MasterService[];
  /** The overrides of all services, so that what works on the entries of a main.cf works here. */
  readonly entries: readonly Entry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly MasterProblem[];
  readonly logicalLines: readonly LogicalLine[];
}

/** One logical line of a master.cf. */
export interface MasterLine {
  readonly service?: MasterService;
  readonly problems: readonly MasterProblem[];
}

/**
 * Reads a master.cf as master(8) and postconf(1) do (master(5), master_ent.c, postconf_master.c). A service with a
 * mistake in a column is returned all the same; one with fewer than eight columns is not. Never throws.
 */
export function parsePostfixMaster(text: string, path = ''): PostfixMasterFile {
  if (text.length > MAX_TEXT_LENGTH) {
    const problem = report('too-large', span(0, 0), '', `the file is longer than ${MAX_TEXT_LENGTH} characters and was not read`);
    return { kind: 'postfix-master', path, text, services: [], entries: [], comments: [], problems: [problem], logicalLines: [] };
  }
  const { lines, comments } = readLogicalLines(text);
  const services: MasterService[] = [];
  const problems: MasterProblem[] = [];
  for (const line of lines) {
    problems.push(...textProblems(text, line));
    if (line.isDropped) continue;
    const { service, problems: found } = readMasterLine(line);
    if (service) services.push(service);
    problems.push(...found);
  }
  return { kind: 'postfix-master', path, text, services, entries: services.flatMap(({ overrides }) => overrides), comments, problems, logicalLines: lines };
}

function report(code: PostfixMasterProblem, where: Span, token: string, message: string): MasterProblem {
  return { code, span: where, token, message };
}

function textProblems(text: string, line: LogicalLine): MasterProblem[] {
  const problems: MasterProblem[] = [];
  if (line.span.start === 0 && text.startsWith('\uFEFF')) {
    const message = 'the byte order mark becomes part of the first service name. save the file as UTF-8 without it';
    problems.push(report('byte-order-mark', span(0, 1), '\uFEFF', message));
  }
  if (line.isDropped) {
    const start = skipSpace(text, line.span.start, line.span.end);
    const where = span(start, trimSpaceEnd(text, start, line.span.end));
    const message = 'an indented line with no service above it is ignored by Postfix. remove the indent';
    problems.push(report('leading-continuation', where, line.text, message));
  }
  if (line.nul !== undefined) {
    const message = 'a NUL byte ends the service: Postfix does not read what follows. delete the byte';
    problems.push(report('nul-byte', span(line.nul, line.nul + 1), '\0', message));
  }
  return problems;
}

/** Reads one logical line that is not dropped. The problems come in the order in which postconf(1) meets them. */
export function readMasterLine(line: LogicalLine): MasterLine {
  const placeOf = (part: Span) => mapSpan(line.segments, part.start, part.end) ?? span(line.span.start, line.span.start);
  const tokens = splitTokens(line.text, { separators: POSTFIX_BLANKS, braces: true });
  const [first] = tokens;
  const option = first && /^-[ovD]/.exec(line.text.slice(first.start, first.end))?.[0];
  const asService = option === undefined ? undefined : optionAsService(option, placeOf(first!));
  if (tokens.length < MASTER_COLUMNS.length) {
    if (asService) return { problems: [{ ...asService, code: 'too-few-fields' }] };
    const where = tokens.length === 0 ? line.span : placeOf(span(tokens[0]!.start, tokens.at(-1)!.end));
    const message = `a service has ${MASTER_COLUMNS.length} columns: ${MASTER_COLUMNS.join(', ')}. this line has ${tokens.length}`;
    return { problems: [report('too-few-fields', where, line.text, message)] };
  }
  const fields = Object.fromEntries(
    MASTER_COLUMNS.map((column, index) => [column, { text: line.text.slice(tokens[index]!.start, tokens[index]!.end), span: placeOf(tokens[index]!) }]),
  ) as Record<MasterColumn, MasterField>;
  const { list, problems } = readArguments(line, tokens.slice(MASTER_COLUMNS.length));
  const owner = `${fields.service.text}/${fields.type.text}`;
  const service: MasterService = {
    fields,
    arguments: list,
    overrides: overridesOf(line, list, owner),
    attributes: readAttributes(line, fields.command.text, list),
    span: line.span,
  };
  return { service, problems: asService ? [asService] : [...columnProblems(fields), ...problems] };
}

/** An option that lost its indent: whatever follows it is in no column of its own. */
function optionAsService(option: string, where: Span): MasterProblem {
  return report(
    'bad-type',
    where,
    option,
    `"${option}" in column one begins a service of its own, and Postfix stops. indent the line, so that it belongs to the service above`,
  );
}

const FLAG = /^[yn-]$/;

function columnProblems(fields: Readonly<Record<MasterColumn, MasterField>>): MasterProblem[] {
  const problems: MasterProblem[] = [];
  const check = (column: MasterColumn, code: PostfixMasterProblem, isGood: boolean, expected: string) => {
    const { text, span: where } = fields[column];
    if (!isGood) problems.push(report(code, where, text, `"${text}" can't be the ${column.replace('_', ' ')} column. expected ${expected}`));
  };
  check('type', 'bad-type', MASTER_TYPES.includes(fields.type.text), `one of ${MASTER_TYPES.join(', ')}`);
  check('private', 'bad-private', FLAG.test(fields.private.text), '"y", "n" or "-"');
  check('unprivileged', 'bad-unprivileged', FLAG.test(fields.unprivileged.text), '"y", "n" or "-"');
  check('chroot', 'bad-chroot', FLAG.test(fields.chroot.text), '"y", "n" or "-"');
  check('wakeup', 'bad-wakeup', /^(-|\d*)\??$/.test(fields.wakeup.text), 'seconds, "?" after them if need be, or "-"');
  check('process_limit', 'bad-process-limit', /^(-|\d*)$/.test(fields.process_limit.text), 'a number or "-"');
  return problems;
}
