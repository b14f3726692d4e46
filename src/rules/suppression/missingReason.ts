import { defineRule } from '../define.ts';
import { ALL_KINDS } from '../support/allKinds.ts';
import { mainCf } from '../support/examples.ts';
import { suppressionManual } from '../support/references.ts';
import { findSuppressions, type Suppression } from '../suppress.ts';

/** A comment that silences rules and does not say why. */
export const missingReason = defineRule<Suppression>({
  meta: {
    id: 'suppression/missing-reason',
    severity: 'warning',
    since: '0.1.0',
    kinds: ALL_KINDS,
    listens: [],
    title: 'Silenced without a reason',
    why: 'A silenced finding is a decision, and whoever reads the file next has to know why it was taken. Without a reason the comment has no effect.',
    bad: mainCf('# relay-doctor-disable-next-line relay/missing-brackets\nrelayhost = smtp.example.com\n'),
    ok: mainCf('# relay-doctor-disable-next-line relay/missing-brackets : our MX of that name takes the mail\nrelayhost = smtp.example.com\n'),
    references: [suppressionManual],
    fix: 'none',
  },
  run: ({ file }) => findSuppressions(file).filter(({ ids, reason }) => ids.length > 0 && reason === ''),
  word: ({ comment }) => ({ at: comment.span, message: 'no reason given, so this comment silences nothing. add ": reason" at its end' }),
});
