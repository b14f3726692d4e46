import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { isPermission, itemsHere, rowsOf } from '../support/restrictions.ts';

/** Checks whose facts come from the client's own DNS, so that a permission is refused (`forbid_allowlist` in smtpd_check.c). */
const BY_CLIENT_DNS = /^check_\w+_(mx|ns|a)_access$|^check_reverse_client_hostname_access$/;
const BAD = 'smtpd_sender_restrictions = check_sender_mx_access hash:/etc/postfix/mx_access\n';

/** A permission by what the client's own DNS says. */
export const mismatchedPermission = folderRule(
  {
    id: 'access/mismatched-permission',
    severity: 'warning',
    listens: ['smtpd_sender_restrictions', 'smtpd_helo_restrictions'],
    title: 'Permission that smtpd refuses',
    why: 'A client controls its own MX, NS, address and reverse records, so smtpd takes no permission from a table about them: it logs "not allowed for security reasons" and answers "451 Server configuration error".',
    bad: mainCfAmong(BAD, { mx_access: 'mx.example.com OK\n' }),
    ok: mainCfAmong(BAD, { mx_access: 'mx.example.com DUNNO\n127 REJECT\n' }),
    references: [postfixReadme('SMTPD_ACCESS_README')],
  },
  function* (context) {
    for (const { item } of itemsHere(context)) {
      if (!BY_CLIENT_DNS.test(item.name) || !item.argument) continue;
      const row = rowsOf(context, item.argument.text)?.find(isPermission);
      if (row)
        yield {
          at: item.argument.span,
          message: `"${row.value}" for "${row.key}" in this table is refused by "${item.name}", and smtpd answers 451. write "DUNNO" there`,
        };
    }
  },
);
