import { isPrivateHost } from '../../discover/local.ts';
import { isIpv4 } from '../../discover/postfixHostName.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, rfc } from '../support/references.ts';
import { isPatternFile } from '../support/relays.ts';

/** A name for the greeting that no receiver can look up. */
export const missingHostDomain = mainRule(
  {
    id: 'identity/missing-host-domain',
    severity: 'warning',
    listens: ['myhostname', 'smtp_helo_name', 'relayhost'],
    title: 'Host name without a domain',
    why: 'smtp(8) greets other servers with this name. Many of them refuse mail from a name without a domain, from localhost or from a name that exists in private networks only.',
    bad: mainCf('myhostname = mailserver\nrelayhost =\n'),
    ok: mainCf('myhostname = mailserver\nsmtp_helo_name = mail.example.com\nrelayhost =\n'),
    references: [postconf5('myhostname'), rfc(5321, '2.3.5'), rfc(5321, '4.1.4')],
  },
  function* (context) {
    const { postfix, file } = context;
    if (isPatternFile(file.path)) return;
    const helo = postfix.get('smtp_helo_name');
    const transport = postfix.get('default_transport');
    // What sends no mail greets nobody.
    if (transport.isKnown && /^(error|discard|retry|local)/.test(transport.value)) return;
    if (helo.entry && !/^\$(\{myhostname\}|myhostname)$/.test(helo.raw)) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'myhostname')) {
      const isBare = !value.includes('.') || isPrivateHost(value);
      // An address is no host name at all, which another rule says.
      if (!/^[a-z\d][a-z\d.-]*$/i.test(value) || !isBare || isIpv4(value)) continue;
      const relay = postfix.get('relayhost');
      const isDirect = relay.entry !== undefined && relay.isKnown && relay.value === '' && transport.isKnown;
      yield {
        at: entry.valueSpan,
        severity: isDirect ? 'warning' : 'information',
        message: `"${value}" is the name that other mail servers are greeted with, and they can't look it up. give the full name, such as "mail.example.com"`,
      };
    }
  },
);
