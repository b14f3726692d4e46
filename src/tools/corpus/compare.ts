import type { RelaySetting } from '../../discover/types.ts';

/** What a person wrote down about one relay; see the corpus' own README for the meaning of each field. */
export interface Label {
  readonly line: number;
  readonly line_alt?: number;
  readonly host: string | null;
  readonly host_default?: string;
  readonly port: number | null;
  readonly security: string;
  readonly security_alt?: string;
  readonly user_present: boolean;
  readonly password_present: boolean;
  readonly auth_external?: boolean;
}

export interface FoundRelay {
  readonly setting: RelaySetting;
  /** 1-based line of the host. */
  readonly line: number;
}

export interface Miss {
  readonly line: number;
  readonly fact: 'relay' | 'host' | 'port' | 'security' | 'user' | 'password';
  readonly reason: string;
}

export interface Comparison {
  /** Relays that must be found: those whose host is set. */
  readonly expected: number;
  readonly found: number;
  /** Relays that were reported and count: optional ones don't. */
  readonly reported: number;
  readonly misses: readonly Miss[];
  readonly extra: readonly { readonly line: number; readonly reason: string }[];
}

const isAt = (label: Label, line: number) => label.line === line || label.line_alt === line;

/** Lays what was found beside what should be found. A label without host may be reported or not, and counts when it is. */
export function compareRelays(found: readonly FoundRelay[], labels: readonly Label[], optional: readonly Label[]): Comparison {
  const misses: Miss[] = [];
  const left = new Set(found);
  let expected = 0;
  let matched = 0;
  for (const label of labels) {
    const match = [...left].find(({ setting, line }) => isAt(label, line) && sameHost(label, setting)) ?? [...left].find(({ line }) => isAt(label, line));
    if (match || label.host !== null) expected += 1;
    if (!match) {
      if (label.host !== null) misses.push({ line: label.line, fact: 'relay', reason: `"${label.host}" was not found` });
      continue;
    }
    left.delete(match);
    matched += 1;
    misses.push(...factMisses(label, match));
  }
  const extra = [...left].filter(({ line }) => !optional.some((label) => isAt(label, line)));
  return {
    expected,
    found: matched,
    reported: matched + extra.length,
    misses,
    extra: extra.map(({ setting, line }) => ({ line, reason: `"${setting.host?.value ?? ''}" by ${setting.profile}` })),
  };
}

function sameHost(label: Label, setting: RelaySetting): boolean {
  return (label.host ?? '') === (setting.host?.value ?? '');
}

function factMisses(label: Label, { setting, line }: FoundRelay): Miss[] {
  const misses: Miss[] = [];
  const say = (fact: Miss['fact'], expected: unknown, got: unknown) =>
    misses.push({ line, fact, reason: `expected ${expected}, got ${got} (${setting.profile})` });
  const isHost = sameHost(label, setting) && (label.host_default === undefined || label.host_default === setting.hostDefault);
  if (!isHost) say('host', `${label.host} (${label.host_default ?? 'no default'})`, `${setting.host?.value} (${setting.hostDefault ?? 'no default'})`);
  const port = setting.port?.value ?? null;
  if (port !== label.port) say('port', label.port, port);
  const { mode } = setting.security;
  if (mode !== label.security && mode !== label.security_alt) say('security', label.security, mode);
  const isExternal = label.auth_external === true;
  if ((setting.user !== undefined) !== label.user_present && !isExternal) say('user', label.user_present, setting.user !== undefined);
  const source = setting.password?.source;
  const inFile = source !== undefined && source !== 'map' && source !== 'file' && source !== 'command';
  if (inFile !== label.password_present && !isExternal) say('password', label.password_present, source ?? false);
  return misses;
}
