import { compareVersions } from '../../data/versions.ts';
import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { quotable } from '../support/postfixText.ts';
import { postconf5 } from '../support/references.ts';

const ACTIONS = ['accept', 'reject', 'tempfail', 'quarantine'];
const SHUTDOWN_SINCE = '3.11';

/** What Postfix does not know to do when a milter fails (milter8.c). */
export const unknownDefaultAction = folderRule(
  {
    id: 'milter/unknown-default-action',
    severity: 'warning',
    listens: ['milter_default_action'],
    title: 'Unknown action for a failed milter',
    why: 'When a milter does not answer, Postfix does what milter_default_action says. At a word that it does not know it logs "unrecognized default action" and answers "451 4.3.5 Server configuration error".',
    bad: mainCf('milter_default_action = ignore\n'),
    ok: mainCf('milter_default_action = tempfail\n'),
    references: [postconf5('milter_default_action')],
    fix: 'unsafe',
  },
  function* (context) {
    const hasShutdown = compareVersions(context.folder?.version ?? SHUTDOWN_SINCE, SHUTDOWN_SINCE) >= 0;
    const actions = hasShutdown ? [...ACTIONS, 'shutdown'] : ACTIONS;
    for (const { entry, value } of scopedValues(context, (name) => name === 'milter_default_action')) {
      if (actions.includes(value.toLowerCase())) continue;
      const meant = value.toLowerCase() === 'ignore' || value.toLowerCase() === 'ok' ? 'accept' : didYouMean(value.toLowerCase(), actions);
      yield {
        at: entry.valueSpan,
        message: `"${quotable(value)}" is no action, so smtpd answers 451 when a milter fails. expected ${oneOf(actions)}`,
        fixes: meant ? [{ title: `Set milter_default_action to ${meant}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: meant }] }] : [],
      };
    }
  },
);
