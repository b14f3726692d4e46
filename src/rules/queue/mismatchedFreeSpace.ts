import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { numberOf } from '../support/postfixNumbers.ts';
import { postconf5 } from '../support/references.ts';

/** What smtpd(8) asks for, in sizes of the largest message. */
const FACTOR = 1.5;

/** Free space that does not hold one message (smtpd.c). */
export const mismatchedFreeSpace = mainRule(
  {
    id: 'queue/mismatched-free-space',
    severity: 'warning',
    listens: ['queue_minfree', 'message_size_limit'],
    title: 'Too little free space for a message',
    why: 'queue_minfree has to be at least one and a half times message_size_limit. Otherwise smtpd(8) logs a warning with each start and accepts messages that may not fit on the disk.',
    bad: mainCf('message_size_limit = 20000000\nqueue_minfree = 20000000\n'),
    ok: mainCf('message_size_limit = 20000000\nqueue_minfree = 30000000\n'),
    references: [postconf5('queue_minfree')],
    fix: 'unsafe',
  },
  function* (context) {
    const message = numberOf(context.postfix, 'message_size_limit');
    for (const { entry, value } of judgeableValues(context, (name) => name === 'queue_minfree')) {
      const free = Number(value);
      if (message === undefined || !(free > 0) || free >= message * FACTOR) continue;
      const newText = String(Math.ceil(message * FACTOR));
      yield {
        at: entry.valueSpan,
        message: `"queue_minfree" is less than 1.5 times the message_size_limit of ${message}. expected at least ${newText}`,
        fixes: value === entry.value ? [{ title: `Set queue_minfree to ${newText}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText }] }] : [],
      };
    }
  },
);
