import { parseArgs } from 'node:util';
import { UsageError } from './ports.ts';

export interface OptionSpec {
  /** The placeholder of the option's value; a switch without one. */
  readonly value?: string;
  readonly about: string;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  /** What stands when the option is not given. */
  readonly fallback?: string;
}

/** One command: what it is called with, what it does, and its options. Parser and help both read this. */
export interface CommandSpec {
  readonly name: string;
  readonly operands: string;
  readonly about: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Paragraphs below the options. */
  readonly notes: readonly string[];
}

export interface ParsedArgs {
  readonly operands: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** The value of an option with `choices` and a `fallback`. */
  choice<T extends string>(name: string): T;
}

const HELP: OptionSpec = { about: 'show this help' };

/** Reads a command's arguments. @throws UsageError naming the offending argument. */
export function readArgs(spec: CommandSpec, argv: readonly string[]): ParsedArgs {
  const specs: Record<string, OptionSpec> = { ...spec.options, help: HELP };
  const { values, positionals } = parse(specs, argv);
  for (const [name, { choices }] of Object.entries(specs)) {
    const value = values[name];
    if (choices && value !== undefined && !choices.includes(String(value))) {
      throw new UsageError(`unknown value "${value}" for --${name}. expected one of ${choices.join(', ')}`);
    }
  }
  return {
    operands: positionals,
    flag: (name) => values[name] === true,
    text: (name) => values[name] as string | undefined,
    choice: <T extends string>(name: string) => (values[name] ?? specs[name]?.fallback) as T,
  };
}

function parse(specs: Readonly<Record<string, OptionSpec>>, argv: readonly string[]) {
  const options = Object.fromEntries(Object.entries(specs).map(([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]));
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    // Node explains at length how to pass a positional that looks like an option: the first sentence says what is wrong.
    const [sentence = ''] = (error as Error).message.split(/\.(?:\s|$)/);
    throw new UsageError(sentence.replaceAll("'", '"').replace(/^[A-Z]/, (letter) => letter.toLowerCase()));
  }
}

/** The text of `relay-doctor COMMAND --help`. */
export function commandHelp(spec: CommandSpec): string {
  const rows = Object.entries({ ...spec.options, help: HELP }).map(([name, option]): [string, string] => [optionUsage(name, option), option.about]);
  return [
    `Usage: relay-doctor ${spec.name} ${spec.operands} [options]`,
    '',
    spec.about,
    '',
    'Options:',
    ...table(rows),
    ...spec.notes.flatMap((note) => ['', note]),
    '',
  ].join('\n');
}

function optionUsage(name: string, { value, choices }: OptionSpec): string {
  const dashed = `${name.length === 1 ? '-' : '--'}${name}`;
  if (choices) return `${dashed} ${choices.join('|')}`;
  return value ? `${dashed} ${value}` : dashed;
}

/** Two columns; an entry too wide for the first puts its text on the next line. */
export function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = 22;
  return rows.flatMap(([left, right]) => (left.length > width ? [`  ${left}`, `  ${' '.repeat(width)}  ${right}`] : [`  ${left.padEnd(width)}  ${right}`]));
}
