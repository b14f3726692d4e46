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
  const words = new Map<string, TlsOutcome>();
  for (const rule of rules) {
    if (!rule.keys.includes(key)) continue;
    const own: (readonly [string, TlsOutcome | undefined])[] = isWordRule(rule)
      ? Object.entries(rule.values)
      : [
          [on, rule.on],
          [off, rule.off],
        ];
    for (const [word, outcome] of own) if (outcome !== undefined && !words.has(word)) words.set(word, outcome);
  }
  const known = [...words].map(([word, outcome]) => ({ word, outcome, means: outcomeWords(outcome, silent) }));
  // A switch with one telling position leaves the other one to the other keys, or to the default.
  const isSwitch = rules.some((rule) => rule.keys.includes(key) && !isWordRule(rule));
  const isAlone = rules.every((rule) => rule.keys.includes(key));
  const rest = isSwitch ? [on, off].filter((word) => !words.has(word)) : [];
  return [...known, ...rest.map((word) => ({ word, outcome: LEFT_OPEN, means: isAlone ? silentWords(silent) : 'what the other keys say' }))];
}

const LEFT_OPEN: TlsOutcome = { mode: 'unspecified', effective: 'by-port' };

/** What a URL's scheme makes an app do. */
export function schemeWords({ mode, effective }: SchemeRule): string {
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
