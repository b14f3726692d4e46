import { postfixDaemon } from '../../data/postfixDaemons.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';

/** A daemon in a chroot jail that needs what lies outside. */
export const mismatchedChroot = masterRule(
  {
    id: 'master/mismatched-chroot',
    severity: 'information',
    title: 'Program that does not fit into a jail',
    why: 'local, virtual, pipe, spawn, proxymap and postlogd reach for mailboxes, commands, maps and log files of the whole machine. In a chroot jail below queue_directory they do not find them.',
    bad: masterCf('local unix - n y - - local\n'),
    ok: masterCf('local unix - n n - - local\nsmtp unix - - y - - smtp\n'),
    references: [postfixReadme('BASIC_CONFIGURATION_README', 'chroot_setup')],
    fix: 'unsafe',
  },
  function* ({ services }) {
    for (const { fields } of services) {
      const { text, span } = fields.chroot;
      if (text !== 'y' || !postfixDaemon(fields.command.text)?.isNeverChrooted) continue;
      yield {
        at: span,
        message: `"${fields.command.text}" does not find the machine's files in a chroot jail. write "n"`,
        fixes: [{ title: 'Write "n" in the chroot column', safety: 'unsafe', edits: [{ span, newText: 'n' }] }],
      };
    }
  },
);
