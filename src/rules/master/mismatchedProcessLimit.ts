import { postfixDaemon } from '../../data/postfixDaemons.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';

/** A process limit with which a daemon refuses to run (CA_MAIL_SERVER_SOLITARY, CA_MAIL_SERVER_ZERO_LIMIT). */
export const mismatchedProcessLimit = masterRule(
  {
    id: 'master/mismatched-process-limit',
    severity: 'error',
    title: 'Process limit that the program does not take',
    why: 'Some programs keep state that only one process may have and need the limit 1; others must never wait for a free process and need 0. With another limit they stop with "requires a process limit of", and mail that needs them waits.',
    bad: masterCf('qmgr unix n - n 300 10 qmgr\n'),
    ok: masterCf('qmgr unix n - n 300 1 qmgr\ncleanup unix n - n - 0 cleanup\nsmtp unix - - n - 5 smtp\n'),
    references: [postfixReadme('TUNING_README')],
    fix: 'safe',
  },
  function* ({ services }) {
    for (const { fields } of services) {
      const { text, span } = fields.process_limit;
      const limit = postfixDaemon(fields.command.text)?.processLimit;
      if (limit === undefined || !/^(-|\d+)$/.test(text) || Number(text) === limit) continue;
      yield {
        at: span,
        message: `"${fields.command.text}" needs the process limit ${limit} and stops with "${text}"`,
        fixes: [{ title: `Set the process limit to ${limit}`, safety: 'safe', edits: [{ span, newText: String(limit) }] }],
      };
    }
  },
);
