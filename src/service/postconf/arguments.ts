import { compareVersions } from '../../data/versions.ts';
import type { Output } from './output.ts';

/** Which parameters of main.cf are shown. */
export type ParameterClass = 'builtin' | 'service' | 'user';

/** What one call asks for, checked as postconf(1) checks it. */
export interface PostconfMode {
  readonly shows: 'main' | 'master-entries' | 'master-fields' | 'master-parameters';
  readonly isDefaults: boolean;
  readonly isExplicitOnly: boolean;
  readonly isExpanded: boolean;
  readonly isFolded: boolean;
  readonly hidesNames: boolean;
  readonly hidesValues: boolean;
  /** No warnings about unused and deprecated parameters (`-q`, 3.9). */
  readonly isQuiet: boolean;
  readonly classes: ReadonlySet<ParameterClass>;
  /** `name=value` of each `-o`. */
  readonly overrides: readonly string[];
  /** The directory given with `-c`. */
  readonly folder?: string;
  readonly names: readonly string[];
  /** An option that we don't serve. */
  readonly unsupported?: string;
}

/** In the order in which messages list them. */
const LISTED = [...'aAbdefFhHlmMnopPtTxX#'];
const TAKES_VALUE = 'cCoT';
const MAJOR = [...'aAbltmpMFPT'];

/** No two of a group may be given. */
const EXCLUSIVE: readonly (readonly string[])[] = [MAJOR, [...'den#X'], [...'fe#X'], [...'xe#X'], [...'ode#X'], [...'he#XH']];

/** The only options that go with another. */
const COMPATIBLE: readonly (readonly [string, string])[] = [
  ...([...'aAblmTt'].map((option) => [option, '']) as [string, string][]),
  ['p', 'eX#fhxdnoH'],
  ['M', 'eX#fox'],
  ['F', 'efhoxH'],
  ['P', 'eXfhoxH'],
];

/** Those that edit files, or tell about the programs that are installed. */
const UNSUPPORTED = [...'aAbelmtTX#v'];

const CLASSES: readonly ParameterClass[] = ['builtin', 'service', 'user'];

const USAGE = [
  'usage: postconf [-a (server SASL types)] [-A (client SASL types)] [-b (bounce templates)] [-c config_dir] [-c param_class]',
  '[-d (parameter defaults)] [-e (edit configuration)] [-f (fold lines)] [-F (master.cf fields)] [-h (no names)] [-H (no values)]',
  '[-l (lock types)] [-m (map types)] [-M (master.cf)] [-n (non-default parameters)] [-o name=value (override parameter value)]',
  '[-p (main.cf, default)] [-P (master.cf parameters)] [-t (bounce templates)] [-T compile-version|run-version|public-key-algorithms]',
  '[-v (verbose)] [-x (expand parameter values)] [-X (exclude)] [-# (comment-out)] [name...]',
].join(' ');

interface Scanned {
  readonly given: ReadonlySet<string>;
  readonly values: readonly (readonly [option: string, value: string])[];
  readonly names: readonly string[];
}

/** Reads the arguments of postconf(1). Mistakes end the program with its own words. */
export function readMode(args: readonly string[], version: string, output: Output): PostconfMode {
  const { given, values, names } = scan(args, version, output);
  const options = new Set(given);
  if (!MAJOR.some((option) => options.has(option))) options.add('p');
  if ([...'pMFP'].some((option) => options.has(option)) && names[0]?.includes('=')) options.add('e');
  checkCombination(options, output);
  const unsupported = UNSUPPORTED.find((option) => options.has(option));
  const classes = values.filter(([option]) => option === 'C').at(-1)?.[1];
  const folder = values.filter(([option]) => option === 'c').at(-1)?.[1];
  return {
    shows: options.has('M') ? 'master-entries' : options.has('F') ? 'master-fields' : options.has('P') ? 'master-parameters' : 'main',
    isDefaults: options.has('d'),
    isExplicitOnly: options.has('n'),
    isExpanded: options.has('x'),
    isFolded: options.has('f'),
    hidesNames: options.has('h'),
    hidesValues: options.has('H'),
    isQuiet: options.has('q'),
    classes: classes === undefined ? new Set(CLASSES) : readClasses(classes),
    overrides: values.filter(([option]) => option === 'o').map(([, value]) => value),
    ...(folder === undefined ? {} : { folder }),
    names,
    ...(unsupported === undefined ? {} : { unsupported: given.has(unsupported) ? `-${unsupported}` : 'name=value' }),
  };
}

/** getopt(3), which stops at the first argument that is no option. */
function scan(args: readonly string[], version: string, output: Output): Scanned {
  const known = new Set([...LISTED, 'c', 'C', 'v', ...(compareVersions(version, '3.9') >= 0 ? ['q'] : [])]);
  const given = new Set<string>();
  const values: [string, string][] = [];
  let next = 0;
  for (; next < args.length; next += 1) {
    const argument = args[next]!;
    if (argument === '--') {
      next += 1;
      break;
    }
    if (!argument.startsWith('-') || argument === '-') break;
    for (let at = 1; at < argument.length; at += 1) {
      const option = argument[at]!;
      if (!known.has(option)) return refuse(`invalid option -- '${option}'`, output);
      if (TAKES_VALUE.includes(option)) {
        const value = at + 1 < argument.length ? argument.slice(at + 1) : args[++next];
        if (value === undefined) return refuse(`option requires an argument -- '${option}'`, output);
        if (option === 'C') checkClasses(value, output);
        if (option === 'T' && given.has('T')) output.fatal('At most one -T <mode> option may be specified');
        values.push([option, value]);
        // Neither a folder nor a class keeps another option away.
        if (option !== 'c' && option !== 'C') given.add(option);
        break;
      }
      if ((option === 'b' || option === 't') && (given.has('b') || given.has('t'))) output.fatal('specify one of -b and -t');
      given.add(option);
    }
  }
  return { given, values, names: args.slice(next) };
}

function refuse(reason: string, output: Output): never {
  output.say(reason);
  return output.fatal(USAGE);
}

const classNames = (value: string) => value.split(/[, \t\r\n]+/).filter((name) => name !== '');

function checkClasses(value: string, output: Output): void {
  const unknown = classNames(value).find((name) => ![...CLASSES, 'all'].includes(name.toLowerCase()));
  if (unknown !== undefined) output.fatal(`unknown -C option value "${unknown}" in "${value}"`);
}

function readClasses(value: string): ReadonlySet<ParameterClass> {
  const names = classNames(value).map((name) => name.toLowerCase());
  return new Set(CLASSES.filter((name) => names.includes(name) || names.includes('all')));
}

function checkCombination(options: ReadonlySet<string>, output: Output): void {
  const list = (chosen: readonly string[]) =>
    LISTED.filter((option) => chosen.includes(option))
      .map((option) => `-${option}`)
      .join(' ');
  for (const group of EXCLUSIVE) {
    const chosen = group.filter((option) => options.has(option));
    if (chosen.length > 1) output.fatal(`specify one of ${list(chosen)}`);
  }
  for (const [option, others] of COMPATIBLE) {
    const excess = LISTED.filter((other) => options.has(other) && other !== option && !others.includes(other));
    if (options.has(option) && excess.length > 0) output.fatal(`with option -${option}, do not specify ${list(excess)}`);
  }
}
