import { compareCompatibilityLevels } from '../../parse/compatibilityLevel.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { quotable } from '../support/postfixText.ts';
import { postfixReadme } from '../support/references.ts';

/** A compatibility level that is no number of the form n, n.n or n.n.n (compat_level(3)). */
export const malformedCompatibilityLevel = mainRule(
  {
    id: 'postfix/malformed-compatibility-level',
    severity: 'error',
    listens: ['compatibility_level'],
    title: 'Compatibility level that is no level',
    why: 'The level is a number such as 2 or 3.6, by which Postfix chooses between old and new defaults. At anything else every Postfix program stops.',
    bad: mainCf('compatibility_level = latest\n'),
    ok: mainCf('compatibility_level = 3.6\n'),
    references: [postfixReadme('COMPATIBILITY_README')],
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => name === 'compatibility_level')) {
      if (compareCompatibilityLevels(value, value) !== undefined) continue;
      const shown = value === '' ? `"${entry.key}" is empty` : `"${quotable(entry.value)}" is no compatibility level`;
      yield { at: value === '' ? entry.keySpan : entry.valueSpan, message: `${shown}. expected a number such as "2" or "3.6"` };
    }
  },
);
