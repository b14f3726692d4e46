import { isKnownParameter } from '../../data/postfixParameters.ts';
import { allPostfixRestrictions } from '../../data/postfixRestrictions.ts';
import { restrictionClasses } from '../../discover/postfixRestrictions.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { quotable } from '../support/postfixText.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

/** Shorter beginnings of a name fit too many. */
const SHORTEST = 8;

/** A word in a restriction list that smtpd(8) does not know. */
export const unknownRestriction = folderRule(
  {
    id: 'access/unknown-restriction',
    severity: 'error',
    listens: ['smtpd_recipient_restrictions', 'smtpd_relay_restrictions', 'smtpd_client_restrictions'],
    title: 'Unknown restriction',
    why: 'When smtpd comes to a word that is no restriction, no class and no table, it logs "unknown smtpd restriction" and answers "451 4.3.5 Server configuration error": mail is put off until it is mended.',
    bad: mainCf('smtpd_relay_restrictions = permit_mynetwork, reject_unauth_destination\n'),
    ok: mainCf(
      'smtpd_restriction_classes = friends\nfriends = permit\nsmtpd_client_restrictions = Permit_MyNetworks, friends, hash:/etc/postfix/access, $more_checks\n',
    ),
    references: [postfixReadme('SMTPD_ACCESS_README')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { item, parameters, name } of itemsHere(context)) {
      // A name that main.cf defines lacks its place among the classes, which is a finding of its own.
      if (item.kind !== 'unknown' || parameters.isSet(item.text) || isKnownParameter(item.text)) continue;
      const names = [...allPostfixRestrictions().map((restriction) => restriction.name), ...(restrictionClasses(parameters) ?? [])];
      const word = item.text.toLowerCase();
      const meant = didYouMean(word, names) ?? names.find((known) => word.length > SHORTEST && known.startsWith(word));
      yield {
        at: item.span,
        message: `unknown restriction "${quotable(item.text)}" in "${name}", so smtpd answers 451${meant ? `. did you mean "${meant}"?` : ''}`,
        fixes: meant ? [{ title: `Write "${meant}"`, safety: 'unsafe', edits: [{ span: item.span, newText: meant }] }] : [],
      };
    }
  },
);
