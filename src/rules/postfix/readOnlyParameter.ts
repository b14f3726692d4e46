import { postfixParameter } from '../../data/postfixParameters.ts';
import { mainCf } from '../support/examples.ts';
import { removedSetting } from '../support/masterEdit.ts';
import { folderRule } from '../support/masterRule.ts';
import { mainCfFormat } from '../support/references.ts';

/** A name that Postfix gives its value itself (`process_id`, `process_name`, `service_name`). */
export const readOnlyParameter = folderRule(
  {
    id: 'postfix/read-only-parameter',
    severity: 'warning',
    listens: ['process_id', 'process_name', 'service_name'],
    title: 'Parameter that cannot be set',
    why: 'Each Postfix program sets this name itself when it starts, so a line in main.cf or an option in master.cf has no effect.',
    bad: mainCf('process_name = smtpd\n'),
    ok: mainCf('syslog_name = postfix/$service_name\n'),
    references: [mainCfFormat],
    fix: 'safe',
  },
  function* ({ file }) {
    for (const entry of file.entries) {
      if (postfixParameter(entry.key)?.kind !== 'read-only') continue;
      yield {
        at: entry.keySpan,
        tag: 'unnecessary',
        message: `"${entry.key}" is set by each Postfix program itself, so this ${file.kind === 'postfix-master' ? 'option' : 'line'} has no effect`,
        fixes: [{ title: `Remove "${entry.key}"`, safety: 'safe', edits: [removedSetting(file, entry)] }],
      };
    }
  },
);
