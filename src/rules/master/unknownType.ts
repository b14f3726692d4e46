import { masterCf } from '../support/examples.ts';
import { indentOption, masterProblemRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A type of endpoint that master(8) does not know. */
export const unknownType = masterProblemRule(
  {
    id: 'master/unknown-type',
    severity: 'error',
    title: 'Unknown type of service',
    why: 'The second column is "inet", "unix", "fifo", "pass" or "unix-dgram". At any other word all of Postfix stops, its commands included.',
    bad: masterCf('smtp tcp n - n - - smtpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\nsmtpd pass - - n - - smtpd\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  ['bad-type'],
  indentOption,
);
