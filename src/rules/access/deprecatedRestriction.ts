import { type PostfixRestriction, postfixRestriction } from '../../data/postfixRestrictions.ts';
import { compareVersions } from '../../data/versions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

/** What can be written in its place, in a list; undefined where the successor is no restriction. */
function successor({ preferred = '' }: PostfixRestriction): string | undefined {
  const names = preferred.split(', ');
  return names.every((name) => postfixRestriction(name)?.argument === 'none') ? preferred : undefined;
}

/** A restriction that the release at hand does not have, no longer or not yet, or that is about to go. */
export const deprecatedRestriction = folderRule(
  {
    id: 'access/deprecated-restriction',
    severity: 'warning',
    listens: ['smtpd_recipient_restrictions', 'smtpd_client_restrictions'],
    title: 'Restriction of another release',
    why: 'Postfix renamed or replaced some restrictions and took a few out in release 3.9. At one that the release does not have, smtpd answers "451 4.3.5 Server configuration error".',
    bad: mainCf('smtpd_recipient_restrictions = permit_mynetworks, check_relay_domains\n'),
    ok: mainCf('smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n'),
    references: [postfixReadme('DEPRECATION_README')],
    fix: 'unsafe',
  },
  function* (context) {
    const version = context.folder?.version;
    for (const { item } of itemsHere(context)) {
      const { restriction } = item;
      if (!restriction || !version) continue;
      const { name, removed, deprecated, introduced, preferred } = restriction;
      const isGone = removed !== undefined && compareVersions(removed, version) <= 0;
      const isNew = compareVersions(introduced, version) > 0;
      if (isNew) yield { at: item.span, message: `"${name}" came with Postfix ${introduced}, so smtpd ${version} answers 451 at it` };
      if (isNew || (!isGone && !(deprecated && compareVersions(deprecated, version) <= 0))) continue;
      const newText = successor(restriction);
      yield {
        at: item.span,
        severity: isGone ? 'warning' : 'information',
        tag: 'deprecated',
        message: `"${name}" ${isGone ? `is gone since Postfix ${removed}, so smtpd answers 451 at it` : `is outdated since Postfix ${deprecated}`}${preferred ? `. use ${preferred}` : ''}`,
        fixes: newText && !item.argument ? [{ title: `Write "${newText}"`, safety: 'unsafe', edits: [{ span: item.span, newText }] }] : [],
      };
    }
  },
);
