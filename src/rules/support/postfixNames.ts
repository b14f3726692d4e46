import { createPostfixNames, type PostfixNames } from '../../discover/postfixNames.ts';
import type { RuleContext } from '../types.ts';

const seen = new WeakMap<RuleContext, PostfixNames>();

/** Which names of the main.cf at hand mean something: found out once for all rules. */
export function namesHere(context: RuleContext): PostfixNames {
  const known = seen.get(context);
  if (known) return known;
  const names = createPostfixNames(context.file, context.postfix, context.folder?.master);
  seen.set(context, names);
  return names;
}
