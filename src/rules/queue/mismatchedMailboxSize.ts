import type { PostfixMain } from '../../discover/postfixMain.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { numberOf } from '../support/postfixNumbers.ts';
import { postconf5 } from '../support/references.ts';

interface Agent {
  readonly limit: string;
  readonly service: string;
  readonly domains: string;
  readonly transport: string;
}

const AGENTS: readonly Agent[] = [
  { limit: 'mailbox_size_limit', service: 'local', domains: 'mydestination', transport: 'local_transport' },
  { limit: 'virtual_mailbox_limit', service: 'virtual', domains: 'virtual_mailbox_domains', transport: 'virtual_transport' },
];

/** A mailbox that may not become as large as one message (local.c, virtual.c). */
export const mismatchedMailboxSize = mainRule(
  {
    id: 'queue/mismatched-mailbox-size',
    severity: 'error',
    listens: ['message_size_limit', 'mailbox_size_limit', 'virtual_mailbox_limit'],
    title: 'Mailbox smaller than a message',
    why: 'local(8) and virtual(8) stop when the limit of a mailbox is below message_size_limit, which may be the default of 51200000 bytes against a raised message limit. All mail for local mailboxes then stays in the queue.',
    bad: mainCf('message_size_limit = 104857600\n'),
    ok: mainCf('message_size_limit = 104857600\nmailbox_size_limit = 0\n'),
    references: [postconf5('mailbox_size_limit'), postconf5('virtual_mailbox_limit'), postconf5('message_size_limit')],
    fix: 'unsafe',
  },
  function* ({ file, postfix, folder }) {
    const message = numberOf(postfix, 'message_size_limit');
    if (message === undefined) return;
    for (const agent of AGENTS) {
      const mailbox = numberOf(postfix, agent.limit);
      const entry = postfix.get(agent.limit).entry ?? postfix.get('message_size_limit').entry;
      const isTooSmall = mailbox !== undefined && mailbox > 0 && (message === 0 || mailbox < message);
      if (!entry || !isTooSmall || !isUsed(postfix, agent)) continue;
      const isOverridden = folder?.master?.services.some(
        ({ fields, overrides }) => fields.command.text === agent.service && overrides.some(({ key }) => key === agent.limit || key === 'message_size_limit'),
      );
      if (isOverridden) continue;
      const size = message === 0 ? 'which has no limit' : `which may have ${message}`;
      yield {
        at: entry.valueSpan,
        message: `a mailbox may have ${mailbox} bytes (${agent.limit}), less than a message, ${size}, so ${agent.service}(8) stops`,
        fixes: [{ title: `Set ${agent.limit} to 0, no limit`, safety: 'unsafe', edits: [setParameter(file, postfix, agent.limit, '0', entry)] }],
      };
    }
  },
);

function isUsed(main: PostfixMain, { service, domains, transport }: Agent): boolean {
  const names = main.get(domains);
  const by = main.get(transport);
  const isEmpty = names.isKnown && names.value === '';
  return !isEmpty && names.raw !== '' && new RegExp(`^${service}(:|$)`).test(by.raw);
}
