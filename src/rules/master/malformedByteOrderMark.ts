import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A byte order mark or NUL byte: Postfix reads the one as a part of the first service's name, and nothing after the other. */
export const malformedByteOrderMark = masterRule(
  {
    id: 'master/malformed-byte-order-mark',
    severity: 'error',
    title: 'Byte order mark in master.cf',
    why: 'Postfix knows no byte order mark: it becomes part of the first service name, so that service is not found under its name, and a first comment becomes a line that stops Postfix. "postconf" says nothing of the first.',
    bad: masterCf('\uFEFFsmtp inet n - n - - smtpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ problems }) {
    for (const { code, span, message } of problems) {
      if (code !== 'byte-order-mark') continue;
      yield { at: span, message, fixes: [{ title: 'Remove the byte order mark', safety: 'unsafe', edits: [{ span, newText: '' }] }] };
    }
  },
);
