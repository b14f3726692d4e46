import { programOf, transportService } from '../../discover/postfixService.ts';
import { insertAfter } from '../../parse/edit.ts';
import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

const LIMIT_SECONDS = 3600;
const BAD = 'smtpd_recipient_restrictions = reject_unauth_destination, check_policy_service unix:private/policyd-spf\n';
const MASTER = { 'master.cf': 'policyd-spf unix - n n - 0 spawn\n  user=policyd argv=/usr/bin/policyd-spf\n' };

/** A policy server below spawn(8) that is ended while smtpd(8) still talks to it. */
export const missingTimeLimit = folderRule(
  {
    id: 'filter/missing-time-limit',
    severity: 'information',
    kinds: ['postfix-main'],
    listens: ['smtpd_recipient_restrictions', 'command_time_limit'],
    title: 'Policy server with the time limit of a command',
    why: 'spawn ends its command after command_time_limit, 1000 seconds. A policy server stays connected as long as smtpd lives, which can be longer; smtpd then logs a lost connection and answers 451 when it can not get a new one.',
    bad: mainCfAmong(BAD, MASTER),
    ok: mainCfAmong(`${BAD}policyd-spf_time_limit = 3600\n`, MASTER),
    references: [postfixReadme('SMTPD_POLICY_README', 'client_config')],
    fix: 'safe',
  },
  function* (context) {
    const { file, folder } = context;
    for (const { item, parameters, list } of itemsHere(context)) {
      const name = item.restriction?.argument === 'policy-server' ? /^unix:private\/([\w-]+)$/.exec(item.argument?.text ?? '')?.[1] : undefined;
      const service = name && folder ? transportService(folder, name) : undefined;
      if (!name || !service || programOf(service) !== 'spawn' || parameters.isSet(`${name}_time_limit`) || parameters.isSet('command_time_limit')) continue;
      yield {
        at: item.argument!.span,
        message: `spawn ends "${name}" after 1000 seconds. set "${name}_time_limit" to ${LIMIT_SECONDS} for a policy server`,
        fixes: [
          {
            title: `Set ${name}_time_limit to ${LIMIT_SECONDS}`,
            safety: 'safe',
            edits: [insertAfter(file, list.entry, `${name}_time_limit`, String(LIMIT_SECONDS))],
          },
        ],
      };
    }
  },
);
