import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { publicRelayhosts } from '../support/postfixClient.ts';
import { numberOf } from '../support/postfixNumbers.ts';
import { postconf5, rfc } from '../support/references.ts';
import { providerOfRelay } from '../support/relays.ts';

const MEGABYTE = 1_000_000;
/** Providers count in units of their own choice, and their numbers are rounded. */
const TOLERANCE = 1.4;

/** Messages that are taken here and refused by the relay. */
export const mismatchedMessageSize = mainRule(
  {
    id: 'queue/mismatched-message-size',
    severity: 'information',
    listens: ['message_size_limit', 'relayhost'],
    title: 'Larger messages than the relay takes',
    why: "A message that is too large for the relay is accepted here first and comes back as a bounce. With a limit no larger than the relay's the sender learns of it at once.",
    bad: mainCf('relayhost = [smtp.gmail.com]:587\nmessage_size_limit = 104857600\nmailbox_size_limit = 0\n'),
    ok: mainCf('relayhost = [smtp.gmail.com]:587\nmessage_size_limit = 26214400\n'),
    references: [postconf5('message_size_limit'), rfc(1870, '3')],
  },
  function* (context) {
    const { postfix } = context;
    const { entry } = postfix.get('message_size_limit');
    const size = numberOf(postfix, 'message_size_limit');
    for (const relay of publicRelayhosts(context)) {
      const provider = providerOfRelay(relay);
      const most = provider?.limits?.messageSizeMB;
      if (!entry || size === undefined || typeof most !== 'number' || (size > 0 && size <= most * MEGABYTE * TOLERANCE)) continue;
      yield {
        at: entry.valueSpan,
        message: `${provider!.name} takes about ${most} MB, less than the ${size === 0 ? 'unlimited size' : `${size} bytes`} allowed here, so large messages bounce`,
      };
    }
  },
);
