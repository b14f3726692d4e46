import { postfixParameter } from '../../data/postfixParameters.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { type JudgedValue, nameFault } from '../support/judgeable.ts';
import { defaultTimeUnit } from '../support/postfixNumbers.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { isDecisive, quotable } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface Reading {
  /** What Postfix makes of it, where it reads on and means something else. */
  readonly readAs?: string;
  /** Why it stops. */
  readonly fault?: string;
}

interface State extends JudgedValue, Reading {}

const UNITS: Readonly<Record<string, { readonly name: string; readonly seconds: number; readonly spelt: RegExp }>> = {
  s: { name: 'seconds', seconds: 1, spelt: /^s(ecs?|econds?)?$/ },
  m: { name: 'minutes', seconds: 60, spelt: /^m(ins?|inutes?)?$/ },
  h: { name: 'hours', seconds: 3600, spelt: /^h(rs?|ours?)?$/ },
  d: { name: 'days', seconds: 86_400, spelt: /^d(ays?)?$/ },
  w: { name: 'weeks', seconds: 604_800, spelt: /^w(eeks?)?$/ },
};
const MOST_SECONDS = 2 ** 31 - 1;

/** A time that Postfix can't read, or reads as another one: a whole number and one letter (conv_time(3)). */
export const malformedTime = defineRule<State>({
  meta: {
    id: 'postfix/malformed-time',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Time that Postfix cannot read',
    why: 'A time is a whole number and one of the letters s, m, h, d, w right behind it, in lower case. At a blank, a fraction or another letter the program that reads it stops; text behind the letter is ignored, so "1month" is one minute.',
    bad: mainCf('maximal_queue_lifetime = 5 days\n'),
    ok: mainCf('maximal_queue_lifetime = 5d\nminimal_backoff_time = 300\nsmtp_helo_timeout = 5min\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run(context) {
    for (const judged of scopedValues(context, (_, type) => type === 'time')) {
      const reading = read(judged.entry.key, judged.value);
      if (reading) yield { ...judged, ...reading };
    }
  },
  word: ({ entry, value, readAs, fault }) => ({
    at: value === '' ? entry.keySpan : entry.valueSpan,
    severity: readAs ? 'warning' : 'error',
    message: readAs
      ? `"${quotable(entry.value)}" counts as ${readAs}: Postfix reads one number and one letter`
      : `${nameFault({ entry, value })}. ${fault ?? 'expected a whole number and one of "s", "m", "h", "d", "w"'}`,
  }),
  fixes({ entry, value, readAs }) {
    const [, digits, letter] = /^(\d+)[ \t]*([smhdw])(?:ecs?|econds?|ins?|inutes?|rs?|ours?|ays?|eeks?)?$/i.exec(value) ?? [];
    if (readAs || digits === undefined || letter === undefined || entry.value !== value) return [];
    const newText = `${digits}${letter.toLowerCase()}`;
    if (read(entry.key, newText)) return [];
    return [{ title: `Set ${entry.key} to ${newText}`, safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits: [{ span: entry.valueSpan, newText }] }];
  },
});

/** Undefined when Postfix reads the time as it looks. */
function read(name: string, value: string): Reading | undefined {
  const [, digits, rest] = /^\+?(\d+)(.*)$/s.exec(value) ?? [];
  if (digits === undefined || rest === undefined) return {};
  const unit = UNITS[rest[0] ?? defaultTimeUnit(name)];
  if (!unit) return {};
  const { min = 0, max = MOST_SECONDS } = postfixParameter(name) ?? {};
  const seconds = Number(digits) * unit.seconds;
  if (seconds < min) return { fault: `the least is ${min}s` };
  if (seconds > max) return { fault: `the most is ${max}s` };
  if (rest === '' || unit.spelt.test(rest)) return undefined;
  return { readAs: `${digits} ${Number(digits) === 1 ? unit.name.slice(0, -1) : unit.name}` };
}
