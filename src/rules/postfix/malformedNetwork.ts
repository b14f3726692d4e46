import { isIpv4, isIpv6 } from '../../discover/postfixHostName.ts';
import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { firstAddress, isNetworkList } from '../support/networks.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** A network that cidr_match(3) can't read. */
export const malformedNetwork = folderRule(
  {
    id: 'postfix/malformed-network',
    severity: 'error',
    listens: ['mynetworks', 'smtpd_authorized_xclient_hosts', 'smtpd_authorized_xforward_hosts'],
    title: 'Network that Postfix cannot read',
    why: 'A network is an address and the number of its leading bits, with zeros behind them. At a bad one smtpd(8) answers every client with "451 Temporary lookup failure"; wildcards and ranges match nobody.',
    bad: mainCf('mynetworks = 127.0.0.0/8, 192.0.2.7/24\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8, 192.0.2.0/24, [2001:db8::]/32, 198.51.100.7\n'),
    references: [postconf5('mynetworks')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, isNetworkList)) {
      for (const item of splitPostfixList(judged.value)) {
        const fault = faultOf(item.text.replace(/^!/, ''));
        if (!fault) continue;
        const at = itemSpan(judged, item);
        const { problem, meant } = fault;
        yield {
          at,
          severity: judged.entry.key === 'mynetworks' && isParsed(item.text) ? 'error' : 'warning',
          message: `"${item.text.replace(/^!/, '')}" in "${judged.entry.key}" is no network: ${problem}`,
          fixes:
            meant !== undefined && judged.value === judged.entry.value
              ? [{ title: `Write ${meant}`, safety: 'unsafe', edits: [{ span: at, newText: item.text.startsWith('!') ? `!${meant}` : meant }] }]
              : [],
        };
      }
    }
  },
);

interface Fault {
  readonly problem: string;
  readonly meant?: string;
}

/** match_hostaddr in match_ops.c parses what looks like a network or an IPv6 address; it skips the rest, which never matches. */
const isParsed = (item: string) => /^!?[\da-f.:[\]]*[/:][\da-f.:[\]/]*$/i.test(item);

const WILDCARD = /^\d{1,3}(\.\d{1,3}){0,3}(\.\*|\.)+$/;
const RANGE = /^\d{1,3}(\.\d{1,3}){3}-[\d.]+$/;
const NETMASK = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,3}(?:\.\d{1,3}){3})$/;

function faultOf(item: string): Fault | undefined {
  if (WILDCARD.test(item)) return { problem: 'write the number of bits, such as "192.0.2.0/24", in place of a wildcard' };
  if (RANGE.test(item)) return { problem: 'a range is written as networks, such as "192.0.2.0/24"' };
  if (NETMASK.test(item)) return { problem: 'write the number of bits, such as "/24", in place of a mask' };
  const [, bracketed, plain, bits] = /^(?:\[([^\]]*)\]|(\d[\d.]*))(?:\/(\d+))?$/.exec(item) ?? [];
  const address = bracketed ?? plain;
  if (address === undefined || (plain !== undefined && !/[./]/.test(item))) return undefined;
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : undefined;
  if (most === undefined) return { problem: `"${address}" is no address` };
  if (bits === undefined) return undefined;
  if (Number(bits) > most) return { problem: `at most ${most} bits` };
  const first = firstAddress(address, Number(bits));
  if (first === undefined || first.isSame) return undefined;
  const meant = bracketed === undefined ? `${first.text}/${bits}` : `[${first.text}]/${bits}`;
  return { problem: `behind the first ${bits} bits there is more than zeros`, meant };
}
