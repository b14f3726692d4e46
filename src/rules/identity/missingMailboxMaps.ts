import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { deliversVirtually } from '../support/virtualMailboxes.ts';

/** Virtual mailbox domains whose mailboxes are nowhere listed. */
export const missingMailboxMaps = mainRule(
  {
    id: 'identity/missing-mailbox-maps',
    severity: 'error',
    listens: ['virtual_mailbox_domains', 'virtual_mailbox_maps', 'virtual_transport'],
    title: 'Virtual mailbox domain without mailboxes',
    why: 'virtual(8) finds a mailbox through virtual_mailbox_maps. When it is empty, every recipient of the domain is unknown and all mail for it bounces.',
    bad: mainCf('virtual_mailbox_domains = example.com\nvirtual_transport = virtual\n'),
    ok: mainCf('virtual_mailbox_domains = example.com\nvirtual_transport = lmtp:unix:private/dovecot-lmtp\n'),
    references: [postfixReadme('VIRTUAL_README', 'virtual_mailbox')],
  },
  function* (context) {
    const { postfix } = context;
    if (!deliversVirtually(postfix) || postfix.get('virtual_mailbox_maps').raw !== '') return;
    for (const { entry } of judgeableValues(context, (name) => name === 'virtual_mailbox_domains')) {
      yield {
        at: entry.keySpan,
        message: '"virtual_mailbox_maps" is empty, so every recipient in "virtual_mailbox_domains" is unknown. set it, or set virtual_transport',
      };
    }
  },
);
