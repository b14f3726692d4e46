import { masterCf } from '../support/examples.ts';
import { braceFix, optionFault } from '../support/masterOptions.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A list with blanks in \`-o name=a, b\`: what follows the blank is no part of it. */
export const malformedList = masterRule(
  {
    id: 'master/malformed-list',
    severity: 'error',
    title: 'Blank after a comma in an option',
    why: 'Without braces an option ends at the first blank. What follows the comma becomes an argument of the daemon, which stops at each start with "unexpected command-line argument", so nobody can connect.',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_client_restrictions=permit_mynetworks, reject\n'),
    ok: masterCf(
      'smtp inet n - n - - smtpd\n  -o smtpd_client_restrictions=permit_mynetworks,reject\n  -o { smtpd_helo_restrictions = permit_mynetworks, reject }\n',
    ),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services, text }) {
    for (const service of services) {
      const fault = optionFault(service, text);
      if (fault?.kind === 'comma')
        yield {
          at: fault.at,
          message: `the list of "-o ${fault.name}" ends at the blank, and the daemon stops at the next word. leave the blank out, or put braces around name and value`,
          fixes: braceFix(fault, text),
        };
    }
  },
);
