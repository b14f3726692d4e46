import type { TlsMode, TlsOutcome, TlsRule, TlsRules } from '../data/appProfile.types.ts';
import type { Entry } from '../parse/types.ts';
import type { Located, RelaySecurity, SecurityMode } from './types.ts';
import { asBoolean, isUnset, type ValueReader } from './values.ts';

/** Each mode as the end of "… uses". */
export const MODE_WORDS: Readonly<Record<TlsMode, string>> = {
  'implicit-tls': 'TLS from the first byte',
  'starttls-required': 'STARTTLS, and no mail without it',
  'starttls-opportunistic': 'STARTTLS if the server offers it',
  none: 'no TLS',
};

export interface SecurityInput {
  /** Whose behaviour it is: an app's name; undefined for keys that were read by their words alone. */
  readonly title: string | undefined;
  readonly tls: TlsRules;
  readonly found: ReadonlyMap<string, Entry>;
  readonly port: number | undefined;
  readonly reader: ValueReader;
}

interface Decision {
  readonly outcome: TlsOutcome;
  /** The key that decided, and another one that it counted with. */
  readonly by: readonly [Located<string>, ...Located<string>[]];
}

/**
 * Decides the protection from an app's own keys: what they say, what the app makes of it, and where two of
 * them contradict each other. A switch whose position is a variable decides nothing.
 */
export function decideSecurity(input: SecurityInput): RelaySecurity {
  const conflict = conflictOf(input);
  const decision = decide(input);
  const silent = silentMode(input);
  const base = { ...(conflict !== undefined && { conflict }) };
  if (!decision && isOpen(input)) {
    return { ...base, mode: 'unspecified', effective: 'unspecified', by: [], because: 'the TLS key is a variable, so any mode is possible' };
  }
  if (!decision) return { ...base, mode: 'unspecified', effective: silent, by: [], because: silentReason(input, silent) };
  const { outcome, by } = decision;
  const mode: SecurityMode = typeof outcome === 'string' ? outcome : outcome.mode;
  const effective = typeof outcome === 'string' ? outcome : effectiveOf(outcome, input.port, silent);
  const says = typeof outcome === 'string' ? undefined : outcome.says;
  return { ...base, mode, effective, by, because: says ?? reasonOf(input.title, by, effective) };
}

/** A key that would decide has a value that is known at run time only. */
function isOpen({ tls, found, reader }: SecurityInput): boolean {
  return tls.rules.some(({ keys }) => keys.some((key) => found.has(key) && reader.read(found.get(key)!).isTemplated));
}

function decide(input: SecurityInput): Decision | undefined {
  const on = input.tls.rules.map((rule) => (isSwitch(rule) ? switched(input, rule, true) : chosen(input, rule)));
  const off = input.tls.rules.map((rule) => (isSwitch(rule) ? switched(input, rule, false) : undefined));
  return [...on, ...off].find((decision) => decision !== undefined);
}

function effectiveOf({ effective, implicitPorts }: Exclude<TlsOutcome, TlsMode>, port: number | undefined, silent: TlsMode): TlsMode {
  if (port !== undefined && implicitPorts?.includes(port)) return 'implicit-tls';
  return effective === 'by-port' ? silent : effective;
}

type SwitchRule = Extract<TlsRule, { on?: TlsOutcome; off?: TlsOutcome }>;
type WordRule = Extract<TlsRule, { values: unknown }>;

const isSwitch = (rule: TlsRule): rule is SwitchRule => !('values' in rule);

function switched(input: SecurityInput, rule: SwitchRule, position: boolean): Decision | undefined {
  const outcome = position ? rule.on : rule.off;
  if (outcome === undefined) return undefined;
  for (const by of switches(input, rule)) {
    if (by.isOn !== position) continue;
    const company = companyOf(input, rule);
    if (company) return { outcome, by: [by.place, ...company] };
  }
  return undefined;
}

/** The switches of some keys that are set, with their positions. */
function* switches(
  input: SecurityInput,
  { keys, isFlag }: Pick<SwitchRule, 'keys' | 'isFlag'>,
): Generator<{ place: Located<string>; isOn: boolean | undefined }> {
  if (!isFlag) {
    for (const place of given(input, keys)) yield { place, isOn: asBoolean(place.value) };
    return;
  }
  for (const key of keys) {
    const entry = input.found.get(key);
    if (entry) yield { place: { value: entry.value, entry, span: entry.keySpan, templated: false }, isOn: true };
  }
}

/** The other switch that a rule asks for: none where it asks for none or has its default, undefined where it stands otherwise. */
function companyOf(input: SecurityInput, { also }: SwitchRule): readonly Located<string>[] | undefined {
  if (!also) return [];
  const [set] = switches(input, also);
  if ((set?.isOn ?? also.default) !== also.is) return undefined;
  return set ? [set.place] : [];
}

function chosen(input: SecurityInput, rule: WordRule): Decision | undefined {
  for (const by of given(input, rule.keys, rule)) {
    const word = rule.isCaseSensitive ? by.value : by.value.toLowerCase();
    const outcome = rule.values[word] ?? rule.other;
    if (outcome !== undefined) return { outcome, by: [by] };
  }
  return undefined;
}

/** The keys that have a readable value, in the rule's order. `null` is a word where a rule lists it. */
function* given({ found, reader }: SecurityInput, keys: readonly string[], rule?: WordRule): Generator<Located<string>> {
  for (const key of keys) {
    const entry = found.get(key);
    if (!entry) continue;
    const { text, isTemplated, isDefault } = reader.read(entry);
    const value = text.trim();
    const isWord = rule?.values[value.toLowerCase()] !== undefined && value !== '';
    if (isTemplated || value === '' || (isUnset(entry) && !isWord)) continue;
    yield { value, entry, span: entry.valueSpan, templated: isDefault };
  }
}

function silentMode({ tls, port }: SecurityInput): TlsMode {
  const isImplicit = port !== undefined && tls.silent.implicitPorts?.includes(port);
  return isImplicit ? 'implicit-tls' : tls.silent.mode;
}

function silentReason({ title, tls, port }: SecurityInput, mode: TlsMode): string {
  const words = MODE_WORDS[mode];
  const uses = title === undefined ? 'most apps then use' : `${title} then uses`;
  if (port !== undefined && tls.silent.implicitPorts?.includes(port)) return `the port is ${port}, and ${uses} ${words}`;
  return title !== undefined && tls.rules.length === 0 ? `${title} has no TLS setting and uses ${words}` : `no key says otherwise, and ${uses} ${words}`;
}

function reasonOf(title: string | undefined, by: readonly Located<string>[], effective: TlsMode): string {
  const words = by.map(({ entry, value }) => (value === '' ? entry.key : `${entry.key}=${value}`));
  return `${words.join(' with ')} ${by.length > 1 ? 'make' : 'makes'} ${title ?? 'most apps'} use ${MODE_WORDS[effective]}`;
}

function conflictOf(input: SecurityInput): string | undefined {
  const isOn = (keys: readonly string[]) => [...given(input, keys)].some((by) => asBoolean(by.value) === true && !by.templated);
  const isAbsent = (keys: readonly string[]) => !keys.some((key) => input.found.has(key));
  return input.tls.conflicts?.find(({ keys: [a, b], isSecondDefault }) => isOn(a) && (isOn(b) || (isSecondDefault && isAbsent(b))))?.says;
}
