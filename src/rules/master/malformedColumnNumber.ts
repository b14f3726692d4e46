import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A wakeup time or process limit that is no number. `-?` passes postconf(1), and master(8) stops at it. */
export const malformedColumnNumber = masterRule(
  {
    id: 'master/malformed-column-number',
    severity: 'error',
    title: 'Column that is no number',
    why: 'The wakeup column holds seconds, with "?" behind them for a service that starts on demand, the process limit a number, and both may be "-". At anything else master(8) does not start.',
    bad: masterCf('pickup unix n - n 60s 1 pickup\n'),
    ok: masterCf('flush unix n - n 1000? 0 flush\npickup unix n - n 60 1 pickup\n'),
    references: [masterManual],
  },
  function* ({ problems, services }) {
    for (const { code, span, message } of problems) if (code === 'bad-wakeup' || code === 'bad-process-limit') yield { at: span, message };
    for (const { fields } of services) {
      if (fields.wakeup.text !== '-?') continue;
      yield { at: fields.wakeup.span, message: '"-?" can\'t be the wakeup column: master does not start, though "postconf" takes it. write "-"' };
    }
  },
);
