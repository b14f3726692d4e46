import { transportService } from '../../discover/postfixService.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { hasValue, isYes } from '../support/postfixClient.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** TLS from the first byte for mail that goes straight to the recipients' servers. */
export const mismatchedGlobalWrappermode = mainRule(
  {
    id: 'tls/mismatched-global-wrappermode',
    severity: 'warning',
    listens: ['smtp_tls_wrappermode', 'relayhost', 'default_transport'],
    title: 'Wrapper mode without a relay',
    why: 'Servers that take mail for their domains listen on port 25, where a session begins in clear text. smtp_tls_wrappermode is for relays on port 465: without a relayhost every delivery fails in the TLS handshake.',
    bad: mainCf('smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt\n'),
    ok: mainCf('smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt\nrelayhost = [smtp.example.com]:465\n'),
    references: [postconf5('smtp_tls_wrappermode'), postfixReadme('TLS_README', 'client_smtps')],
  },
  function* ({ postfix, folder }) {
    const wrapper = postfix.get('smtp_tls_wrappermode');
    if (!wrapper.entry || !wrapper.isKnown || !isYes(wrapper.value)) return;
    if (hasValue(postfix, 'relayhost') || hasValue(postfix, 'sender_dependent_relayhost_maps')) return;
    const transport = postfix.get('default_transport');
    if (!transport.isKnown || transport.value.trim() !== 'smtp' || isPortSet(postfix.get('smtp_tcp_port').value)) return;
    const service = folder && transportService(folder, 'smtp');
    if (service?.overrides.some(({ key }) => key === 'smtp_tls_wrappermode' || key === 'relayhost' || key === 'smtp_tcp_port')) return;
    yield {
      at: wrapper.entry.valueSpan,
      message: `"${wrapper.entry.key} = ${wrapper.value}" without a relayhost: mail goes to servers on port 25, which do not begin with TLS. set it for one service in master.cf, or name a relayhost`,
    };
  },
);

/** `smtp_tcp_port` (3.2) may be the port of such a service for all mail. */
const isPortSet = (value: string) => value !== '' && value !== 'smtp' && value !== '25';
