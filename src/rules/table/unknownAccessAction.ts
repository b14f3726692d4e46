import { postfixRestriction } from '../../data/postfixRestrictions.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { table, tableManual, tableRule, useOf } from '../support/tableRule.ts';
import type { RuleContext } from '../types.ts';

/** The actions of access(5), as smtpd(8) compares them: without regard to case. */
const ACTIONS = [
  'ok',
  'relay',
  'permit',
  'reject',
  'defer',
  'defer_if_reject',
  'defer_if_permit',
  'bcc',
  'discard',
  'dunno',
  'filter',
  'hold',
  'prepend',
  'redirect',
  'info',
  'warn',
];

/** A result of an access table that smtpd(8) has no meaning for. */
export const unknownAccessAction = tableRule(
  {
    id: 'table/unknown-access-action',
    severity: 'error',
    title: 'Unknown action in an access table',
    why: 'A result is an action, a reply that begins with 4 or 5, or restrictions. For any other word smtpd(8) logs "unknown smtpd restriction" and answers with a temporary error, so clients come back again and again.',
    bad: table('postfix/client_access', '192.0.2.7 REJCET\n'),
    ok: table(
      'postfix/client_access',
      '192.0.2.7 REJECT go away\n192.0.2.8 550 5.7.1 no\n192.0.2.9 permit_sasl_authenticated, reject\n192.0.2.10 insiders_only\n',
    ),
    references: [tableManual('access')],
    fix: 'unsafe',
  },
  function* ({ entries }, context) {
    if (useOf(context) !== 'access') return;
    const classes = classesOf(context);
    for (const entry of entries) {
      const word = /^[^\s,]+/.exec(entry.value)?.[0] ?? '';
      const fault = faultOf(word, entry, classes);
      if (!fault) continue;
      const at = valueSpanIn(entry, 0, word.length);
      yield {
        at,
        message: fault.message,
        fixes: fault.better === undefined ? [] : [{ title: `Write ${fault.better}`, safety: 'unsafe', edits: [{ span: at, newText: fault.better }] }],
      };
    }
  },
);

interface Fault {
  readonly message: string;
  readonly better?: string;
}

function faultOf(word: string, { value }: Entry, classes: ReadonlySet<string> | undefined): Fault | undefined {
  if (/^\d{3}(?=[\s,]|$)/.test(value) && /\D/.test(value)) {
    return /^[45]/.test(value) ? undefined : { message: `"${word}" is no reply that refuses: a reply begins with 4 or 5. write "OK" to permit` };
  }
  if (/^\d+$/.test(word) || !/^[A-Za-z_]\w{2,40}$/.test(word)) return undefined;
  const lower = word.toLowerCase();
  if (ACTIONS.includes(lower) || postfixRestriction(lower) || classes?.has(lower)) return undefined;
  const near = didYouMean(lower, ACTIONS);
  const better = near && (word === lower ? near : near.toUpperCase());
  if (better) return { message: `"${word}" is no action of access(5). did you mean "${better}"?`, better };
  return classes && { message: `"${word}" is neither an action of access(5) nor a restriction. smtpd answers with a temporary error` };
}

/** The names that main.cf gives to lists of restrictions, in lower case; undefined when it can't be seen. */
function classesOf({ folder }: RuleContext): ReadonlySet<string> | undefined {
  const classes = folder?.parameters?.get('smtpd_restriction_classes');
  return classes?.isKnown ? new Set(classes.value.toLowerCase().split(/[\s,]+/)) : undefined;
}
