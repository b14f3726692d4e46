import { splitPostfixList } from '../../discover/postfixList.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import { serviceParameters, servicesRunning } from '../../discover/postfixService.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { isHere } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { portOf } from '../support/smtpServers.ts';

const LISTS = ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'];

const GUARDS = /^(reject|defer|reject_unauth_destination|defer_unauth_destination)$/i;

/** A submission service whose own list lets mail through without a last word. */
export const missingSubmissionGuard = masterRule(
  {
    id: 'server/missing-submission-guard',
    severity: 'error',
    listens: ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'],
    title: 'Submission without a last "reject"',
    why: 'A submission service is for people who sign in. When its lists neither reject everybody else nor mail to other domains, smtpd(8) stops with "specify at least one working instance"; with a "permit" at the end anybody may relay.',
    bad: masterCf(
      'submission inet n - y - - smtpd -o smtpd_relay_restrictions=permit_sasl_authenticated -o smtpd_recipient_restrictions=permit_sasl_authenticated\n',
      { 'main.cf': 'compatibility_level = 3.6\n' },
    ),
    ok: masterCf('submission inet n - y - - smtpd -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n', {
      'main.cf': 'compatibility_level = 3.6\n',
    }),
    references: [postconf5('smtpd_relay_restrictions'), postfixReadme('SMTPD_ACCESS_README', 'relay')],
  },
  function* (_master, context) {
    const { folder } = context;
    for (const service of folder ? servicesRunning(folder, 'smtpd') : []) {
      const port = portOf(service);
      if (port !== 587 && port !== 465) continue;
      const parameters = serviceParameters(folder!, service);
      const own = LISTS.map((name) => parameters.get(name).entry).find((entry) => isHere(context, entry));
      if (!own || LISTS.some((name) => isGuarded(parameters, name) !== false)) continue;
      const { text } = service.fields.service;
      yield {
        at: own.keySpan,
        message: `service "${text}" has no "reject" or "reject_unauth_destination" that counts in its relay and recipient lists. end "${own.key}" with "reject"`,
      };
    }
  },
);

/** Whether a list holds its own against strangers; undefined where tables, policy servers or classes may do so, or it is not known. */
function isGuarded(main: PostfixMain, name: string): boolean | undefined {
  const { value, isKnown } = main.get(name);
  if (!isKnown) return undefined;
  const words = splitPostfixList(value, { braces: true }).map(({ text }) => text);
  const end = words.findIndex((word) => /^permit$/i.test(word));
  const counted = end === -1 ? words : words.slice(0, end);
  if (counted.some((word) => GUARDS.test(word))) return true;
  return counted.some((word) => !/^(permit|reject|defer|warn)_?\w*$/i.test(word)) ? undefined : false;
}
