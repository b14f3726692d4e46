import { isIpv6 } from '../../discover/postfixHostName.ts';
import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isNetworkList } from '../support/networks.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** A bare IPv6 address in a list of networks, which match_list(3) takes for `type:name`. */
export const missingAddressBrackets = folderRule(
  {
    id: 'postfix/missing-address-brackets',
    severity: 'error',
    listens: ['mynetworks'],
    title: 'IPv6 address without brackets',
    why: 'In a list the text before a colon is the type of a table. An IPv6 address without brackets names a table of a type that does not exist, and every lookup in the list fails with a temporary error.',
    bad: mainCf('mynetworks = 127.0.0.0/8, 2001:db8::/32\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8, [2001:db8::]/32, hash:/etc/postfix/networks\n'),
    references: [postconf5('mynetworks')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, isNetworkList)) {
      for (const item of splitPostfixList(judged.value)) {
        const [, mark = '', address = '', bits = ''] = /^(!?)([^/]+)(\/\d+)?$/.exec(item.text) ?? [];
        if (!isIpv6(address)) continue;
        const at = itemSpan(judged, item);
        yield {
          at,
          severity: judged.entry.key === 'mynetworks' ? 'error' : 'warning',
          message: `"${address}${bits}" in "${judged.entry.key}" is read as a table. write "[${address}]${bits}"`,
          fixes:
            judged.value === judged.entry.value
              ? [{ title: 'Put the address in brackets', safety: 'unsafe', edits: [{ span: at, newText: `${mark}[${address}]${bits}` }] }]
              : [],
        };
      }
    }
  },
);
