import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** Networks of a protocol that is switched off. */
export const mismatchedProtocols = mainRule(
  {
    id: 'identity/mismatched-protocols',
    severity: 'hint',
    listens: ['inet_protocols', 'mynetworks'],
    title: 'IPv6 network while IPv6 is off',
    why: 'With "inet_protocols = ipv4" Postfix neither listens nor connects over IPv6, so no client ever comes from an IPv6 network.',
    bad: mainCf('inet_protocols = ipv4\nmynetworks = 127.0.0.0/8, [2001:db8::]/32\n'),
    ok: mainCf('inet_protocols = ipv4\nmynetworks = 127.0.0.0/8, [::1]/128, [::ffff:127.0.0.0]/104\n'),
    references: [postconf5('inet_protocols'), postfixReadme('IPV6_README')],
  },
  function* (context) {
    const protocols = context.postfix.get('inet_protocols');
    if (!protocols.entry || !protocols.isKnown || protocols.value.trim() !== 'ipv4') return;
    for (const judged of judgeableValues(context, (name) => name === 'mynetworks')) {
      for (const item of splitPostfixList(judged.value)) {
        // The loopback networks are in every stock file.
        if (!/^!?\[[\da-f:.]+\]/i.test(item.text) || /^!?\[::(1|ffff:127\.0\.0\.0)\]/i.test(item.text)) continue;
        yield {
          at: itemSpan(judged, item),
          message: `"${item.text}" is never met while inet_protocols is "ipv4"`,
          related: [{ span: protocols.entry.keySpan, message: 'IPv6 is switched off here' }],
        };
      }
    }
  },
);
