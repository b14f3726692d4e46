import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

/** Unknown local recipients are accepted and bounced later. */
export const missingRecipientMaps = mainRule(
  {
    id: 'identity/missing-recipient-maps',
    severity: 'warning',
    listens: ['local_recipient_maps', 'mydestination', 'inet_interfaces'],
    title: 'Any local recipient accepted',
    why: 'With local_recipient_maps empty smtpd(8) takes mail for every name and finds out later that there is no such user. The bounces go to forged senders, and the address ends up on blocklists.',
    bad: mainCf('mydestination = example.com\nlocal_recipient_maps =\ninet_interfaces = all\n'),
    ok: mainCf('mydestination = example.com\nlocal_recipient_maps =\ninet_interfaces = loopback-only\n'),
    references: [postfixReadme('LOCAL_RECIPIENT_README'), postfixReadme('BACKSCATTER_README')],
  },
  function* (context) {
    const { postfix } = context;
    const [destination, transport, interfaces, luser] = ['mydestination', 'local_transport', 'inet_interfaces', 'luser_relay'].map((name) => postfix.get(name));
    const isPublic = interfaces!.isKnown && splitPostfixList(interfaces!.value).some(({ text }) => !/^(loopback-only|localhost|127\.|\[?::1)/.test(text));
    const isLocal = /^local(:|$)/.test(transport!.raw);
    const takesAll = luser!.raw !== '';
    if (!isPublic || !isLocal || takesAll || !destination!.entry || destination!.raw === '') return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'local_recipient_maps')) {
      if (value === '')
        yield { at: entry.keySpan, message: '"local_recipient_maps" is empty, so mail for users that do not exist is accepted and bounced. remove the line' };
    }
  },
);
