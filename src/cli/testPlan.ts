import { Secret } from '../smtp/credentials/secret.ts';
import type { MissingPart, PlanOptions } from '../smtp/plan.ts';
import type { CliPorts } from './ports.ts';
import { printable } from './style.ts';
import type { Target } from './testOptions.ts';
import type { PlannedTarget } from './testOutput.ts';

/** A plan, or why there is none: one line for each missing part. */
export type Planning = { readonly planned: PlannedTarget } | { readonly missing: readonly string[] };

/**
 * Completes the plans of targets. A missing password is asked for where there is somebody to ask, once for each user and
 * server. @param advice how a missing part can be given, to follow the reason
 */
export function createPlanner(given: PlanOptions, { isInteractive, askSecret }: CliPorts, advice: (part: MissingPart) => string) {
  const answers = new Map<string, Secret>();

  async function ask({ origin }: Target, key: string, reason: string): Promise<Secret> {
    const known = answers.get(key);
    if (known) return known;
    const typed = new Secret(await askSecret(printable(`${origin}: ${reason}. Password:`)));
    answers.set(key, typed);
    return typed;
  }

  return async (target: Target): Promise<Planning> => {
    const { linked } = target;
    const ca = [...(linked.ca ?? []), ...(given.ca ?? [])];
    const options: PlanOptions = { ...linked, ...given, ...(ca.length > 0 ? { ca } : {}) };
    let result = target.plan(options);
    if (!result.ok && isInteractive && result.missing.every(({ part }) => part === 'password')) {
      const reason = result.missing[0]?.reason ?? '';
      const server = target.plan({ ...options, skipAuth: true });
      const password = await ask(target, JSON.stringify([target.user, reason, server.ok && [server.plan.host, server.plan.port]]), reason);
      if (!password.isEmpty) result = target.plan({ ...options, password });
    }
    if (result.ok) return { planned: { ...target, plan: result.plan, consent: result.consent } };
    return { missing: result.missing.map((part) => `${part.reason}${advice(part)}`) };
  };
}
