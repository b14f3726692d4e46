import { masterCf } from '../support/examples.ts';
import { masterProblemRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** An indented line above the first service, which is left out. */
export const unusedIndentedLine = masterProblemRule(
  {
    id: 'master/unused-indented-line',
    severity: 'error',
    title: 'Indented first line',
    why: 'An indented line continues the service above it. Above the first service there is none, so Postfix drops the line with a warning, and that service does not run.',
    bad: masterCf('  smtp inet n - n - - smtpd\n'),
    ok: masterCf('# stock file\nsmtp inet n - n - -\n  smtpd\n'),
    references: [masterManual],
  },
  ['leading-continuation'],
);
