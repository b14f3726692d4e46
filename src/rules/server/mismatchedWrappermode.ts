import { masterCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme, rfc } from '../support/references.ts';
import { portOf, switchOf } from '../support/smtpServers.ts';

/** Ports where the server greets in clear text. */
const CLEAR = new Set([25, 587]);

/** TLS from the first byte on a port where clients wait for a greeting. */
export const mismatchedWrappermode = folderRule(
  {
    id: 'server/mismatched-wrappermode',
    severity: 'error',
    listens: ['smtpd_tls_wrappermode'],
    title: 'Wrapper mode on port 25 or 587',
    why: 'On ports 25 and 587 a client waits for the greeting before it says anything. A server in wrapper mode waits for the TLS handshake of the client, so that no session begins and all mail is lost there.',
    bad: masterCf('submission inet n - y - - smtpd -o smtpd_tls_wrappermode=yes\n'),
    ok: masterCf('submissions inet n - y - - smtpd -o smtpd_tls_wrappermode=yes\n'),
    references: [postconf5('smtpd_tls_wrappermode'), postfixReadme('TLS_README', 'server_enable'), rfc(8314, '3.3')],
    fix: 'unsafe',
  },
  function* (context) {
    const found = scopesOf(context, 'smtpd').flatMap(({ parameters, service }) => {
      const { entry } = parameters.get('smtpd_tls_wrappermode');
      const port = service && portOf(service);
      return port && CLEAR.has(port) && isHere(context, entry) && switchOf(parameters, 'smtpd_tls_wrappermode') ? [{ entry, port, service }] : [];
    });
    for (const { entry, port, service } of oncePerEntry(found)) {
      const advice = service.overrides.includes(entry) ? '' : '. set it in master.cf for the service on port 465';
      yield {
        at: entry.valueSpan,
        message: `"${entry.key} = ${entry.value}" makes service "${service.fields.service.text}" on port ${port} wait for TLS, while clients wait for its greeting${advice}`,
        fixes: [{ title: `Set ${entry.key} to no`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: 'no' }] }],
      };
    }
  },
);
