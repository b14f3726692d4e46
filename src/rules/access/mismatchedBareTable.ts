import { RESTRICTION_LISTS } from '../../data/postfixRestrictions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

/** A table without `check_…_access`, in a list that has no default for it. */
export const mismatchedBareTable = folderRule(
  {
    id: 'access/mismatched-bare-table',
    severity: 'error',
    listens: ['smtpd_data_restrictions', 'smtpd_end_of_data_restrictions'],
    title: 'Table without the name of a check',
    why: 'In the lists for client, HELO, sender, recipient and ETRN a bare "type:table" is short for the check of that name. The lists for DATA have no such default: smtpd answers "451 4.3.5 Server configuration error".',
    bad: mainCf('smtpd_data_restrictions = hash:/etc/postfix/access\n'),
    ok: mainCf('smtpd_data_restrictions = check_sender_access hash:/etc/postfix/access\nsmtpd_sender_restrictions = hash:/etc/postfix/access\n'),
    references: [postfixReadme('SMTPD_ACCESS_README')],
  },
  function* (context) {
    for (const { item, name } of itemsHere(context)) {
      if (item.kind !== 'table' || !RESTRICTION_LISTS.has(name) || RESTRICTION_LISTS.get(name) !== undefined) continue;
      yield {
        at: item.span,
        message: `"${item.text}" needs a check before it in "${name}", such as "check_client_access": there is no default here, and smtpd answers 451`,
      };
    }
  },
);
