import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { secondsOf } from '../support/postfixNumbers.ts';
import { postconf5, rfc } from '../support/references.ts';

const DAY = 86_400;
const LEAST_DAYS = 1;
const MOST_DAYS = 14;

/** A lifetime in the queue that loses mail early, or tells the sender late. */
export const unsafeLifetime = mainRule(
  {
    id: 'queue/unsafe-lifetime',
    severity: 'information',
    listens: ['maximal_queue_lifetime'],
    title: 'Unusual lifetime of queued mail',
    why: 'Mail waits this long for a server that is down before it comes back to the sender. RFC 5321 asks for four to five days: much less loses mail over a weekend, much more hides the failure.',
    bad: mainCf('maximal_queue_lifetime = 4h\n'),
    ok: mainCf('maximal_queue_lifetime = 3d\n'),
    references: [postconf5('maximal_queue_lifetime'), rfc(5321, '4.5.4.1')],
  },
  function* (context) {
    const seconds = secondsOf(context.postfix, 'maximal_queue_lifetime');
    if (seconds === undefined || (seconds >= LEAST_DAYS * DAY && seconds <= MOST_DAYS * DAY)) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'maximal_queue_lifetime')) {
      const effect =
        seconds === 0
          ? 'mail is tried once only and comes back'
          : seconds < DAY
            ? `mail comes back after ${value}`
            : `senders learn of a failure after ${value} only`;
      yield { at: entry.valueSpan, message: `${effect}. RFC 5321 asks for 4 to 5 days` };
    }
  },
);
