import { DATABASE_ROWS, PARAMETER_ROWS, SUFFIX_ROWS } from './generated/postfixParameters.ts';
import { compareVersions } from './versions.ts';

/** How Postfix reads a value: `nbool` and `nint` may be a macro, `raw` is not expanded (CONFIG_*_TABLE in its sources). */
export type PostfixType = 'str' | 'raw' | 'bool' | 'nbool' | 'int' | 'nint' | 'long' | 'time';

/** `legacy-name`: read only when the new name is unset. `computed`: the default comes from the host. `read-only`: setting it has no effect. */
export type PostfixParameterKind = 'builtin' | 'legacy-name' | 'service' | 'computed' | 'read-only';

export interface PostfixParameter {
  readonly name: string;
  readonly type: PostfixType;
  readonly kind: PostfixParameterKind;
  /** The first release that has it, as `major.minor`; `1.0` stands for all before 1.1 too. */
  readonly introduced: string;
  /** The built-in defaults, oldest first; '' for computed ones. */
  readonly defaults: readonly { readonly since: string; readonly value: string }[];
  /** Smallest and largest value, or length of a string; absent means no limit. */
  readonly min?: number;
  readonly max?: number;
  /** The release that calls it deprecated, warns about it or stopped using it. */
  readonly deprecated?: string;
  /** The first release that does not know it any more. */
  readonly removed?: string;
  /** What to do with an outdated one. `rename`: the same value under the new name. `replace`: other values or format. */
  readonly action?: 'rename' | 'replace' | 'leave-default' | 'remove';
  /** Names that took its place, the preferred one first; may be empty. */
  readonly replacements: readonly string[];
  /** Patch releases of older branches that have it as well. */
  readonly backported: readonly string[];
}

/** A per-transport parameter: `<service>` from master.cf plus `suffix`. */
export interface PostfixServiceSuffix {
  readonly suffix: string;
  /** The parameter whose value it takes when it is not set. */
  readonly defaultParameter: string;
  readonly type: PostfixType;
  /** The commands in master.cf for whose services it exists. */
  readonly commands: readonly string[];
}

/** The newest stable release in the table. */
export const LATEST_POSTFIX = '3.11';

const TYPES: Readonly<Record<string, PostfixType>> = { s: 'str', r: 'raw', b: 'bool', B: 'nbool', i: 'int', I: 'nint', l: 'long', t: 'time' };
const KINDS: Readonly<Record<string, PostfixParameterKind>> = { L: 'legacy-name', S: 'service', C: 'computed', O: 'read-only' };

let table: ReadonlyMap<string, string> | undefined;
const readSoFar = new Map<string, PostfixParameter>();

/** The rows by name. Of 945 parameters a file sets a few dozen: each row is read when its name is first asked for. */
function rows(): ReadonlyMap<string, string> {
  table ??= new Map(PARAMETER_ROWS.map((row) => [row.slice(0, row.indexOf('\t')), row]));
  return table;
}

const words = (text: string) => (text === '' ? [] : text.split(' '));

function readRow(row: string): PostfixParameter {
  const [name = '', code = '', introduced = '', defaults = '', min = '', max = '', deprecated = '', removed = '', action = '', names = '', backported = ''] =
    row.split('\t');
  return {
    name,
    type: TYPES[code[0]!]!,
    kind: KINDS[code[1] ?? ''] ?? 'builtin',
    introduced,
    defaults: readDefaults(introduced, defaults),
    ...(min && { min: Number(min) }),
    ...(max && { max: Number(max) }),
    ...(deprecated && { deprecated }),
    ...(removed && { removed }),
    ...(action && { action: action as NonNullable<PostfixParameter['action']> }),
    replacements: words(names),
    backported: words(backported),
  };
}

function readDefaults(introduced: string, column: string): PostfixParameter['defaults'] {
  const [first = '', ...changes] = column.split('\n');
  const later = changes.map((change) => {
    const blank = change.indexOf(' ');
    return { since: change.slice(0, blank), value: change.slice(blank + 1) };
  });
  return [{ since: introduced, value: first }, ...later];
}

