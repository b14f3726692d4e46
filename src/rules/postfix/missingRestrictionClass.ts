import { isKnownParameter } from '../../data/postfixParameters.ts';
import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { insertLines } from '../support/postfixEdit.ts';
import { postfixReadme } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** A restriction class that is used and defined, but not listed (smtpd_check.c). */
export const missingRestrictionClass = mainRule(
  {
    id: 'postfix/missing-restriction-class',
    severity: 'warning',
    listens: ['smtpd_restriction_classes', 'smtpd_recipient_restrictions'],
    title: 'Restriction class that is not listed',
    why: 'A parameter can serve as a restriction only when smtpd_restriction_classes lists its name. Otherwise smtpd(8) logs "unknown smtpd restriction" and answers "451 Server configuration error".',
    bad: mainCf('office_only = permit_mynetworks, reject\nsmtpd_recipient_restrictions = office_only\n'),
    ok: mainCf('smtpd_restriction_classes = office_only\noffice_only = permit_mynetworks, reject\nsmtpd_recipient_restrictions = office_only\n'),
    references: [postfixReadme('RESTRICTION_CLASS_README')],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, postfix, folder } = context;
    const classes = postfix.get('smtpd_restriction_classes');
    if (!classes.isKnown) return;
    const byService = folder?.master?.entries.filter(({ key }) => key === 'smtpd_restriction_classes') ?? [];
    const listed = new Set([classes, ...byService].flatMap(({ value }) => splitPostfixList(value).map(({ text }) => text)));
    for (const judged of judgeableValues(context, (name) => /^smtpd_\w+_restrictions$/.test(name))) {
      for (const item of splitPostfixList(judged.value, { braces: true })) {
        const name = item.text;
        if (!/^\w+$/.test(name) || listed.has(name) || isKnownParameter(name) || !postfix.isSet(name)) continue;
        const owner = classes.entry;
        yield {
          at: itemSpan(judged, item),
          message: `"${name}" is used as a restriction, but smtpd_restriction_classes does not list it`,
          fixes: [
            {
              title: `Add "${name}" to smtpd_restriction_classes`,
              safety: 'unsafe',
              edits: [
                owner && owner.value !== ''
                  ? { span: { start: owner.valueSpan.end, end: owner.valueSpan.end }, newText: `, ${name}` }
                  : insertLines(file, judged.entry, [`smtpd_restriction_classes = ${name}`]),
              ],
            },
          ],
        };
      }
    }
  },
);
