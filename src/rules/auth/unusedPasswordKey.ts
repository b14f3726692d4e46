import { nextHops } from '../../discover/postfixNextHops.ts';
import { findRow, readTables } from '../../discover/postfixTable.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { isPlain, rowPlace } from '../support/tableRows.ts';

const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';

/** An entry for the relay that another one, for the bare host, comes before. */
export const unusedPasswordKey = mainRule(
  {
    id: 'auth/unused-password-key',
    severity: 'information',
    listens: ['smtp_sasl_password_maps', 'relayhost'],
    title: 'Password entry that another one hides',
    why: 'Postfix asks for the bare host name first and for the next hop with brackets and port after that. When both are there with different values, the one that looks more exact is never used.',
    bad: mainCfAmong(MAIN, { sasl_passwd: 'smtp.example.com robot:placeholder\n[smtp.example.com]:587 other:placeholder\n' }),
    ok: mainCfAmong(MAIN, { sasl_passwd: 'smtp.example.com robot:placeholder\n[smtp.example.com]:587 robot:placeholder\n' }),
    references: [postfixReadme('SASL_README', 'client_sasl_enable')],
  },
  function* ({ folder, postfix }) {
    const tables = folder && readTables(folder, postfix, 'smtp_sasl_password_maps');
    if (!tables) return;
    const seen = new Set<string>();
    for (const hop of nextHops(folder, postfix).hops) {
      const host = hop.destination.host?.text;
      const winner = host && isPlain(hop) ? findRow(tables, host) : undefined;
      const loser = findRow(tables, hop.text);
      if (!winner || !loser || winner === loser || winner.value === loser.value || seen.has(loser.key)) continue;
      seen.add(loser.key);
      yield {
        at: tables.entry.valueSpan,
        message: `in the password table the key "${winner.key}" is asked for before "${loser.key}", so the second one is never used. keep one of them`,
        related: [rowPlace(winner, 'this entry is used'), rowPlace(loser, 'this entry is not used')],
      };
    }
  },
);