/** A built-in parameter of any release from 1.0 on, removed and legacy ones included; undefined for other names. */
export function postfixParameter(name: string): PostfixParameter | undefined {
  const known = readSoFar.get(name);
  if (known) return known;
  const row = rows().get(name);
  if (row === undefined) return undefined;
  const parameter = readRow(row);
  readSoFar.set(name, parameter);
  return parameter;
}

/**
 * Says whether Postfix itself may know the name: built-in in any release, or a per-transport parameter by its suffix.
 * Names that a main.cf defines for its own use are another matter, see discover/postfixNames.ts.
 */
export function isKnownParameter(name: string): boolean {
  return rows().has(name) || serviceSuffixOf(name) !== undefined;
}

let list: readonly PostfixParameter[] | undefined;

/** All built-in parameters of all releases, sorted by name. */
export function allPostfixParameters(): readonly PostfixParameter[] {
  list ??= [...rows().keys()].map((name) => postfixParameter(name)!);
  return list;
}

/**
 * The built-in default, macros unexpanded, of the first release of a branch such as `3.7`. Undefined when that release
 * does not have the parameter; '' for a computed one. Distributions change some defaults, mostly of directories.
 */
export function defaultFor(name: string, version: string = LATEST_POSTFIX): string | undefined {
  const known = defaultsSoFar.get(version) ?? new Map<string, string | undefined>();
  defaultsSoFar.set(version, known);
  if (!known.has(name)) known.set(name, findDefault(name, version));
  return known.get(name);
}

/** Files ask for the same few again and again. */
const defaultsSoFar = new Map<string, Map<string, string | undefined>>();

function findDefault(name: string, version: string): string | undefined {
  const parameter = postfixParameter(name);
  if (!parameter || isRemovedIn(parameter, version)) return undefined;
  return parameter.defaults.filter(({ since }) => compareVersions(since, version) <= 0).at(-1)?.value;
}

/** Says whether a branch such as `3.7` has the parameter, in its first release or since a later patch. */
export function existsIn(parameter: PostfixParameter, version: string): boolean {
  if (isRemovedIn(parameter, version)) return false;
  return compareVersions(parameter.introduced, version) <= 0 || parameter.backported.some((patch) => patch.startsWith(`${version}.`));
}

function isRemovedIn({ removed }: PostfixParameter, version: string): boolean {
  return removed !== undefined && compareVersions(removed, version) <= 0;
}

/** The suffixes of per-transport parameters (`postconf -d -C service`), longest first so that the first match is the right one. */
export const POSTFIX_SERVICE_SUFFIXES: readonly PostfixServiceSuffix[] = SUFFIX_ROWS.map((row) => {
  const [suffix = '', defaultParameter = '', type = 'str', commands = ''] = row.split('\t');
  return { suffix, defaultParameter, type: type as PostfixType, commands: words(commands) };
}).sort((a, b) => b.suffix.length - a.suffix.length);

/** The per-transport form of a name: `ses_destination_rate_delay` is service `ses` and that suffix. */
export function serviceSuffixOf(name: string): PostfixServiceSuffix | undefined {
  return POSTFIX_SERVICE_SUFFIXES.find(({ suffix }) => name.length > suffix.length && name.endsWith(suffix));
}

const databaseKeys = new Map(
  DATABASE_ROWS.map((row) => {
    const [database = '', keys = ''] = row.split('\t');
    return [database, words(keys)] as const;
  }),
);

/** The table types whose client reads parameters of its own. */
export const POSTFIX_DATABASES: readonly string[] = [...databaseKeys.keys()];

/** The keys of a database client's file (`ldap`, `mysql`, `pgsql`, `sqlite`, `memcache`, `mongodb`); undefined for other table types. */
export function postfixDatabaseKeys(database: string): readonly string[] | undefined {
  return databaseKeys.get(database);
}
