import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { secondsOf } from '../support/postfixNumbers.ts';
import { postconf5 } from '../support/references.ts';

/** Bounces that are to wait longer than any message may (qmgr.c). */
export const mismatchedLifetimes = mainRule(
  {
    id: 'queue/mismatched-lifetimes',
    severity: 'warning',
    listens: ['bounce_queue_lifetime', 'maximal_queue_lifetime'],
    title: 'Bounces kept longer than mail',
    why: 'bounce_queue_lifetime can be at most maximal_queue_lifetime. The queue manager logs a warning at each start and takes the smaller one.',
    bad: mainCf('maximal_queue_lifetime = 1d\n'),
    ok: mainCf('maximal_queue_lifetime = 1d\nbounce_queue_lifetime = 1d\n'),
    references: [postconf5('bounce_queue_lifetime'), postconf5('maximal_queue_lifetime')],
    fix: 'safe',
  },
  function* ({ file, postfix }) {
    const bounce = secondsOf(postfix, 'bounce_queue_lifetime');
    const most = secondsOf(postfix, 'maximal_queue_lifetime');
    const entry = postfix.get('bounce_queue_lifetime').entry ?? postfix.get('maximal_queue_lifetime').entry;
    if (bounce === undefined || most === undefined || bounce <= most || !entry) return;
    const [own, limit] = [postfix.get('bounce_queue_lifetime').value, postfix.get('maximal_queue_lifetime').value];
    yield {
      at: entry.valueSpan,
      message: `bounce_queue_lifetime ${own} is longer than maximal_queue_lifetime ${limit}, so Postfix takes ${limit}`,
      fixes: [
        {
          title: 'Set bounce_queue_lifetime to maximal_queue_lifetime',
          safety: 'safe',
          edits: [setParameter(file, postfix, 'bounce_queue_lifetime', '$maximal_queue_lifetime', entry)],
        },
      ],
    };
  },
);
