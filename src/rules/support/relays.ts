import { type Provider, providerById } from '../../data/providers.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { RuleContext, Severity } from '../types.ts';

/** The settings of a file that reach another machine: neither this one nor a development mail catcher. */
export function remoteRelays({ settings }: RuleContext): RelaySetting[] {
  return settings.filter(({ isLocal }) => !isLocal);
}

/** The known service that a setting uses; undefined for any other server. */
export function providerOfRelay({ provider }: RelaySetting): Provider | undefined {
  return provider === undefined ? undefined : providerById(provider);
}

/**
 * The severity that the setting's state allows: what is switched off is information at most, and what we only
 * guess to be mail settings is never an error.
 */
export function severityFor({ enabled, confidence }: RelaySetting, wanted: Severity): Severity {
  if (!enabled && (wanted === 'error' || wanted === 'warning')) return 'information';
  return wanted === 'error' && confidence === 'heuristic' ? 'warning' : wanted;
}

/**
 * File names of patterns to copy from and of settings for tests. Folders don't count: a whole project may well live in
 * one that is called `examples`.
 */
const PATTERN_FILE =
  /(^|[/\\._-])(example|sample|template|tmpl|tpl|dist|skel|skeleton|stub|test|testing|e2e|ci)([._-][^/\\]*)?$|(^|[/\\.])(defaults?\.env|env[._-]defaults?)$/i;

/** Says whether a file is a pattern to copy or belongs to tests, by its name: stand-ins and gaps are right there. */
export function isPatternFile(path: string): boolean {
  return PATTERN_FILE.test(path);
}
