import { isPrivateHost } from '../../discover/local.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import type { RuleContext } from '../types.ts';

/** The levels of smtp(8), weakest first (`smtp_tls_security_level` in postconf(5)). */
export const CLIENT_TLS_LEVELS = ['none', 'may', 'encrypt', 'dane', 'dane-only', 'fingerprint', 'verify', 'secure'] as const;

/** Levels at which no mail leaves without TLS. `dane` alone falls back to opportunistic TLS where a domain has no TLSA record. */
const MANDATORY = new Set(['encrypt', 'dane-only', 'fingerprint', 'verify', 'secure']);

export interface ClientTls {
  /** A level of smtp(8), in lower case, or an unknown word. */
  readonly level: string;
  /** The settings that decide it; none when the default does. */
  readonly by: readonly Entry[];
}

/**
 * The TLS level that smtp(8) works at when no policy table says otherwise; undefined when this file alone does not
 * tell. The old yes/no switches count only while the level is empty (global_tls_level in smtp_tls_policy.c).
 */
export function clientTls(main: PostfixMain): ClientTls | undefined {
  const level = main.get('smtp_tls_security_level');
  if (!level.isKnown) return undefined;
  const own = level.entry ? [level.entry] : [];
  if (level.value.trim() !== '') return { level: level.value.trim().toLowerCase(), by: own };
  const enforce = main.get('smtp_enforce_tls');
  const use = main.get('smtp_use_tls');
  if (!enforce.isKnown || !use.isKnown) return undefined;
  if (isYes(enforce.value)) {
    const level = isYes(main.get('smtp_tls_enforce_peername').value) ? 'verify' : 'encrypt';
    return { level, by: enforce.entry ? [enforce.entry] : own };
  }
  return isYes(use.value) ? { level: 'may', by: use.entry ? [use.entry] : own } : { level: 'none', by: own };
}

export function isMandatory(level: string): boolean {
  return MANDATORY.has(level);
}

export function isYes(value: string): boolean {
  return /^yes$/i.test(value.trim());
}

/** Says whether smtp(8) signs in; undefined when this file alone does not tell. */
export function clientSignsIn(main: PostfixMain): boolean | undefined {
  const { isKnown, value } = main.get('smtp_sasl_auth_enable');
  return isKnown && /^(yes|no)$/i.test(value) ? isYes(value) : undefined;
}

/** Says whether a parameter has a value that is not empty, known or not. */
export function hasValue(main: PostfixMain, name: string): boolean {
  const { isKnown, value, raw } = main.get(name);
  return (isKnown ? value : raw).trim() !== '';
}

/** Says whether mail leaves by a service of its own: master.cf may set TLS and wrapper mode for it alone (`-o`, master(5)). */
export function leavesByOwnService(main: PostfixMain): boolean {
  const names = ['default_transport', 'relay_transport'];
  return names.some((name) => main.isSet(name) && !/^(smtp|relay)(:|$)/.test(main.get(name).value));
}

/** The relays that `relayhost` names, with a host that we can read. */
export function relayhosts({ settings }: RuleContext): RelaySetting[] {
  return settings.filter(({ host }) => host !== undefined && !host.templated && host.entry.key === 'relayhost');
}

/** Relays at a public address: TLS and sign-in matter there, while a private network may do without. */
export function publicRelayhosts(context: RuleContext): RelaySetting[] {
  return relayhosts(context).filter(({ host, isLocal }) => !isLocal && !isPrivateHost(host!.value));
}
