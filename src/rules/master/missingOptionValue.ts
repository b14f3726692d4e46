import { masterCf } from '../support/examples.ts';
import { optionFault } from '../support/masterOptions.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** `-o` without `name=value` behind it. */
export const missingOptionValue = masterRule(
  {
    id: 'master/missing-option-value',
    severity: 'error',
    title: 'Option without a value',
    why: 'A daemon takes "-o name=value" only. At a name without "=", or a last "-o" with nothing behind it, it stops at each start, and "postconf" does not notice.',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_helo_required\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_helo_required=yes\n  -o content_filter=\n'),
    references: [masterManual],
  },
  function* ({ services, problems, text }) {
    for (const { code, span, message } of problems) {
      if (code === 'missing-name' || code === 'missing-equals' || code === 'missing-override') yield { at: span, message };
    }
    for (const service of services) {
      const fault = optionFault(service, text);
      if (fault?.kind !== 'equals') continue;
      yield { at: fault.at, message: `"-o ${fault.name}" has no "=", so the daemon stops at its start. write "-o ${fault.name}=value"` };
    }
  },
);
