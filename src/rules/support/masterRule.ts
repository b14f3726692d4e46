import type { MasterService, PostfixMasterFile, PostfixMasterProblem } from '../../parse/postfixMaster.ts';
import { defineRule } from '../define.ts';
import type { Rule, RuleContext, RuleMeta } from '../types.ts';
import type { Statement } from './mainRule.ts';

type Meta = Omit<RuleMeta, 'since' | 'kinds' | 'fix' | 'listens'> & Partial<Pick<RuleMeta, 'fix' | 'kinds' | 'listens'>>;

/** Seals a rule about Postfix files, main.cf and master.cf unless it says otherwise, without state between finding and wording. */
export function folderRule(meta: Meta, find: (context: RuleContext) => Iterable<Statement>): Rule {
  const whole: RuleMeta = { since: '0.1.0', kinds: ['postfix-main', 'postfix-master'], fix: 'none', listens: [], ...meta };
  return defineRule<Statement>({
    meta: whole,
    run: find,
    word: (statement) => statement,
    ...(whole.fix !== 'none' && { fixes: ({ fixes = [] }) => fixes }),
  });
}

/** The master.cf at hand; undefined for other kinds. */
export function masterOf({ file }: RuleContext): PostfixMasterFile | undefined {
  return file.kind === 'postfix-master' ? (file as unknown as PostfixMasterFile) : undefined;
}

/** Seals a rule about the services of a master.cf. */
export function masterRule(meta: Meta, find: (master: PostfixMasterFile, context: RuleContext) => Iterable<Statement>): Rule {
  return folderRule({ kinds: ['postfix-master'], ...meta }, (context) => {
    const master = masterOf(context);
    return master ? find(master, context) : [];
  });
}

/** Seals a rule that says what the reader of master.cf could not make sense of. */
export function masterProblemRule(meta: Meta, codes: readonly PostfixMasterProblem[]): Rule {
  return masterRule(meta, function* ({ problems }) {
    for (const { code, span, message } of problems) if (codes.includes(code)) yield { at: span, message };
  });
}

/** What a person calls a service: `smtp/inet`. */
export function serviceName({ fields }: MasterService): string {
  return `${fields.service.text}/${fields.type.text}`;
}
