import { masterCf } from '../support/examples.ts';
import { masterProblemRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** Braces that do not close, or text that follows them. */
export const malformedBraces = masterProblemRule(
  {
    id: 'master/malformed-braces',
    severity: 'error',
    title: 'Braces that do not match',
    why: 'An option in braces ends at its own "}", and nothing may follow it without a blank. "postconf" only warns of it, but master(8) does not start.',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o { smtpd_banner = hello\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o { smtpd_banner = hello }\n'),
    references: [masterManual],
  },
  ['missing-brace', 'text-after-brace'],
);
