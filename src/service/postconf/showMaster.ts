import { MASTER_COLUMNS } from '../../parse/postfixMaster.ts';
import { POSTFIX_BLANKS } from '../../parse/postfixTokens.ts';
import { takesValue } from './names.ts';
import { expandShown, type ServiceRow, type Session } from './session.ts';
import { printLine } from './showMain.ts';

const LINE_LIMIT = 80;
const INDENT = '    ';
/** Where the columns of a service begin when those before leave room. */
const COLUMN_STARTS = [0, 11, 17, 25, 33, 41, 49, 57];
const COMMAND = MASTER_COLUMNS.length - 1;

/** What `-M`, `-F` and `-P` take to choose services and more. */
interface Filter {
  readonly text: string;
  readonly service: string;
  readonly type: string;
  /** A column or parameter; `*` for all. */
  readonly item: string;
  isMatched: boolean;
}

/** Prints services, their columns or their parameters, as the mode says (postconf_master.c). */
export function showMaster(session: Session): void {
  const { shows } = session.mode;
  if (shows === 'master-entries') showEntries(session);
  else if (shows === 'master-fields') showFields(session);
  else showParameters(session);
}

function showEntries(session: Session): void {
  const filters = readFilters(session, 2, '-M option requires service_name[/type]');
  for (const row of session.services) {
    if (!filters) printEntry(session, row);
    for (const filter of filters ?? []) {
      if (!isService(filter, row)) continue;
      filter.isMatched = true;
      printEntry(session, row);
    }
  }
  warnOfUnmatched(session, filters);
}

function showFields(session: Session): void {
  const filters = readFilters(session, 3, '-F option requires service_name[/type[/field]]', (item) => {
    if (item !== '*' && !(MASTER_COLUMNS as readonly string[]).includes(item)) session.output.fatal(`invalid service attribute name: "${item}"`);
  });
  for (const row of session.services) {
    const print = (item: string) => {
      for (const [index, column] of MASTER_COLUMNS.entries()) if (item === '*' || item === column) printField(session, row, index);
    };
    if (!filters) print('*');
    for (const filter of filters ?? []) {
      if (!isService(filter, row)) continue;
      filter.isMatched = true;
      print(filter.item);
    }
  }
  warnOfUnmatched(session, filters);
}

function showParameters(session: Session): void {
  const filters = readFilters(session, 3, '-P option requires service_name[/type[/parameter]]');
  for (const row of session.services) {
    const { overrides } = row;
    if (!overrides) continue;
    const printAll = () => {
      for (const [name, value] of overrides.entries().sort(byName)) printParameter(session, row, name, value);
    };
    if (!filters) printAll();
    for (const filter of filters ?? []) {
      if (!isService(filter, row)) continue;
      const value = overrides.get(filter.item);
      if (filter.item === '*') printAll();
      else if (value !== undefined) printParameter(session, row, filter.item, value);
      else continue;
      filter.isMatched = true;
    }
  }
  warnOfUnmatched(session, filters);
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : Number(a > b);
}

/** Reads `service/type/item`, where what is missing means `*` and a `*` stands alone; undefined when nothing is asked for. */
function readFilters({ mode, output }: Session, most: number, complaint: string, check?: (item: string) => void): Filter[] | undefined {
  if (mode.names.length === 0) return undefined;
  return mode.names.map((text) => {
    const parts = text.split('/').filter((part) => part !== '');
    const isOdd = (part: string) => part !== '*' && part.includes('*');
    if (text.startsWith('/') || parts.length < 1 || parts.length > most || parts.some(isOdd)) output.fatal(complaint);
    const [service = '*', type = '*', item = '*'] = parts;
    check?.(item);
    return { text, service, type, item, isMatched: false };
  });
}

function isService({ service, type }: Filter, { words }: ServiceRow): boolean {
  return (service === '*' || service === words[0]) && (type === '*' || type === words[1]);
}

function warnOfUnmatched({ output }: Session, filters: readonly Filter[] | undefined): void {
  for (const { isMatched, text } of filters ?? []) if (!isMatched) output.warn(`unmatched request: "${text}"`);
}

function printParameter(session: Session, row: ServiceRow, name: string, value: string): void {
  const { mode } = session;
  if (mode.hidesValues) printLine(session, `${row.owner}/${name}`);
  else {
    const shown = mode.isExpanded ? expandShown(session, value, { service: row, isDefaults: false }) : value;
    printLine(session, mode.hidesNames ? shown : `${row.owner}/${name} = ${shown}`);
  }
}

function printEntry(session: Session, row: ServiceRow): void {
  let line = '';
  for (const [index, start] of COLUMN_STARTS.entries()) {
    if (index > 0) line = `${line} `.padEnd(start);
    line += row.words[index]!;
  }
  session.output.write(`${withArguments(session, row, line, line.length, 3)}\n`);
}

function printField(session: Session, row: ServiceRow, index: number): void {
  const { mode, output } = session;
  let line = mode.hidesNames ? '' : `${row.owner}/${MASTER_COLUMNS[index]!}`;
  if (mode.hidesValues) {
    output.write(`${line}\n`);
    return;
  }
  if (!mode.hidesNames) line += ' = ';
  let column = line.length;
  const word = row.words[index]!;
  if (column > 0 && column + word.length > LINE_LIMIT) {
    line += `\n${INDENT}`;
    column = INDENT.length;
  }
  line += word;
  output.write(`${index === COMMAND ? withArguments(session, row, line, column + word.length, 1) : line}\n`);
}

/**
 * Appends the arguments of the command to a line that ends at `column`. Folded, each `-o name=value` gets a line of its
 * own; `margin` is what the two ways of printing add to its length.
 */
function withArguments(session: Session, row: ServiceRow, line: string, column: number, margin: number): string {
  const { words } = row;
  let result = line;
  let isOptions = true;
  for (let at = COMMAND + 1; at < words.length; at += 1) {
    const word = words[at]!;
    let value: string | undefined;
    let needsBraces = false;
    let length = word.length;
    if (!isOptions) needsBraces = hasBlank(word);
    else if (!word.startsWith('-') || word === '--') isOptions = false;
    else if (takesValue(word) && words[at + 1] !== undefined) {
      value = words[at + 1]!;
      if (word === '-o' && session.mode.isExpanded) value = expandShown(session, value, { service: row, isDefaults: false });
      needsBraces = hasBlank(value);
      length += value.length + margin + (needsBraces ? 2 : 0);
      column = LINE_LIMIT;
      at += 1;
    }
    if (column > INDENT.length) {
      const fits = !session.mode.isFolded || column + 1 + length < LINE_LIMIT;
      result += fits ? ' ' : `\n${INDENT}`;
      column = fits ? column + 1 : INDENT.length;
    }
    const braced = (text: string) => (needsBraces ? `{${text}}` : text);
    const text = value === undefined ? braced(word) : `${word} ${braced(value)}`;
    result += text;
    column = value === undefined ? column + text.length : LINE_LIMIT;
  }
  return result;
}

function hasBlank(text: string): boolean {
  return [...text].some((character) => POSTFIX_BLANKS.includes(character));
}
