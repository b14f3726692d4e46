import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { secondsOf } from '../support/postfixNumbers.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** Pairs of which the first has to be at most the second. */
const PAIRS = [
  ['minimal_backoff_time', 'maximal_backoff_time'],
  ['queue_run_delay', 'minimal_backoff_time'],
] as const;

/** Times between tries in the wrong order (TUNING_README). */
export const mismatchedBackoff = mainRule(
  {
    id: 'queue/mismatched-backoff',
    severity: 'warning',
    listens: ['minimal_backoff_time', 'maximal_backoff_time', 'queue_run_delay'],
    title: 'Waiting times in the wrong order',
    why: 'Deferred mail is tried again after minimal_backoff_time at first and maximal_backoff_time at last, whenever the queue is looked through. In another order mail is tried at other times than the lines say.',
    bad: mainCf('minimal_backoff_time = 2h\nmaximal_backoff_time = 1h\n'),
    ok: mainCf('minimal_backoff_time = 5m\nmaximal_backoff_time = 1h\nqueue_run_delay = 5m\n'),
    references: [postconf5('minimal_backoff_time'), postfixReadme('TUNING_README')],
  },
  function* ({ postfix }) {
    for (const [lower, upper] of PAIRS) {
      const [less, more] = [secondsOf(postfix, lower), secondsOf(postfix, upper)];
      const [low, high] = [postfix.get(lower), postfix.get(upper)];
      const entry = low.entry ?? high.entry;
      if (less === undefined || more === undefined || less <= more || !entry) continue;
      yield { at: entry.valueSpan, message: `"${lower}" (${low.value}) is longer than "${upper}" (${high.value}). the first has to be at most the second` };
    }
  },
);
