import { masterCf } from '../support/examples.ts';
import { braceFix, optionFault } from '../support/masterOptions.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** Blanks in \`-o name = value\`: each word becomes an argument of its own. */
export const malformedOption = masterRule(
  {
    id: 'master/malformed-option',
    severity: 'error',
    title: 'Blanks around "=" in an option',
    why: 'Without braces an option ends at the first blank. The rest becomes arguments of the daemon, which stops at each start with "unexpected command-line argument"; "postconf" does not notice.',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_banner = hello\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_banner=hello\n  -o { smtpd_helo_required = yes }\n  -o content_filter=\n  -o smtpd_delay_reject=yes\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services, text }) {
    for (const service of services) {
      const fault = optionFault(service, text);
      if (fault?.kind === 'blanks')
        yield {
          at: fault.at,
          message: `"-o ${fault.name}" takes no blanks around "=": smtpd and its like stop at what follows. leave them out, or put braces around name and value`,
          fixes: braceFix(fault, text),
        };
    }
  },
);
