import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** Notices that carry transcripts or whole messages. */
const TALKATIVE = new Set(['bounce', '2bounce', 'policy', 'protocol']);

/** Notices about other people's mail, sent to the postmaster. */
export const unsafeNotices = mainRule(
  {
    id: 'queue/unsafe-notices',
    severity: 'information',
    listens: ['notify_classes'],
    title: 'Transcripts mailed to the postmaster',
    why: 'The classes bounce, 2bounce, policy and protocol mail a transcript of the session or a copy of the message for each event. A spammer can cause as many as he likes, and transcripts may hold what others wrote.',
    bad: mainCf('notify_classes = resource, software, protocol\n'),
    ok: mainCf('notify_classes = resource, software\n'),
    references: [postconf5('notify_classes')],
  },
  function* (context) {
    for (const judged of judgeableValues(context, (name) => name === 'notify_classes')) {
      const [item] = splitPostfixList(judged.value).filter(({ text }) => TALKATIVE.has(text));
      if (item) yield { at: itemSpan(judged, item), message: `"${item.text}" mails a transcript or copy for each event. the default is "resource, software"` };
    }
  },
);
