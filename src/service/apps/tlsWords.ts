import type { AppProfile, SchemeRule, TlsMode, TlsOutcome, TlsRule, TlsRules } from '../../data/appProfile.types.ts';
import { MODE_WORDS } from '../../discover/security.ts';

/** One value of a TLS key and what the app then does. */
export interface TlsWord {
  readonly word: string;
  readonly outcome: TlsOutcome;
  /** What the app does, as the end of "… then uses". */
  readonly means: string;
}

export type WordRule = Extract<TlsRule, { values: unknown }>;

export const isWordRule = (rule: TlsRule): rule is WordRule => 'values' in rule;

/** What an app does where no key decides. */
export function silentWords({ mode, implicitPorts = [] }: TlsRules['silent']): string {
  return implicitPorts.length === 0 ? MODE_WORDS[mode] : `${MODE_WORDS['implicit-tls']} on port ${implicitPorts.join(' and ')}, else ${MODE_WORDS[mode]}`;
}

export function outcomeWords(outcome: TlsOutcome, silent: TlsRules['silent']): string {
  if (typeof outcome === 'string') return MODE_WORDS[outcome];
  const { effective, implicitPorts = [] } = outcome;
  if (effective === 'by-port') return silentWords(silent);
  return silentWords({ mode: effective, implicitPorts });
}

/** The values that a TLS key can have, with what they mean; switches come as `on` and `off` in the words of the caller. */
export function tlsWordsOf({ rules, silent }: TlsRules, key: string, [on, off]: readonly [string, string]): readonly TlsWord[] {
  const words = new Map<string, { readonly outcome: TlsOutcome; readonly means: string[]; isSettled: boolean }>();
  const add = (word: string, outcome: TlsOutcome | undefined, company: string) => {
    const known = words.get(word);
    if (outcome === undefined || known?.isSettled) return;
    const means = outcomeWords(outcome, silent) + company;
    if (known) known.means.push(means);
    else words.set(word, { outcome, means: [means], isSettled: false });
    words.get(word)!.isSettled = company === '';
  };
  for (const rule of rules) {
    const also = isWordRule(rule) ? undefined : rule.also;
    if (also?.keys.includes(key) && !isWordRule(rule)) {
      const company = ` (with ${lastOf(rule.keys[0]!)} on)`;
      const otherwise = rules.find((each) => each !== rule && !isWordRule(each) && !each.also && each.keys[0] === rule.keys[0]);
      add(also.is ? on : off, rule.on, company);
      if (otherwise && !isWordRule(otherwise)) add(also.is ? off : on, otherwise.on, company);
    }
    if (!rule.keys.includes(key)) continue;
    if (isWordRule(rule)) for (const [word, outcome] of Object.entries(rule.values)) add(word, outcome, '');
    else {
      const company = also ? ` (with ${lastOf(also.keys[0]!)} ${also.is ? 'on' : 'off'})` : '';
      add(on, rule.on, company);
      add(off, rule.off, company);
    }
  }
  const known = [...words].map(([word, { outcome, means }]) => ({ word, outcome, means: means.join('; else ') }));
  // A switch with one telling position leaves the other one to the other keys, or to the default.
  const isSwitch = rules.some((rule) => rule.keys.includes(key) && !isWordRule(rule)) && !isFlag(rules, key);
  const isAlone = rules.every((rule) => rule.keys.includes(key));
  const rest = isSwitch ? [on, off].filter((word) => !words.has(word)) : [];
  return [...known, ...rest.map((word) => ({ word, outcome: LEFT_OPEN, means: isAlone ? silentWords(silent) : 'what the other keys say' }))];
}

const lastOf = (key: string) => `\`${key.slice(key.lastIndexOf('.') + 1)}\``;

/** Whether a key says what it says by being there. */
export function isFlag(rules: TlsRules['rules'], key: string): boolean {
  return rules.some((rule) => !isWordRule(rule) && ((rule.isFlag && rule.keys.includes(key)) || (rule.also?.isFlag && rule.also.keys.includes(key))));
}

const LEFT_OPEN: TlsOutcome = { mode: 'unspecified', effective: 'by-port' };

/** What a URL's scheme makes an app do. */
export function schemeWords({ mode, effective }: SchemeRule): string {
  if (effective === 'by-keys') return 'what the TLS keys say';
  if (effective === 'by-port') return silentWords({ mode: plainMode(mode), implicitPorts: [465] });
  return MODE_WORDS[(effective as TlsMode | undefined) ?? plainMode(mode)];
}

const plainMode = (mode: SchemeRule['mode']): TlsMode => (mode === 'unspecified' ? 'starttls-opportunistic' : mode);

/** The ports that are dialled when none is set, as words; undefined where that is not known. */
export function defaultPortWords({ defaultPort }: Pick<AppProfile, 'defaultPort'>): string | undefined {
  if (defaultPort === undefined) return undefined;
  if (typeof defaultPort === 'number') return String(defaultPort);
  const implicit = defaultPort['implicit-tls'];
  const others = [...new Set(Object.entries(defaultPort).flatMap(([mode, port]) => (mode === 'implicit-tls' ? [] : [port])))];
  if (implicit === undefined) return others.join(' or ') || undefined;
  if (others.length === 0 || (others.length === 1 && others[0] === implicit)) return String(implicit);
  return `${implicit} with ${MODE_WORDS['implicit-tls']}, else ${others.join(' or ')}`;
}
