import { postfixParameter } from '../../data/postfixParameters.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import { expandMacros, macroProblems, macroReferences } from '../../parse/postfixExpand.ts';
import type { MacroProblem } from '../../parse/postfixMacroNodes.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { stopsOnBadValue } from '../support/parameters.ts';
import { overridesHere, parametersBeside } from '../support/postfixScopes.ts';
import { isDecisive } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';
import type { RuleContext } from '../types.ts';

interface State {
  readonly entry: Entry;
  readonly problem: MacroProblem;
}

/** A `$` that Postfix can't expand (mac_parse(3), mac_expand(3)). */
export const malformedMacro = defineRule<State>({
  meta: {
    id: 'postfix/malformed-macro',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Macro that cannot be expanded',
    why: 'A "$" begins the name of another parameter. When no name follows, a brace stays open, or a parameter refers to itself, every program that reads the value stops with "macro processing error".',
    bad: mainCf('mydomain = example.com\nmydestination = localhost, ${mydomain\n'),
    ok: mainCf('mydomain = example.com\nmydestination = localhost, ${mydomain}\nsmtpd_banner = $myhostname costs $$5\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run(context) {
    const entries = context.postfix ? context.file.entries : [...overridesHere(context)].map(({ entry }) => entry);
    for (const entry of entries) {
      if (postfixParameter(entry.key)?.type === 'raw' || !entry.value.includes('$')) continue;
      const problem = macroProblems(entry.value)[0] ?? selfReference(entry, context);
      if (problem) yield { entry, problem };
    }
  },
  word: ({ entry, problem }) => ({
    at: valueSpanIn(entry, problem.span.start, problem.span.end),
    // postconf(1) only warns about parameters that no program reads.
    severity: postfixParameter(entry.key) ? 'error' : 'warning',
    message:
      problem.code === 'macro-nesting' ? `"${entry.key}" refers to itself, so it has no value and Postfix stops` : `in "${entry.key}": ${problem.message}`,
  }),
  fixes({ entry, problem }) {
    // No dollar sign is meant where only a word, a number or a table can stand.
    if (problem.code !== 'empty-macro-name' || stopsOnBadValue(entry.key)) return [];
    const dollar = valueSpanIn(entry, problem.span.start, problem.span.start + 1);
    const edits = [{ span: span(dollar.end, dollar.end), newText: '$' }];
    return [{ title: 'Write "$$" for a dollar sign', safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits }];
  },
});

/** Only members of a circle are named: whoever refers to one of them has the same mistake for a cause. */
function selfReference(entry: Entry, context: RuleContext): MacroProblem | undefined {
  const parameters = parametersBeside(context, entry);
  const own = parameters?.get(entry.key);
  if (!parameters || own?.entry !== entry || own.isKnown) return undefined;
  const { problem } = expandMacros(entry.value, (name) => parameters.get(name).raw);
  return problem?.code === 'macro-nesting' && isInCircle(entry.key, parameters) ? { ...problem, span: span(0, entry.value.length) } : undefined;
}

function isInCircle(name: string, postfix: PostfixMain): boolean {
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { name: found } of macroReferences(postfix.get(next).raw)) {
      if (found === name) return true;
      if (!seen.has(found)) waiting.push(found);
      seen.add(found);
    }
  }
  return false;
}
