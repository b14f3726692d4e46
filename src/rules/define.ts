import type { Rule } from './types.ts';

/** Seals a rule and hides the type of its state, which only its own three functions know. */
export function defineRule<State>(rule: Rule<State>): Rule {
  return Object.freeze({ ...rule, meta: Object.freeze(rule.meta) });
}
