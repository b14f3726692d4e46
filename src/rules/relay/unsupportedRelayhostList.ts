import { compareVersions } from '../../data/versions.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { writtenDestinations } from '../support/postfixRelayhost.ts';
import { postconf5 } from '../support/references.ts';

/** The first release in which relayhost may name several destinations. */
const LISTS_SINCE = '3.5';

/** Several relays in relayhost, on a Postfix that takes one. */
export const unsupportedRelayhostList = mainRule(
  {
    id: 'relay/unsupported-relayhost-list',
    severity: 'error',
    listens: ['relayhost'],
    title: 'List of relays before Postfix 3.5',
    why: 'Until 3.4 the whole value of relayhost is one destination. A list with commas or blanks is no host name then: the delivery stops with a bad server description and mail stays in the queue.',
    bad: { ...mainCf('relayhost = [a.example.com]:587, [b.example.com]:587\n'), version: '3.4' },
    ok: { ...mainCf('relayhost = [a.example.com]:587, [b.example.com]:587\n'), version: '3.5' },
    references: [postconf5('relayhost')],
  },
  function* (context) {
    const version = context.folder?.version;
    if (!version || compareVersions(version, LISTS_SINCE) >= 0) return;
    const [, second] = writtenDestinations(context, ['relayhost']);
    if (second)
      yield {
        at: second.place(second.destination.span),
        message: `"${second.destination.text}" is a second relay, which relayhost takes from Postfix ${LISTS_SINCE} on. here it is ${version}: use smtp_fallback_relay`,
      };
  },
);
