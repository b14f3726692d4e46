import { allPostfixParameters, isKnownParameter, postfixParameter } from '../../data/postfixParameters.ts';
import type { UndefinedReference } from '../../discover/postfixNames.ts';
import { skipSpace } from '../../parse/ascii.ts';
import { macroReferences } from '../../parse/postfixExpand.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { namesHere } from '../support/postfixNames.ts';
import { overridesHere } from '../support/postfixScopes.ts';
import { swallowedLines } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';
import type { RuleContext } from '../types.ts';

interface State {
  readonly at: Span;
  readonly name: string;
  /** A restriction class is named without a `$`; what follows a `$` in a password table may be half a password. */
  readonly kind: 'macro' | 'class' | 'in-password';
  readonly suggestion: string | undefined;
}

/** `$name` of a parameter that nobody sets: it expands to nothing. */
export const undefinedMacro = defineRule<State>({
  meta: {
    id: 'postfix/undefined-macro',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Macro without a value',
    why: 'A "$name" that nothing gives a value expands to nothing, without a message in the log. A list then lacks an item, a path its beginning.',
    bad: mainCf('myorigin = $mydomian\n'),
    ok: mainCf('my_domain = example.com\nmyorigin = $my_domain\nmydestination = $myhostname, ${extra_domains?$extra_domains}\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run(context) {
    const { file, postfix } = context;
    const references = postfix ? namesHere(context).undefinedReferences : [...inOptions(context)];
    const tested = new Set(references.filter(({ span }) => isCondition(file.text, span)).map(({ name }) => name));
    const candidates = references.length > 0 ? [...file.entries.map(({ key }) => key), ...allPostfixParameters().map((parameter) => parameter.name)] : [];
    for (const { name, span, entry } of references) {
      if (tested.has(name)) continue;
      // In a line that was meant for a setting of its own the name may well mean something.
      if (swallowedLines(file, entry).some(({ indent }) => indent.start <= span.start)) continue;
      const isClass = entry.key === 'smtpd_restriction_classes' && !'${('.includes(file.text[span.start - 1] ?? ' ');
      const kind = /password|passwd/.test(entry.key) ? 'in-password' : isClass ? 'class' : 'macro';
      yield { at: span, name, kind, suggestion: kind === 'in-password' ? undefined : didYouMean(name, candidates) };
    }
  },
  word: ({ at, name, kind, suggestion }) => ({ at, severity: kind === 'class' ? 'error' : 'warning', message: messageOf(name, kind, suggestion) }),
  fixes: ({ at, kind, suggestion }) =>
    suggestion ? [{ title: `Use "${kind === 'class' ? '' : '$'}${suggestion}"`, safety: 'unsafe', edits: [{ span: at, newText: suggestion }] }] : [],
});

/** The names in options that nothing gives a value, where main.cf can be seen. */
function* inOptions(context: RuleContext): Generator<UndefinedReference> {
  if (!context.folder?.main) return;
  for (const { entry, parameters } of overridesHere(context)) {
    if (postfixParameter(entry.key)?.type === 'raw') continue;
    for (const { name, span } of macroReferences(entry.value)) {
      if (isKnownParameter(name) || parameters.isSet(name)) continue;
      yield { name, entry, span: valueSpanIn(entry, span.start, span.end) };
    }
  }
}

function messageOf(name: string, kind: State['kind'], suggestion: string | undefined): string {
  if (kind === 'in-password') return 'the name after "$" has no value and counts as empty. write "$$" for a dollar sign in a password';
  if (kind === 'class') return `restriction class "${name}" has no definition, so smtpd does not start. set "${name}" to its restrictions`;
  const fault = `"$${name}" has no value and counts as empty`;
  return suggestion ? `${fault}. did you mean "$${suggestion}"?` : `${fault}. set "${name}", or write "$$${name}" for a dollar sign`;
}

/** `${name?text}` and `${name:text}` ask whether the parameter has a value, so that it may well have none. */
function isCondition(text: string, name: Span): boolean {
  return text[name.start - 1] !== '$' && '?:'.includes(text[skipSpace(text, name.end)] ?? ' ');
}
