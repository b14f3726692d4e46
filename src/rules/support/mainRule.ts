import type { PostfixMain } from '../../discover/postfixMain.ts';
import { defineRule } from '../define.ts';
import type { Fix, Rule, RuleContext, RuleMeta, Wording } from '../types.ts';

/** A finding in words, with the edits that answer it. */
export interface Statement extends Wording {
  readonly fixes?: readonly Fix[];
}

/** A context whose main.cf has been understood. */
export interface MainContext extends RuleContext {
  readonly postfix: PostfixMain;
}

type MainMeta = Omit<RuleMeta, 'since' | 'kinds' | 'fix'> & Partial<Pick<RuleMeta, 'fix'>>;

/** Seals a rule about the parameters of a main.cf whose findings need no state between finding and wording. */
export function mainRule(meta: MainMeta, find: (context: MainContext) => Iterable<Statement>): Rule {
  const whole: RuleMeta = { since: '0.1.0', kinds: ['postfix-main'], fix: 'none', ...meta };
  return defineRule<Statement>({
    meta: whole,
    run: (context) => (context.postfix ? find(context as MainContext) : []),
    word: (statement) => statement,
    ...(whole.fix !== 'none' && { fixes: ({ fixes = [] }) => fixes }),
  });
}
