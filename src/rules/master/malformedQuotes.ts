import { masterCf } from '../support/examples.ts';
import { braceFix, optionFault } from '../support/masterOptions.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** Quotes around the value of an option, which Postfix takes literally. */
export const malformedQuotes = masterRule(
  {
    id: 'master/malformed-quotes',
    severity: 'error',
    title: 'Quotes in an option',
    why: 'Quotes do not group words in master.cf: they become part of the value, and a blank between them still ends it. The parameter gets a value that it does not know, or the daemon stops at the next word.',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_banner="hello there"\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o { smtpd_banner = hello there }\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services, text }) {
    for (const service of services) {
      const fault = optionFault(service, text);
      if (fault?.kind === 'quotes')
        yield {
          at: fault.at,
          message: `the quotes of "-o ${fault.name}" are taken literally and group nothing. leave them out, with braces around name and value where it has blanks`,
          fixes: braceFix(fault, text),
        };
    }
  },
);
