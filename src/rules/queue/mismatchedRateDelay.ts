import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { numberOf } from '../support/postfixNumbers.ts';
import { postconf5 } from '../support/references.ts';

const RATE = '_destination_rate_delay';
const RECIPIENTS = '_destination_recipient_limit';

/** A delay between messages to a domain that became one between messages to a recipient (postconf(5)). */
export const mismatchedRateDelay = mainRule(
  {
    id: 'queue/mismatched-rate-delay',
    severity: 'information',
    listens: ['default_destination_rate_delay', 'default_destination_recipient_limit', 'default_transport_rate_delay'],
    title: 'Rate delay per recipient',
    why: 'With a recipient limit of 1 a "destination" is one recipient instead of one domain. The rate delay then holds between messages to the same person only, and mail to a domain goes out as fast as ever.',
    bad: mainCf('slow_destination_rate_delay = 1s\nslow_destination_recipient_limit = 1\n'),
    ok: mainCf('slow_destination_rate_delay = 1s\nslow_destination_recipient_limit = 2\n'),
    references: [postconf5('default_destination_rate_delay'), postconf5('default_transport_rate_delay')],
  },
  function* (context) {
    const { postfix } = context;
    for (const { entry, value } of judgeableValues(context, (name) => name.endsWith(RATE))) {
      const service = entry.key.slice(0, -RATE.length);
      const own = `${service}${RECIPIENTS}`;
      const name = postfix.isSet(own) ? own : `default${RECIPIENTS}`;
      if (!/^[1-9]/.test(value) || numberOf(postfix, name) !== 1) continue;
      const total = `${service}_transport_rate_delay`;
      yield {
        at: entry.valueSpan,
        message: `with "${name} = 1" this delay holds per recipient, not per domain. "${total}" slows down all mail of the service`,
      };
    }
  },
);
