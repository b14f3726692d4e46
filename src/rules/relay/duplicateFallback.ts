import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { writtenDestinations } from '../support/postfixRelayhost.ts';
import { postconf5 } from '../support/references.ts';

/** A fallback that is the relay itself. */
export const duplicateFallback = mainRule(
  {
    id: 'relay/duplicate-fallback',
    severity: 'information',
    listens: ['smtp_fallback_relay', 'relayhost'],
    title: 'Fallback to the same relay',
    why: 'smtp_fallback_relay is tried when the relay can not be reached or refuses for now. The same server is asked a second time at once and gives the same answer.',
    bad: mainCf('relayhost = [smtp.example.com]:587\nsmtp_fallback_relay = [smtp.example.com]:587\n'),
    ok: mainCf('relayhost = [smtp.example.com]:587\nsmtp_fallback_relay = [smtp.example.com]:2525\n'),
    references: [postconf5('smtp_fallback_relay')],
  },
  function* (context) {
    const relays = writtenDestinations(context, ['relayhost']).map(({ destination }) => destination.text.toLowerCase());
    for (const { destination, place } of writtenDestinations(context, ['smtp_fallback_relay'])) {
      if (destination.host?.isTemplated || !relays.includes(destination.text.toLowerCase())) continue;
      yield {
        at: place(destination.span),
        message: `"${destination.text}" is in relayhost already, so falling back to it is a second try at the same server. name another one, or remove it`,
      };
    }
  },
);
