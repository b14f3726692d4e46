import { defaultFor, LATEST_POSTFIX, type PostfixParameter, postfixParameter } from '../data/postfixParameters.ts';
import { expandMacros } from '../parse/postfixExpand.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { hasForeignTemplate } from './postfixTemplate.ts';

/** One parameter as Postfix would see it. */
export interface PostfixValue {
  readonly name: string;
  /** The entry in force (the last one, dict(3)); absent when the default applies. */
  readonly entry?: Entry;
  /** The value before macro expansion: the file's, or the built-in default. */
  readonly raw: string;
  /** The value after macro expansion; meaningless when `isKnown` is false. */
  readonly value: string;
  /** False when the value depends on something that this file alone does not tell (host name, undefined macro, template, macro error). */
  readonly isKnown: boolean;
}

/** A main.cf as its readers see it: effective values, defaults included. */
export interface PostfixMain {
  /** The effective value of a built-in or user-defined parameter; an unknown name has raw '' and isKnown false. */
  get(name: string): PostfixValue;
  /** Every entry that sets the name, in file order. */
  all(name: string): readonly Entry[];
  isSet(name: string): boolean;
}

export interface PostfixMainOptions {
  /** The release whose built-in defaults apply, such as `3.7`; the newest one we know by default. */
  readonly version?: string;
  /** Settings that count after the file's own: what `-o` in master.cf gives one service. */
  readonly overrides?: readonly Entry[];
  /** False when only the overrides can be seen: then nothing is known of a name that none of them sets. */
  readonly isComplete?: boolean;
}

/** Built-in defaults that the machine, the build or the distribution decides, and `stress`, which master(8) sets. */
const HOST_DEFAULTS = new Set([
  ...['myhostname', 'mydomain', 'mynetworks', 'stress', 'mail_version', 'mail_release_date', 'default_database_type', 'default_cache_db_type'],
  ...['sendmail_path', 'mailq_path', 'newaliases_path', 'openssl_path', 'alias_maps', 'alias_database'],
]);

function isHostDefault(parameter: PostfixParameter): boolean {
  return parameter.kind === 'read-only' || HOST_DEFAULTS.has(parameter.name) || parameter.name.endsWith('_directory');
}

interface RawValue {
  readonly text: string;
  readonly isKnown: boolean;
}

/**
 * Works out the effective values of a main.cf: the last entry of a name wins, else the release's default applies;
 * macros are expanded against both (postconf(5)). What `-o` in master.cf overrides is seen for one service at a time, see
 * `serviceParameters`.
 */
export function createPostfixMain(file: ConfigFile, options: PostfixMainOptions = {}): PostfixMain {
  const { version = LATEST_POSTFIX, overrides = [], isComplete = true } = options;
  const entries = new Map<string, Entry[]>();
  for (const entry of [...file.entries, ...overrides]) {
    const same = entries.get(entry.key);
    if (same) same.push(entry);
    else entries.set(entry.key, [entry]);
  }
  const all = (name: string): readonly Entry[] => entries.get(name) ?? [];
  const cache = new Map<string, PostfixValue>();
  let isAskingForHostname = false;

  /** `mydomain` is what follows the first dot of `myhostname` (check_mydomainname in mail_params.c). */
  const defaultDomain = (): RawValue => {
    if (isAskingForHostname || all('myhostname').length === 0) return { text: '', isKnown: false };
    isAskingForHostname = true;
    const { value, isKnown } = get('myhostname');
    isAskingForHostname = false;
    const dot = value.indexOf('.');
    return { text: dot === -1 ? 'localdomain' : value.slice(dot + 1), isKnown };
  };

  const defaultOf = (name: string): RawValue | undefined => {
    const parameter = postfixParameter(name);
    const text = parameter && defaultFor(name, version);
    if (parameter === undefined || text === undefined) return undefined;
    return name === 'mydomain' ? defaultDomain() : { text, isKnown: isComplete && !isHostDefault(parameter) };
  };

  const rawOf = (name: string): RawValue | undefined => {
    const entry = all(name).at(-1);
    if (!entry) return defaultOf(name);
    return { text: entry.value, isKnown: postfixParameter(name)?.kind !== 'read-only' && !hasForeignTemplate(entry.value) };
  };

  const get = (name: string): PostfixValue => {
    const cached = cache.get(name);
    if (cached) return cached;
    const result = evaluate(name, all(name).at(-1), rawOf);
    // An answer given while a host name is being worked out may lack its domain.
    if (!isAskingForHostname) cache.set(name, result);
    return result;
  };

  return { get, all, isSet: (name) => all(name).length > 0 };
}

function evaluate(name: string, entry: Entry | undefined, rawOf: (name: string) => RawValue | undefined): PostfixValue {
  const own = rawOf(name);
  const base = { name, ...(entry ? { entry } : {}), raw: own?.text ?? '' };
  if (!own) return { ...base, value: '', isKnown: false };
  if (!own.text.includes('$') || postfixParameter(name)?.type === 'raw') return { ...base, value: own.text, isKnown: own.isKnown };
  let isKnown = own.isKnown;
  const expansion = expandMacros(own.text, (other) => {
    const raw = rawOf(other);
    if (!raw?.isKnown) isKnown = false;
    return raw?.text;
  });
  return { ...base, value: expansion.value, isKnown: isKnown && !expansion.problem && !expansion.isOpaque };
}
