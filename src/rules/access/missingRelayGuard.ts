import type { PostfixMain } from '../../discover/postfixMain.ts';
import { hasGuard, restrictionList } from '../../discover/postfixRestrictions.ts';
import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { listsHere } from '../support/restrictions.ts';

const RELAY = 'smtpd_relay_restrictions';
const RECIPIENT = 'smtpd_recipient_restrictions';

/** True when neither list turns strangers away; undefined when that can't be told. The default relay list does. */
function lacksGuard(main: PostfixMain): boolean {
  const relay = restrictionList(main, RELAY);
  if (!relay || hasGuard(relay, main) !== false) return false;
  const recipient = restrictionList(main, RECIPIENT);
  return recipient ? hasGuard(recipient, main) === false : main.get(RECIPIENT).isKnown;
}

/** Nothing that keeps strangers from relaying: smtpd(8) does not start (smtpd_check_init in smtpd_check.c). */
export const missingRelayGuard = folderRule(
  {
    id: 'access/missing-relay-guard',
    severity: 'error',
    listens: [RELAY, RECIPIENT],
    title: 'No guard against relaying',
    why: 'One of the two lists needs "reject_unauth_destination", "defer_unauth_destination", "reject", "defer" or "defer_if_permit" that is reached before a plain "permit". Without one smtpd stops at each start, so that nobody makes an open relay by mistake.',
    bad: mainCf('smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated\n'),
    ok: mainCf('smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n'),
    references: [postconf5(RELAY), postfixReadme('SMTPD_ACCESS_README')],
    fix: 'unsafe',
  },
  function* (context) {
    const reported = new Set<Entry>();
    for (const { name, list, parameters, service } of listsHere(context)) {
      if ((name !== RELAY && name !== RECIPIENT) || !lacksGuard(parameters)) continue;
      // Of two lists in one place the relay list is the one to mend.
      const { entry: relay } = parameters.get(RELAY);
      if (name === RECIPIENT && relay && context.file.entries.includes(relay)) continue;
      if (reported.has(list.entry)) continue;
      const runs = service ? [] : scopesOf(context, 'smtpd');
      // Every server may have lists of its own in master.cf.
      if (runs.length > 0 && !runs.some((scope) => lacksGuard(scope.parameters))) continue;
      reported.add(list.entry);
      const { entry, items } = list;
      const hasPermit = items.some((item) => item.name === 'permit');
      const end = entry.valueSpan.end;
      const separator = entry.value === '' ? '' : service ? ',' : ', ';
      const newText = `${separator || (service ? '' : ' ')}reject_unauth_destination`;
      yield {
        at: entry.keySpan,
        message: `"${RELAY}" and "${RECIPIENT}" keep no stranger from relaying, so smtpd does not start. end one of them with "reject_unauth_destination"`,
        fixes: hasPermit ? [] : [{ title: `Add "reject_unauth_destination" to ${entry.key}`, safety: 'unsafe', edits: [{ span: span(end, end), newText }] }],
      };
    }
  },
);
