import type { Secret } from '../../smtp/credentials/secret.ts';
import type { ProbeCode } from '../../smtp/types.ts';
import type { Prepared } from './prepare.ts';
import type { Run } from './run.ts';

/** Failures after which a password is worth neither keeping nor another try. */
export const REFUSED_PASSWORD: ReadonlySet<ProbeCode | undefined> = new Set<ProbeCode | undefined>([
  'auth/credentials',
  'auth/secret-kind',
  'auth/malformed',
  'auth/token',
]);

/** How it ended for one of many relays. */
export type Outcome =
  | { readonly kind: 'tested'; readonly run: Pick<Run, 'verdict' | 'record' | 'events'> }
  /** It would have had to ask, or the same credentials had been refused a moment before. */
  | { readonly kind: 'untested'; readonly reason: string }
  /** The file switches it off. */
  | { readonly kind: 'off'; readonly reason: string }
  | { readonly kind: 'cancelled' };

export interface ManyParts<Relay> {
  /** What is ready to run, or one line that says what would have to be asked. */
  prepare(relay: Relay): Promise<Prepared | string>;
  isOff(relay: Relay): boolean;
  agree(consents: readonly Prepared['consent'][]): Promise<boolean>;
  run(relay: Relay, prepared: Prepared): Promise<Pick<Run, 'verdict' | 'record' | 'events'>>;
  isCancelled(): boolean;
  /** Takes a fault of ours; the other relays go on. */
  fault(error: unknown): void;
}

/**
 * Tests many relays side by side with one question at most, and tells how it ended for each as soon as that is known.
 * The same account at the same server signs in once at a time, and not again with what was just refused: some servers
 * lock an account after a few refusals.
 */
export async function testMany<Relay>(relays: readonly Relay[], parts: ManyParts<Relay>, told: (relay: Relay, outcome: Outcome) => void): Promise<void> {
  const ready: { readonly relay: Relay; readonly prepared: Prepared }[] = [];
  const prepareOne = async (relay: Relay) => {
    if (parts.isOff(relay)) return told(relay, { kind: 'off', reason: 'the file switches it off; run it alone to test it all the same' });
    const prepared = await parts.prepare(relay);
    if (typeof prepared === 'string') told(relay, { kind: 'untested', reason: `${prepared}: run it alone to be asked` });
    else ready.push({ relay, prepared });
  };
  await Promise.all(relays.map(prepareOne));
  const goesOn = ready.length > 0 && !parts.isCancelled() && (await parts.agree(ready.map(({ prepared }) => prepared.consent)));
  if (!goesOn) {
    for (const { relay } of ready) told(relay, { kind: 'cancelled' });
    return;
  }

  const refused: { readonly account: string; readonly secret: Secret }[] = [];
  const wasRefused = ({ plan }: Prepared) => refused.some(({ account, secret }) => account === accountOf(plan) && plan.password?.equals(secret));

  async function testOne(relay: Relay, prepared: Prepared): Promise<void> {
    if (parts.isCancelled()) return told(relay, { kind: 'cancelled' });
    if (wasRefused(prepared)) {
      const reason = `"${prepared.plan.host}" has just refused the same credentials: run it alone to try them again`;
      return told(relay, { kind: 'untested', reason });
    }
    const run = await parts.run(relay, prepared).catch((error: unknown) => parts.fault(error));
    if (!run) return told(relay, { kind: 'untested', reason: 'the test failed by a fault of its own, which the output panel tells' });
    const code = run.verdict.cause?.code;
    if (REFUSED_PASSWORD.has(code) && prepared.plan.password) refused.push({ account: accountOf(prepared.plan), secret: prepared.plan.password });
    told(relay, code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'tested', run });
  }

  await Promise.all(
    [...inLines(ready, ({ prepared: { plan } }) => (plan.user === undefined ? undefined : `${accountOf(plan)} ${plan.port}`))].map(async (line) => {
      for (const { relay, prepared } of line) await testOne(relay, prepared);
    }),
  );
}

function accountOf({ user, host }: Prepared['plan']): string {
  return JSON.stringify([user, host.toLowerCase()]);
}

/** What has the same key stands in one line; what has none stands alone. */
function inLines<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Iterable<T[]> {
  const lines = new Map<string, T[]>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item) ?? String(index);
    lines.set(key, [...(lines.get(key) ?? []), item]);
  }
  return lines.values();
}
