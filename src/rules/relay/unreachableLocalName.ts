import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { writtenDestinations } from '../support/postfixRelayhost.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postconf5, rfc } from '../support/references.ts';

/** Names that DNS does not hold: multicast DNS and the hosts file do. */
const NOT_IN_DNS = /(^|\.)(localhost|localdomain|local)$/i;

/** A relay whose name only this machine knows, while Postfix asks DNS alone. */
export const unreachableLocalName = mainRule(
  {
    id: 'relay/unreachable-local-name',
    severity: 'information',
    listens: ['relayhost', 'smtp_fallback_relay', 'smtp_host_lookup'],
    title: 'Relay that DNS does not know',
    why: 'smtp(8) asks DNS for the address of a relay and nothing else, by default. Names in /etc/hosts and names of multicast DNS are found only with "native" in smtp_host_lookup.',
    bad: mainCf('relayhost = [mailrelay.local]\n'),
    ok: mainCf('relayhost = [mailrelay.local]\nsmtp_host_lookup = dns, native\n'),
    references: [postconf5('smtp_host_lookup'), rfc(6762, '3')],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, postfix } = context;
    const asksDnsOnly = scopesOf(context, 'smtp').every(({ parameters }) => {
      const { isKnown, value } = parameters.get('smtp_host_lookup');
      return isKnown && !splitPostfixList(value).some(({ text }) => text === 'native');
    });
    const support = postfix.get('smtp_dns_support_level');
    if (!asksDnsOnly || !support.isKnown || support.value.toLowerCase() === 'disabled') return;
    for (const { entry, destination, place } of writtenDestinations(context)) {
      const { host, problems } = destination;
      if (!host || host.isTemplated || problems.length > 0 || !NOT_IN_DNS.test(host.text)) continue;
      yield {
        at: place(host.span),
        message: `"${host.text}" is a name that DNS does not hold as a rule, and Postfix asks DNS only. add "native" to smtp_host_lookup`,
        fixes: [
          { title: 'Set smtp_host_lookup to dns, native', safety: 'unsafe', edits: [setParameter(file, postfix, 'smtp_host_lookup', 'dns, native', entry)] },
        ],
      };
    }
  },
);
