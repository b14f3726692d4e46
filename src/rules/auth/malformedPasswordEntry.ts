import { readTables } from '../../discover/postfixTable.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { rowPlace } from '../support/tableRows.ts';

const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';

/** An entry of the password table that is not `user:password`. */
export const malformedPasswordEntry = mainRule(
  {
    id: 'auth/malformed-password-entry',
    severity: 'warning',
    listens: ['smtp_sasl_password_maps'],
    title: 'Password entry without a password',
    why: 'The value of an entry is "user:password", parted at the first colon. Without a colon Postfix signs in with an empty password and is refused; a remark behind the password is taken for a part of it.',
    bad: mainCfAmong(MAIN, { sasl_passwd: '[smtp.example.com]:587 robot\n' }),
    ok: mainCfAmong(MAIN, { sasl_passwd: '# the account of this machine\n[smtp.example.com]:587 robot:place:holder\n' }),
    references: [postconf5('smtp_sasl_password_maps'), postfixReadme('SASL_README', 'client_sasl_enable')],
  },
  function* ({ folder, postfix }) {
    const tables = folder && readTables(folder, postfix, 'smtp_sasl_password_maps');
    const delimiter = postfix.get('smtp_sasl_password_result_delimiter');
    if (!tables || (delimiter.entry && (!delimiter.isKnown || delimiter.value !== ':'))) return;
    for (const row of tables.rows) {
      const isWithout = !row.value.includes(':');
      if (!isWithout && !/\s#/.test(row.value)) continue;
      yield {
        at: tables.entry.valueSpan,
        severity: isWithout ? 'warning' : 'information',
        message: isWithout
          ? `the entry for "${row.key}" in the password table has no colon, so the password is empty. write "user:password"`
          : `the entry for "${row.key}" in the password table has a "#" behind a blank, which is a part of the password. put remarks on lines of their own`,
        related: [rowPlace(row, 'the entry')],
      };
    }
  },
);
