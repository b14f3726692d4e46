import type { RelayPlan } from '../smtp/types.ts';
import type { Target } from './testOptions.ts';
import type { PlannedTarget, RelayTag } from './testOutput.ts';
import type { Planning } from './testPlan.ts';

/** One test, or why there is none, and every place that it is about. */
export interface Trial {
  /** The first is the one that is tested. */
  readonly places: readonly [RelayTag, ...RelayTag[]];
  readonly planning: Planning;
}

export interface PlannedTrial extends Trial {
  readonly planning: { readonly planned: PlannedTarget };
}

/** Puts what would be the very same test together, in the order of first appearance. */
export function createTrials(): { add(target: Target, planning: Planning): void; readonly all: readonly Trial[] } {
  const trials: { readonly places: [RelayTag, ...RelayTag[]]; readonly planning: Planning }[] = [];
  const byKey = new Map<string, typeof trials>();
  return {
    add(target, planning) {
      const place = tagOf(target);
      const key = 'planned' in planning ? keyOf(planning.planned.plan) : undefined;
      const alike = key === undefined ? [] : (byKey.get(key) ?? []);
      const same = alike.find((trial) => isSameSecret(trial.planning, planning));
      if (same) {
        same.places.push(place);
        return;
      }
      const trial = { places: [place] as [RelayTag, ...RelayTag[]], planning };
      trials.push(trial);
      if (key !== undefined) byKey.set(key, [...alike, trial]);
    },
    all: trials,
  };
}

export function isPlanned(trial: Trial): trial is PlannedTrial {
  return 'planned' in trial.planning;
}

/**
 * What may run side by side. Tests with the same credentials on the same server follow one another: when they are refused
 * once, the others must not wear out the patience of a server that locks accounts.
 */
export function chainsOf(trials: readonly PlannedTrial[]): readonly (readonly PlannedTrial[])[] {
  const chains: PlannedTrial[][] = [];
  for (const trial of trials) {
    const chain = chains.find(([first]) => first !== undefined && isSameAccount(first, trial));
    if (chain) chain.push(trial);
    else chains.push([trial]);
  }
  return chains;
}

function isSameAccount(one: PlannedTrial, other: PlannedTrial): boolean {
  const [a, b] = [one.planning.planned.plan, other.planning.planned.plan];
  return a.user !== undefined && a.user === b.user && a.host.toLowerCase() === b.host.toLowerCase() && isSameSecret(one.planning, other.planning);
}

function isSameSecret(one: Planning, other: Planning): boolean {
  if (!('planned' in one && 'planned' in other)) return false;
  const [a, b] = [one.planned.plan.password, other.planned.plan.password];
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** The plan without the password, which prints as dots. */
function keyOf({ password: _, ...plan }: RelayPlan): string {
  return JSON.stringify({ ...plan, host: plan.host.toLowerCase() });
}

function tagOf({ id, file, line }: Target): RelayTag {
  if (id === null || file === null || line === null) throw new Error('only settings of files are tested side by side');
  return { id, file, line };
}
