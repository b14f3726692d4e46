import { compareVersions } from '../../data/versions.ts';
import type { ParameterClass, PostconfMode } from './arguments.ts';
import type { Dictionary } from './dictionary.ts';
import { expandValue, type Lookup, type MacroWorld } from './macros.ts';
import type { Output } from './output.ts';
import type { PostconfCall } from './types.ts';

/** What postconf(1) knows of one valid name in main.cf. */
export interface ParameterNode {
  /** Absent for legacy names that nobody sets: they are valid, but shown only when asked for. */
  parameterClass?: ParameterClass;
  readonly isRaw?: boolean;
  readonly isReadOnly?: boolean;
  readonly isLegacy?: boolean;
  defaultValue(): string;
}

/** One service of master.cf, as postconf(1) keeps it. */
export interface ServiceRow {
  /** The eight columns and the arguments in canonical form. */
  readonly words: readonly string[];
  /** `service/type`, the name under which its parameters go. Services of the same name share them. */
  readonly owner: string;
  /** `process_name` and `service_name`, which every service has of its own. */
  readonly readOnly: ReadonlyMap<string, string>;
  /** Its `-o name=value`; absent without any. */
  overrides?: Dictionary;
  readonly validNames: Set<string>;
}

/** One run of postconf(1) on its way. */
export interface Session {
  readonly call: PostconfCall;
  readonly mode: PostconfMode;
  readonly output: Output;
  readonly macros: MacroWorld;
  /** The configuration directory. */
  readonly folder: string;
  /** The settings of main.cf. */
  readonly main: Dictionary;
  readonly parameters: Map<string, ParameterNode>;
  readonly services: ServiceRow[];
  /** Files of database clients, as `type:path`, that were looked at: each is read once. */
  readonly clientFiles: Set<string>;
  makeDictionary(): Dictionary;
}

/** Says whether the release that we speak for is this one or a later one. */
export function isSince(session: Session, version: string): boolean {
  return compareVersions(session.call.version, version) >= 0;
}

interface Scope {
  readonly service?: ServiceRow;
  /** Only the defaults count (`-d`). */
  readonly isDefaults: boolean;
}

/** The value of a name before expansion: the service's, main.cf's or the default; undefined without any. */
export function settingOf(session: Session, name: string, { service, isDefaults }: Scope): string | undefined {
  const explicit = isDefaults ? undefined : (service?.readOnly.get(name) ?? service?.overrides?.get(name) ?? session.main.get(name));
  return explicit ?? session.parameters.get(name)?.defaultValue();
}

/** Expands a value for display. A mistake ends the program. */
export function expandShown(session: Session, value: string, scope: Scope): string {
  return expandValue(value, (name) => settingOf(session, name, scope), session.macros) ?? session.output.fatal('macro processing error');
}

/** Expands a value with nothing but the names of one file or service, as the Postfix library does (dict_eval). */
export function expandWithin(session: Session, dictionary: Dictionary, title: string, value: string): string {
  const lookup: Lookup = (name) => dictionary.get(name);
  return expandValue(value, lookup, session.macros) ?? session.output.fatal(`dictionary ${title}: macro processing error`);
}

/** The name that Postfix gives to the settings of main.cf. */
export const MAIN_TITLE = 'mail_dict';

/** The expanded value that main.cf itself gives a name; undefined when it does not set it. */
export function mainSetting(session: Session, name: string): string | undefined {
  const value = session.main.get(name);
  return value === undefined ? undefined : expandWithin(session, session.main, MAIN_TITLE, value);
}
