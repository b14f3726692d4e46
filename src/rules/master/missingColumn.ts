import { masterCf } from '../support/examples.ts';
import { indentOption, masterProblemRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A line of master.cf with fewer than eight columns. */
export const missingColumn = masterProblemRule(
  {
    id: 'master/missing-column',
    severity: 'error',
    title: 'Service with too few columns',
    why: 'A service has eight columns before its options. With fewer, "postconf" and every other Postfix command stops with "bad field count", and Postfix neither starts nor reloads.',
    bad: masterCf('smtp inet n - n - smtpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_delay_reject=yes\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  ['too-few-fields'],
  indentOption,
);
