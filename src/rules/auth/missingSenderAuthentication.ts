import { readTables } from '../../discover/postfixTable.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { rowPlace } from '../support/tableRows.ts';

const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';
const PASSWORDS = { sasl_passwd: 'ann@example.org ann:placeholder\n[smtp.example.com]:587 robot:placeholder\n' };

/** Passwords by sender, and the switch that lets Postfix look for them is off. */
export const missingSenderAuthentication = mainRule(
  {
    id: 'auth/missing-sender-authentication',
    severity: 'warning',
    listens: ['smtp_sasl_password_maps', 'smtp_sender_dependent_authentication'],
    title: 'Passwords by sender that are never used',
    why: 'Keys with an "@" are senders. Postfix looks for them only with smtp_sender_dependent_authentication, which is off by default: mail of these senders goes out with the password of the relay, or with none.',
    bad: mainCfAmong(MAIN, PASSWORDS),
    ok: mainCfAmong(`${MAIN}smtp_sender_dependent_authentication = yes\n`, PASSWORDS),
    references: [postconf5('smtp_sender_dependent_authentication'), postfixReadme('SASL_README', 'client_sasl_sender')],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, folder, postfix } = context;
    const tables = folder && readTables(folder, postfix, 'smtp_sasl_password_maps');
    const row = tables?.rows.find(({ key }) => key.includes('@'));
    const name = 'smtp_sender_dependent_authentication';
    const isOff = scopesOf(context, 'smtp').every(({ parameters }) => parameters.get(name).isKnown && /^no$/i.test(parameters.get(name).value));
    if (!tables || !row || !isOff) return;
    yield {
      at: tables.entry.valueSpan,
      message: `the password table has the sender "${row.key}", which Postfix looks for only with "${name} = yes"`,
      related: [rowPlace(row, 'the key')],
      fixes: [{ title: `Set ${name} to yes`, safety: 'unsafe', edits: [setParameter(file, postfix, name, 'yes', tables.entry)] }],
    };
  },
);
