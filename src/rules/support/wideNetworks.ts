import { isIpv4, isIpv6 } from '../../discover/postfixHostName.ts';
import { splitPostfixList } from '../../discover/postfixList.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { Span } from '../../text/span.ts';
import type { RuleContext } from '../types.ts';
import { firstAddress } from './networks.ts';
import { scopedValues, scopesOf } from './postfixScopes.ts';
import { itemSpan } from './tables.ts';

/** A public network whose clients may relay. */
export interface TrustedNetwork {
  readonly text: string;
  readonly address: string;
  readonly bits: number;
  readonly isIpv6: boolean;
  readonly span: Span;
}

/** Ranges that do not come from the internet: loopback, private, link-local, unique local. */
const NOT_PUBLIC = /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe[89ab]|::ffff:)/i;
const NETWORK = /^([\d.]+|\[[0-9a-f:.]+\]|[0-9a-f:]+)\/(\d{1,3})$/i;
const V4_TEXT_BITS = 8;

/** The public networks in `mynetworks` of the file at hand, with their sizes; none where being there gives no right to relay. */
export function* trustedNetworks(context: RuleContext): Generator<TrustedNetwork> {
  const values = [...scopedValues(context, (name) => name === 'mynetworks')];
  if (values.length === 0 || !scopesOf(context, 'smtpd').some(({ parameters }) => isRelayForNetworks(parameters))) return;
  for (const judged of values) {
    for (const item of splitPostfixList(judged.value)) {
      const [, written = '', length = ''] = NETWORK.exec(item.text) ?? [];
      const address = written.replace(/^\[(.*)\]$/, '$1');
      const isV6 = isIpv6(address);
      if (!isIpv4(address) && !isV6) continue;
      const bits = Number(length);
      // 10.0.0.0/4 reaches beyond what its first number says.
      const isPrivate = NOT_PUBLIC.test(address) && bits >= (isV6 ? 7 : V4_TEXT_BITS);
      // With bits behind its length it is no network at all, which is a finding of its own.
      if (!isPrivate && firstAddress(address, bits)?.isSame !== false) yield { text: item.text, address, bits, isIpv6: isV6, span: itemSpan(judged, item) };
    }
  }
}

/** Both lists have to let a client through before it may send to anywhere (SMTPD_ACCESS_README). */
const RELAY_LISTS = ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'];
const STOPS = ['reject', 'defer', 'reject_unauth_destination', 'defer_unauth_destination'];

/** Says whether mail of a client in mynetworks may get past both lists; a list with a class, or that we can't read, may let it. */
function isRelayForNetworks(parameters: PostfixMain): boolean {
  return RELAY_LISTS.every((name) => {
    const { value, isKnown } = parameters.get(name);
    const words = value.split(/[\s,]+/);
    const isPassed = !isKnown || parameters.isSet('smtpd_restriction_classes') || words.includes('permit_mynetworks') || words.includes('permit');
    return isPassed || !words.some((word) => STOPS.includes(word));
  });
}
