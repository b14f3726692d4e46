import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { deliversVirtually } from '../support/virtualMailboxes.ts';

const OWNERS = ['virtual_mailbox_base', 'virtual_uid_maps', 'virtual_gid_maps'];

/** What virtual(8) can't write a mailbox without. */
export const missingMailboxOwner = mainRule(
  {
    id: 'identity/missing-mailbox-owner',
    severity: 'error',
    listens: ['virtual_mailbox_maps', ...OWNERS],
    title: 'Virtual mailboxes without folder or owner',
    why: 'virtual(8) writes below virtual_mailbox_base with the rights that virtual_uid_maps and virtual_gid_maps name. When one of them is empty, no mail reaches a mailbox.',
    bad: mainCf(
      'virtual_mailbox_domains = example.com\nvirtual_mailbox_maps = hash:/etc/postfix/vmailbox\nvirtual_mailbox_base = /var/vmail\nvirtual_uid_maps = static:5000\n',
    ),
    ok: mainCf(
      'virtual_mailbox_domains = example.com\nvirtual_mailbox_maps = hash:/etc/postfix/vmailbox\nvirtual_mailbox_base = /var/vmail\nvirtual_uid_maps = static:5000\nvirtual_gid_maps = static:5000\n',
    ),
    references: [postfixReadme('VIRTUAL_README', 'virtual_mailbox')],
  },
  function* (context) {
    const { postfix } = context;
    const missing = OWNERS.filter((name) => postfix.get(name).raw === '');
    if (!deliversVirtually(postfix) || missing.length === 0) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'virtual_mailbox_maps')) {
      if (value !== '') yield { at: entry.keySpan, message: `virtual mailboxes need ${missing.map((name) => `"${name}"`).join(', ')} as well` };
    }
  },
);
