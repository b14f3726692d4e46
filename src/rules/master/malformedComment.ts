import { lineEndOf } from '../../parse/lines.ts';
import { span } from '../../text/span.ts';
import { masterCf } from '../support/examples.ts';
import { optionFault } from '../support/masterOptions.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** `# text` behind a service, which is no comment in master.cf. */
export const malformedComment = masterRule(
  {
    id: 'master/malformed-comment',
    severity: 'error',
    title: 'Comment behind a service',
    why: 'A comment in master.cf takes a whole line. Behind a command or an option its words become arguments, and the daemon stops at each start with "unexpected command-line argument: #".',
    bad: masterCf('smtp inet n - n - - smtpd # from outside\n'),
    ok: masterCf('# from outside\nsmtp inet n - n - - smtpd\n  # a comment\n  -o smtpd_banner=#1\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services, text }) {
    for (const service of services) {
      const fault = optionFault(service, text);
      if (fault?.kind !== 'comment') continue;
      if (fault.isHarmless) {
        yield {
          at: fault.at,
          severity: 'warning',
          message: '"#" starts no comment here: the command gets it, and what follows, as arguments. put the comment on a line of its own',
        };
        continue;
      }
      const lineStart = text.lastIndexOf('\n', fault.at.start - 1) + 1;
      const lineEnd = /[\r\n]|$/.exec(text.slice(fault.at.start))!.index + fault.at.start;
      const before = text.slice(lineStart, fault.at.start).trimEnd();
      const comment = `${text.slice(fault.at.start, lineEnd).trimEnd()}${lineEndOf(text, lineStart)}`;
      yield {
        at: span(fault.at.start, lineEnd),
        message: '"#" starts no comment here: the daemon gets it as an argument and stops. put the comment on a line of its own',
        fixes: [
          {
            title: 'Move the comment to its own line',
            safety: 'unsafe',
            edits: [
              { span: span(lineStart, lineStart), newText: comment },
              { span: span(lineStart + before.length, lineEnd), newText: '' },
            ],
          },
        ],
      };
    }
  },
);
