import { masterCf } from '../support/examples.ts';
import { removedOption } from '../support/masterEdit.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';

/** `-v` left on a service. */
export const unsafeVerbose = masterRule(
  {
    id: 'master/unsafe-verbose',
    severity: 'information',
    title: 'Verbose logging left on',
    why: 'With "-v" a daemon logs each step, thousands of lines for a message, which slows it down and can hold addresses and sign-in data. It is meant for the time of a search for a mistake.',
    bad: masterCf('smtp inet n - n - - smtpd -v\n'),
    ok: masterCf('#smtp inet n - n - - smtpd -v\nsmtp inet n - n - - smtpd\n'),
    references: [postfixReadme('DEBUG_README', 'verbose')],
    fix: 'safe',
  },
  function* ({ services, text }) {
    for (const service of services) {
      for (const { role, text: word, span } of service.arguments) {
        if (role !== 'option' || !/^-v+$/.test(word) || text.slice(span.start, span.end) !== word || !/^\s|^$/.test(text.slice(span.end, span.end + 1)))
          continue;
        yield {
          at: span,
          message: `"${word}" lets "${serviceName(service)}" log each step. remove it when the search is over`,
          fixes: [{ title: `Remove "${word}"`, safety: 'safe', edits: [removedOption(text, span)] }],
        };
      }
    }
  },
);
