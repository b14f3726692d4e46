import { setValue } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { isYes } from '../support/postfixClient.ts';
import { postconf5 } from '../support/references.ts';

/** The safety net for trying things out, left on. */
export const unsafeSoftBounce = mainRule(
  {
    id: 'queue/unsafe-soft-bounce',
    severity: 'warning',
    listens: ['soft_bounce'],
    title: 'Soft bounces left on',
    why: 'soft_bounce turns every final "no" into "try again later". It helps while a new configuration is tried; left on, mail that can never be delivered stays in the queue for days and senders of spam come back for ever.',
    bad: mainCf('soft_bounce = yes\n'),
    ok: mainCf('soft_bounce = no\n'),
    references: [postconf5('soft_bounce')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => name === 'soft_bounce')) {
      if (!isYes(value)) continue;
      yield {
        at: entry.valueSpan,
        message: 'with "soft_bounce" on, mail that can never be delivered stays in the queue. switch it off after the trial',
        fixes: [{ title: 'Set soft_bounce to no', safety: 'unsafe', edits: [setValue(context.file, entry, 'no')] }],
      };
    }
  },
);
