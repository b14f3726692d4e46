import { splitTransport } from '../../discover/postfixNextHops.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { hasValue } from '../support/postfixClient.ts';
import { postconf5 } from '../support/references.ts';

/** Transports that take no next hop, so that what stands behind them is a text or a path. */
const NO_HOP = /^(error|discard|retry|local|virtual)$/;

/** A relayhost that no mail takes, because the transport brings its own next hop. */
export const unusedRelayhost = mainRule(
  {
    id: 'relay/unused-relayhost',
    severity: 'information',
    listens: ['relayhost', 'default_transport'],
    title: 'Relayhost that is passed over',
    why: 'A next hop in default_transport is more special than relayhost, so Postfix takes that one for all mail to other sites. What relayhost says is not used, and its password is not looked up.',
    bad: mainCf('relayhost = [smtp.example.com]:587\ndefault_transport = smtp:[mail.example.net]\n'),
    ok: mainCf('relayhost = [smtp.example.com]:587\ndefault_transport = smtp:\n'),
    references: [postconf5('default_transport'), postconf5('relayhost')],
  },
  function* ({ postfix }) {
    const relayhost = postfix.get('relayhost').entry;
    const transport = postfix.get('default_transport');
    if (!relayhost || !hasValue(postfix, 'relayhost') || !transport.entry || !transport.isKnown) return;
    const { transport: name, nexthop } = splitTransport(transport.value.trim());
    if (nexthop === '' && !NO_HOP.test(name)) return;
    // Relay domains still go there unless their transport has a next hop of its own.
    const relay = postfix.get('relay_transport');
    const isForRelayDomains = hasValue(postfix, 'relay_domains') && postfix.isSet('relay_domains') && splitTransport(relay.value).nexthop === '';
    if (isForRelayDomains) return;
    yield {
      at: relayhost.valueSpan,
      message: `relayhost "${relayhost.value}" is not used: "default_transport = ${transport.entry.value}" decides where mail goes`,
      related: [{ span: transport.entry.keySpan, message: 'this next hop is taken instead' }],
      tag: 'unnecessary',
    };
  },
);
