import type { MasterProblem, MasterService, PostfixMasterFile, PostfixMasterProblem } from '../../parse/postfixMaster.ts';
import { defineRule } from '../define.ts';
import type { Fix, Rule, RuleContext, RuleMeta } from '../types.ts';
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
export function masterProblemRule(meta: Meta, codes: readonly PostfixMasterProblem[], fixesOf: (problem: MasterProblem) => readonly Fix[] = () => []): Rule {
  return masterRule(meta, function* ({ problems }) {
    for (const problem of problems) if (codes.includes(problem.code)) yield { at: problem.span, message: problem.message, fixes: fixesOf(problem) };
  });
}

/** Indents an option that stands in column one, where it counts as a service. */
export function indentOption({ token, span }: MasterProblem): readonly Fix[] {
  const edits = [{ span: { start: span.start, end: span.start }, newText: '  ' }];
  return /^-[ovD]$/.test(token) ? [{ title: 'Indent the line', safety: 'unsafe', edits }] : [];
}

/** What a person calls a service: `smtp/inet`. */
export function serviceName({ fields }: MasterService): string {
  return `${fields.service.text}/${fields.type.text}`;
}
