import type { ConfigFile, Entry } from '../parse/types.ts';
import { resolveVariables } from '../parse/variables.ts';
import type { Located, RelaySetting } from './types.ts';

type Lookup = (name: string) => string | undefined;

/**
 * The setting as it is where `environment` gives the variables that no file sets: host, port, user name, sender, EHLO name, and
 * the password, whose text stays out of the model. Only names that the setting mentions are asked for; a variable that
 * stays open leaves its value as it was.
 */
export function inEnvironment(setting: RelaySetting, environment: Lookup): RelaySetting {
  const { file, host, port, openPort = port?.templated ? port.entry : undefined, user, from, helo } = setting;
  const lookup: Lookup = (name) => file.around?.variable(name)?.entry.value ?? environment(name);
  const filled = (located: Located<string> | undefined) => (located?.templated ? fill(located, expand(located.value, lookup)) : located);
  return {
    ...setting,
    file: withResolver(file, lookup),
    ...present('host', filled(host)),
    ...(openPort && present('port', portOf(openPort, lookup))),
    ...present('user', filled(user)),
    ...present('from', filled(from)),
    ...present('helo', filled(helo)),
  };
}

function expand(text: string, lookup: Lookup): string | undefined {
  const { text: resolved, isOpen, hasVariables } = resolveVariables(text, lookup);
  return isOpen || !hasVariables || resolved === '' ? undefined : resolved;
}

function portOf(entry: Entry, lookup: Lookup): Located<number> | undefined {
  const text = expand(entry.value, lookup) ?? '';
  return /^\d{1,5}$/.test(text) ? { value: Number(text), entry, span: entry.valueSpan, templated: false } : undefined;
}

function fill<T>(located: Located<T>, value: T | undefined): Located<T> {
  return value === undefined ? located : { ...located, value, templated: false };
}

function present<Key extends string, T>(key: Key, value: T | undefined): { readonly [Name in Key]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Name in Key]?: T });
}

/** Passwords are read from the file by those who need them, and so are variables in them. */
function withResolver(file: ConfigFile, lookup: Lookup): ConfigFile {
  const around = file.around ?? { origins: new Map(), variable: () => undefined, resolve: () => undefined, version: () => undefined };
  return { ...file, around: { ...around, resolve: (text) => around.resolve(text) ?? expand(text, lookup) } };
}
