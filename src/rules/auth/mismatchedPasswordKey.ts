import { IMPLICIT_TLS_PORT, SUBMISSION_PORT } from '../../data/ports.ts';
import { isPrivateHost } from '../../discover/local.ts';
import { type NextHop, nextHops } from '../../discover/postfixNextHops.ts';
import { findRow, type ReadTables, readTables } from '../../discover/postfixTable.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { clientSignsIn, isYes } from '../support/postfixClient.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';
import { addPasswordRow, hostOfKey, isPlain, renameRow, rowPlace } from '../support/tableRows.ts';

const MAIN =
  'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n';

/** A relay for which the password table has no key (smtp_sasl_passwd_lookup in smtp_sasl_glue.c). */
export const mismatchedPasswordKey = mainRule(
  {
    id: 'auth/mismatched-password-key',
    severity: 'error',
    listens: ['relayhost', 'smtp_sasl_password_maps', 'transport_maps'],
    title: 'No password for the relay',
    why: 'Postfix looks up the bare host name and the next hop exactly as it is written, with brackets and port. When neither is a key it sends without signing in and logs nothing: the relay answers "authentication required" or "relay access denied".',
    bad: mainCfAmong(MAIN, { sasl_passwd: 'smtp.example.com:587 robot:placeholder\n' }),
    ok: mainCfAmong(MAIN, { sasl_passwd: 'smtp.example.com robot:placeholder\n' }),
    references: [postfixReadme('SASL_README', 'client_sasl_enable')],
    fix: 'unsafe',
  },
  function* (context) {
    const { folder, postfix } = context;
    if (!folder) return;
    const { hops } = nextHops(folder, postfix);
    const seen = new Set<string>();
    for (const { parameters, service } of scopesOf(context, 'smtp')) {
      if (clientSignsIn(parameters) !== true) continue;
      const tables = readTables(folder, parameters, 'smtp_sasl_password_maps');
      if (!tables?.isComplete) continue;
      const bySender = !/^no$/i.test(parameters.get('smtp_sender_dependent_authentication').value);
      if (bySender && tables.rows.some(({ key }) => key.includes('@'))) continue;
      for (const hop of hops) {
        if (service && service.fields.service.text !== hop.transport) continue;
        const host = hop.destination.host?.text;
        if (!host || !isPlain(hop) || seen.has(hop.text) || findRow(tables, host) || findRow(tables, hop.text)) continue;
        const near = tables.rows.find(({ key }) => hostOfKey(key) === host.toLowerCase());
        if (!near && !expectsSignIn(hop, host, tables)) continue;
        seen.add(hop.text);
        yield {
          at: hop.span,
          severity: isYes(parameters.get('smtp_sasl_auth_enable').value) && (near || hop.destination.isBracketed) ? 'error' : 'warning',
          message: near
            ? `the password table has the key "${near.key}", but Postfix looks up "${host}" and "${hop.text}": it does not sign in`
            : `the password table has no key "${hop.text}" or "${host}": Postfix does not sign in at this relay. add one, and run postmap`,
          related: near ? [rowPlace(near, 'this key was probably meant')] : [{ span: tables.entry.keySpan, message: 'the table is named here' }],
          fixes: near ? [renameRow(near, hop.text)] : addPasswordRow(folder, tables, hop.text),
        };
      }
    }
  },
);

/** A submission server on the Internet, that the default route leads to. Behind an unbracketed name another host may stand (MX). */
function expectsSignIn({ entry, row, destination }: NextHop, host: string, { rows }: ReadTables): boolean {
  const isSubmission = destination.port === SUBMISSION_PORT || destination.port === IMPLICIT_TLS_PORT;
  const isMxPossible = !destination.isBracketed && rows.length > 0;
  return entry.key === 'relayhost' && !row && isSubmission && !isMxPossible && !isPrivateHost(host);
}
