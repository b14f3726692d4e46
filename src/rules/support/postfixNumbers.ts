import { defaultFor, postfixParameter } from '../../data/postfixParameters.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The letter in which a time without one counts: that of the default (get_def_time_unit in mail_conf_time.c). */
export function defaultTimeUnit(name: string): string {
  return /[smhdw]$/.exec(defaultFor(name) ?? '')?.[0] ?? 's';
}

/** A parameter's time in seconds; undefined when it is not known, not a plain time or outside of its range. */
export function secondsOf(main: PostfixMain, name: string): number | undefined {
  const { value, isKnown } = main.get(name);
  const [, digits, unit = defaultTimeUnit(name)] = /^(\d+)([smhdw])?$/.exec(value) ?? [];
  if (!isKnown || digits === undefined) return undefined;
  const seconds = Number(digits) * SECONDS[unit]!;
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = postfixParameter(name) ?? {};
  return seconds >= min && seconds <= max ? seconds : undefined;
}

/** A parameter's number; undefined when it is not known or not a number. */
export function numberOf(main: PostfixMain, name: string): number | undefined {
  const { value, isKnown } = main.get(name);
  return isKnown && /^\d+$/.test(value) ? Number(value) : undefined;
}
