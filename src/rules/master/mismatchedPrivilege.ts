import { postfixDaemon } from '../../data/postfixDaemons.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A daemon that changes its user, without the right to (CA_MAIL_SERVER_PRIVILEGED). */
export const mismatchedPrivilege = masterRule(
  {
    id: 'master/mismatched-privilege',
    severity: 'error',
    title: 'Delivery program without root privileges',
    why: 'local, virtual, pipe and spawn act for other users and need "n" in the unprivileged column; "-" stands for "y". Otherwise they stop with "requires privileged operation", and their mail stays in the queue.',
    bad: masterCf('local unix - - n - - local\n'),
    ok: masterCf('local unix - n n - - local\nsmtp unix - - n - - smtp\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services }) {
    for (const { fields } of services) {
      const { text, span } = fields.unprivileged;
      if (!postfixDaemon(fields.command.text)?.needsRoot || !/^[y-]$/.test(text)) continue;
      yield {
        at: span,
        message: `"${fields.command.text}" needs "n" in the unprivileged column and stops with "${text}"`,
        fixes: [{ title: 'Write "n" in the unprivileged column', safety: 'unsafe', edits: [{ span, newText: 'n' }] }],
      };
    }
  },
);
