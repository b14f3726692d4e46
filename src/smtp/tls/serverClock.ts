import type { Run } from '../run.ts';
import { WireError } from '../wire.ts';

/** Enough for a greeting that is there already; more would only prolong a failure. */
const MAX_GREETING_MS = 3_000;
/** Clocks that are no further apart count as equal; no certificate's dates depend on less. */
const TOLERANCE_MS = 10 * 60 * 1000;
/** The date of RFC 5322 §3.3, which Exim, Sendmail and others put into their greeting. */
const DATE = /\b(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC)\b/;

/** What the clock of the server says about the one here. */
export interface ClockAnswer {
  readonly serverTime: number;
  /** For people. */
  readonly text: string;
  readonly agrees: boolean;
}

/**
 * Compares this machine's clock with the time that the server tells in its greeting. Where TLS comes first the
 * greeting is awaited under it; nothing is sent. Undefined when the server tells no time.
 */
export async function askServerTime(run: Run, now: number): Promise<ClockAnswer | undefined> {
  const lines = run.greeting?.lines ?? (await greetingUnderTls(run));
  const text = DATE.exec(lines.join(' '))?.[0];
  const serverTime = text === undefined ? Number.NaN : Date.parse(text);
  if (Number.isNaN(serverTime)) return undefined;
  const apart = now - serverTime;
  const agrees = Math.abs(apart) <= TOLERANCE_MS;
  const here = new Date(now).toISOString();
  const difference = agrees ? 'the clock here agrees' : `the clock here says ${here}, ${duration(Math.abs(apart))} ${apart > 0 ? 'ahead' : 'behind'}`;
  return { serverTime, text: `the server's greeting says it is "${text}"; ${difference}`, agrees };
}

async function greetingUnderTls({ wire, plan }: Run): Promise<readonly string[]> {
  if (!wire || wire.hasGreeted) return [];
  try {
    return (await wire.read({ ms: Math.min(plan.timeouts.greetingMs, MAX_GREETING_MS), expects: (code) => code === 220 })).reply.lines;
  } catch (error) {
    if (error instanceof WireError) return [];
    throw error;
  }
}

function duration(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return hours >= 2 ? `${Math.round(hours)} hours` : `${Math.round(ms / 60_000)} minutes`;
}
