import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

const CODES: readonly string[] = ['bad-private', 'bad-unprivileged', 'bad-chroot'];

/** A yes-or-no column with anything but `y`, `n` or `-`. */
export const malformedFlag = masterRule(
  {
    id: 'master/malformed-flag',
    severity: 'error',
    title: 'Column that is neither y nor n',
    why: 'The columns private, unprivileged and chroot hold one small letter, "y" or "n", or "-" for the default. At anything else all of Postfix stops, its commands included.',
    bad: masterCf('smtp inet N - n - - smtpd\n'),
    ok: masterCf('smtp inet n - y - - smtpd\n'),
    references: [masterManual],
    fix: 'safe',
  },
  function* ({ problems }) {
    for (const { code, span, message, token } of problems) {
      if (!CODES.includes(code)) continue;
      const letter = /^(y|yes)$/i.test(token) ? 'y' : /^(n|no)$/i.test(token) ? 'n' : undefined;
      yield { at: span, message, fixes: letter ? [{ title: `Write "${letter}"`, safety: 'safe', edits: [{ span, newText: letter }] }] : [] };
    }
  },
);
