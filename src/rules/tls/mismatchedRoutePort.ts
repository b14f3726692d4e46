import { isImplicitTlsPort, isStartTlsPort } from '../../data/ports.ts';
import { isPrivateHost } from '../../discover/local.ts';
import { nextHops } from '../../discover/postfixNextHops.ts';
import { programOf, serviceParameters, transportService } from '../../discover/postfixService.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { isOverridden } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme, rfc } from '../support/references.ts';
import { switchOf } from '../support/smtpServers.ts';
import { isPlain, rowPlace } from '../support/tableRows.ts';

const MAIN = 'default_transport = smtps:[smtp.example.com]:587\n';
const service = (mode: string) => ({ 'master.cf': `smtps unix - - y - - smtp -o smtp_tls_security_level=encrypt -o smtp_tls_wrappermode=${mode}\n` });

/** A route whose service speaks TLS first where the server does not, or the other way round. */
export const mismatchedRoutePort = mainRule(
  {
    id: 'tls/mismatched-route-port',
    severity: 'error',
    listens: ['default_transport', 'relay_transport', 'transport_maps', 'relayhost', 'smtp_tls_wrappermode'],
    title: 'Route to a port that begins otherwise',
    why: 'Each service of master.cf has a wrapper mode of its own, and port 465 begins with TLS while 25 and 587 begin in clear text. When the two differ the session hangs until it times out, or fails with "wrong version number".',
    bad: mainCfAmong(MAIN, service('yes')),
    ok: mainCfAmong(MAIN, service('no')),
    references: [postconf5('smtp_tls_wrappermode'), postfixReadme('TLS_README', 'client_smtps'), rfc(8314, '3.3')],
  },
  function* (context) {
    const { folder, postfix } = context;
    if (!folder?.master) return;
    const isServiceWrapped = isOverridden(context, ['smtp_tls_wrappermode']);
    const seen = new Set<string>();
    for (const hop of nextHops(folder, postfix).hops) {
      const { host, port } = hop.destination;
      const route = transportService(folder, hop.transport);
      // What main.cf alone explains has a finding of its own.
      const isSeen = !hop.row && /^(smtp|relay)$/.test(hop.transport) && !isServiceWrapped;
      if (!route || programOf(route) !== 'smtp' || isSeen || (hop.entry.key === 'relayhost' && hop.transport === 'relay')) continue;
      const isWrapped = switchOf(serviceParameters(folder, route), 'smtp_tls_wrappermode');
      if (!host || port === undefined || isWrapped === undefined || !isPlain(hop) || isPrivateHost(host.text)) continue;
      const isWrong = isWrapped ? isStartTlsPort(port) : isImplicitTlsPort(port);
      if (!isWrong || seen.has(hop.span.start + hop.text)) continue;
      seen.add(hop.span.start + hop.text);
      yield {
        at: hop.span,
        message: isWrapped
          ? `"${hop.text}" begins in clear text on port ${port}, but service "${hop.transport}" has smtp_tls_wrappermode on. use port 465, or a service without it`
          : `"${hop.text}" expects TLS from the first byte on port ${port}, but service "${hop.transport}" has smtp_tls_wrappermode off. set it there, with level "encrypt"`,
        related: hop.row ? [rowPlace(hop.row, 'the route')] : [],
      };
    }
  },
);
