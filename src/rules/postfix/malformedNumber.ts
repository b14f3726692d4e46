import { postfixParameter } from '../../data/postfixParameters.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { type JudgedValue, nameFault } from '../support/judgeable.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { isDecisive } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State extends JudgedValue {
  readonly problem: string;
}

const FACTORS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const LARGEST_INT = 2 ** 31 - 1;

/** A number with a unit, a fraction or outside of its range (mail_conf_int(3)). */
export const malformedNumber = defineRule<State>({
  meta: {
    id: 'postfix/malformed-number',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Number that Postfix cannot read',
    why: 'Postfix reads whole decimal numbers without a unit. At anything else the program that reads the parameter stops with "bad numerical configuration", and mail waits in the queue or is not accepted.',
    bad: mainCf('message_size_limit = 25M\n'),
    ok: mainCf('message_size_limit = 26214400\nmailbox_size_limit = 0\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run(context) {
    for (const judged of scopedValues(context, (_, type) => type === 'int' || type === 'nint' || type === 'long')) {
      const problem = describe(judged);
      if (problem) yield { ...judged, problem };
    }
  },
  word: ({ entry, value, problem }) => ({ at: value === '' ? entry.keySpan : entry.valueSpan, message: problem }),
  fixes({ entry, value }) {
    const [, digits, unit] = /^(\d+) ?([kmg])(?:i?b)?$/i.exec(value) ?? [];
    if (digits === undefined || unit === undefined || entry.value !== value) return [];
    const newText = String(Number(digits) * FACTORS[unit.toLowerCase()]!);
    return [{ title: `Set ${entry.key} to ${newText}`, safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits: [{ span: entry.valueSpan, newText }] }];
  },
});

function describe({ entry, value }: JudgedValue): string | undefined {
  const { type, min, max } = postfixParameter(entry.key) ?? {};
  if (!/^[+-]?\d+$/.test(value)) return `${nameFault({ entry, value })}. expected a whole number without a unit`;
  const number = Number(value);
  if (min !== undefined && number < min) return `"${value}" is too small for "${entry.key}". the least is ${min}`;
  const most = max ?? (type === 'long' ? Number.MAX_SAFE_INTEGER : LARGEST_INT);
  return number > most ? `"${value}" is too large for "${entry.key}". the most is ${most}` : undefined;
}
