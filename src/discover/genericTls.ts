import type { TlsMode, TlsOutcome, TlsRule, TlsRules } from '../data/appProfile.types.ts';
import { IMPLICIT_TLS_PORT, isImplicitTlsPort, isStartTlsPort } from '../data/ports.ts';

/** A TLS key of an app that we don't know. */
export interface TlsKey {
  readonly key: string;
  readonly words: readonly string[];
}

/** What words mean to most apps; `tls` alone is PHPMailer's and SwiftMailer's word for STARTTLS. */
const WORDS: Readonly<Record<string, TlsMode>> = {
  ssl: 'implicit-tls',
  smtps: 'implicit-tls',
  implicit: 'implicit-tls',
  implicit_tls: 'implicit-tls',
  force_tls: 'implicit-tls',
  ssltls: 'implicit-tls',
  'ssl/tls': 'implicit-tls',
  sslonconnect: 'implicit-tls',
  wrapper: 'implicit-tls',
  starttls: 'starttls-required',
  start_tls: 'starttls-required',
  explicit: 'starttls-required',
  required: 'starttls-required',
  require: 'starttls-required',
  mandatory: 'starttls-required',
  auto: 'starttls-opportunistic',
  optional: 'starttls-opportunistic',
  opportunistic: 'starttls-opportunistic',
  starttlswhenavailable: 'starttls-opportunistic',
  none: 'none',
  null: 'none',
  plain: 'none',
  never: 'none',
};

const SWITCH_WORDS = /^(true|false|0|1|yes|no|on|off|y|n|always|force|enabled|disabled|tls)$/;

/** Says whether a value is one that a TLS key can have; other keys end with the same words. */
export function isTlsValue(value: string): boolean {
  const word = value.trim().toLowerCase();
  return word === '' || word === 'smtp' || word in WORDS || SWITCH_WORDS.test(word);
}

/**
 * Rules for unknown TLS keys. Where apps differ, the port tips the scales: TLS that is asked for on 465 is
 * implicit. In JSON and YAML, `ssl` on a STARTTLS port is .NET's `EnableSsl`, which upgrades.
 */
export function genericTls(keys: readonly TlsKey[], port: number | undefined, isTree: boolean): TlsRules {
  return {
    rules: keys.flatMap((key) => rulesFor(key, port, isTree)),
    silent: { mode: 'starttls-opportunistic', implicitPorts: [IMPLICIT_TLS_PORT, 2465, 8465] },
  };
}

function rulesFor({ key, words }: TlsKey, port: number | undefined, isTree: boolean): readonly TlsRule[] {
  const isImplicit = port !== undefined && isImplicitTlsPort(port);
  const tls: TlsMode = isImplicit ? 'implicit-tls' : 'starttls-required';
  const keys = [key];
  if (words.includes('ignore')) return [{ keys, on: 'none' }];
  if (words.includes('opportunistic') || words.includes('auto')) return [{ keys, on: 'starttls-opportunistic', off: 'none' }];
  if (words.includes('require') || words.includes('required')) return [{ keys, on: tls, off: 'starttls-opportunistic' }];
  const kind = words.filter((word) => ['starttls', 'tls', 'ssl', 'secure'].includes(word)).at(-1);
  return [
    { keys, values: { ...WORDS, tls } },
    { keys, ...switchOf(kind, words, port, tls, isTree) },
  ];
}

function switchOf(
  kind: string | undefined,
  words: readonly string[],
  port: number | undefined,
  tls: TlsMode,
  isTree: boolean,
): { on: TlsOutcome; off: TlsOutcome } {
  if (kind === 'starttls') return { on: 'starttls-required', off: 'none' };
  if (kind === 'secure') return { on: 'implicit-tls', off: 'starttls-opportunistic' };
  if (kind !== 'ssl') return { on: tls, off: 'none' };
  // Without SSL most libraries still upgrade when they can; the file only says that it wants none.
  const off = { mode: 'none', effective: 'starttls-opportunistic' } as const;
  const isUpgrade = isTree && (port === undefined ? words.includes('enable') : isStartTlsPort(port));
  return { on: isUpgrade ? 'starttls-required' : 'implicit-tls', off };
}
