import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { numberOf } from '../support/postfixNumbers.ts';
import { postconf5 } from '../support/references.ts';

/** Fewer recipients in memory than messages (qmgr.c). */
export const mismatchedRecipientLimit = mainRule(
  {
    id: 'queue/mismatched-recipient-limit',
    severity: 'warning',
    listens: ['qmgr_message_recipient_limit', 'qmgr_message_active_limit'],
    title: 'Fewer recipients than messages in memory',
    why: 'Each message in the active queue has a recipient at least. When qmgr_message_recipient_limit is below qmgr_message_active_limit, the queue manager logs a warning and raises it.',
    bad: mainCf('qmgr_message_active_limit = 40000\n'),
    ok: mainCf('qmgr_message_active_limit = 40000\nqmgr_message_recipient_limit = 40000\n'),
    references: [postconf5('qmgr_message_recipient_limit')],
  },
  function* ({ postfix }) {
    const [recipients, messages] = [numberOf(postfix, 'qmgr_message_recipient_limit'), numberOf(postfix, 'qmgr_message_active_limit')];
    const entry = postfix.get('qmgr_message_recipient_limit').entry ?? postfix.get('qmgr_message_active_limit').entry;
    if (!entry || recipients === undefined || messages === undefined || recipients >= messages) return;
    yield {
      at: entry.valueSpan,
      message: `qmgr_message_recipient_limit ${recipients} is below qmgr_message_active_limit ${messages}, so Postfix takes ${messages}`,
    };
  },
);
