import { type LogicalLine, readLogicalLines } from '../../parse/postfixLines.ts';
import { MASTER_COLUMNS, type MasterProblem, readMasterLine } from '../../parse/postfixMaster.ts';
import { splitNameAndValue } from '../../parse/postfixTokens.ts';
import type { Dictionary } from './dictionary.ts';
import type { Output } from './output.ts';
import type { ServiceRow, Session } from './session.ts';

/** The lines that count, in order, each with the number of its first physical line (readlline(3)). */
function* linesOf(path: string, text: string, output: Output): Iterable<{ line: LogicalLine; number: number }> {
  let number = 1;
  let counted = 0;
  for (const line of readLogicalLines(text).lines) {
    for (let feed = text.indexOf('\n', counted); feed !== -1 && feed < line.span.start; feed = text.indexOf('\n', counted)) {
      number += 1;
      counted = feed + 1;
    }
    if (line.isDropped) {
      const shown = `${line.text.slice(0, 30)}${line.length > 30 ? '...' : ''}`;
      output.warn(`${path}: logical line must not start with whitespace: "${shown}"`);
    } else yield { line, number };
  }
}

const NAME_FAULTS = { 'missing-name': 'missing attribute name', 'missing-equals': "missing '=' after attribute name" };

/** Reads `name = value` lines into a dictionary; the last one of a name wins (dict_load_fp). A line that is none ends the program. */
export function loadSettings(path: string, text: string, into: Dictionary, output: Output): void {
  for (const { line, number } of linesOf(path, text, output)) {
    const found = splitNameAndValue(line.text);
    const parts = typeof found === 'string' ? output.fatal(`${path}, line ${number}: ${NAME_FAULTS[found]}: "${line.text}"`) : found;
    const name = line.text.slice(parts.name.start, parts.name.end);
    const value = line.text.slice(parts.value.start, parts.value.end);
    const before = into.get(name);
    if (before !== undefined && before !== value) output.warn(`${path}, line ${number}: overriding earlier entry: ${name}=${before}`);
    into.set(name, value);
  }
}

/** Reads main.cf and what `-o` puts above it. */
export function loadMain({ call, mode, output, folder, main }: Session): void {
  const path = `${folder}/main.cf`;
  const answer = call.readFile(path);
  if ('text' in answer) loadSettings(path, answer.text, main, output);
  else output.fatal(`${answer.failed} ${path}: ${answer.reason}`);
  for (const override of mode.overrides) {
    const found = splitNameAndValue(override);
    const parts = typeof found === 'string' ? output.fatal(`invalid parameter override: ${override}: ${NAME_FAULTS[found]}`) : found;
    main.set(override.slice(parts.name.start, parts.name.end), override.slice(parts.value.start, parts.value.end));
  }
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'bad-type': 'type',
  'bad-private': 'private',
  'bad-unprivileged': 'unprivileged',
  'bad-chroot': 'chroot',
  'bad-wakeup': 'wakeup',
  'bad-process-limit': 'process_limit',
};

/** Reads master.cf. `isNeeded`: it is what was asked for, so it has to be there. */
export function loadMaster({ call, output, folder, services }: Session, isNeeded: boolean): void {
  const path = `${folder}/master.cf`;
  const answer = call.readFile(path);
  if (!('text' in answer)) {
    if (answer.failed !== 'open') return;
    const message = `open ${path}: ${answer.reason}`;
    if (isNeeded) output.fatal(message);
    output.warn(message);
    return;
  }
  for (const { line, number } of linesOf(path, answer.text, output)) {
    const { service: found, problems } = readMasterLine(line);
    const service = found ?? output.fatal(`file ${path}: line ${number}: bad field count`);
    const bad = problems.find(({ code }) => code in FIELD_OF);
    if (bad) output.fatal(`invalid ${FIELD_OF[bad.code]} field "${bad.token}" in "${line.text.replaceAll('\n', ' ')}"`);
    for (const problem of problems) warnAboutArgument(problem, output);
    const words = [...MASTER_COLUMNS.map((column) => service.fields[column].text), ...service.arguments.map(({ text }) => text)];
    services.push(serviceRow(words));
  }
}

function warnAboutArgument({ code, token }: MasterProblem, output: Output): void {
  if (code === 'missing-brace') output.warn(`master.cf: missing '}' in "${token}"`);
  else if (code === 'text-after-brace') output.warn(`master.cf: syntax error after '}' in "${token}"`);
  else if (code === 'missing-name' || code === 'missing-equals') output.warn(`master.cf: ${NAME_FAULTS[code]}: "${token}"`);
}

function serviceRow(words: readonly string[]): ServiceRow {
  const [service = '', type = ''] = words;
  const command = words[MASTER_COLUMNS.length - 1]!;
  const readOnly = new Map([
    ['process_name', baseName(command)],
    ['service_name', service],
  ]);
  return { words, owner: `${service}/${type}`, readOnly, validNames: new Set() };
}

/** basename(3) as Postfix has it: what follows the last slash. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
