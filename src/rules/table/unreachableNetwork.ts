import { networkAddress } from '../../parse/ipAddress.ts';
import type { MapRule, Network } from '../../parse/postfixMapTypes.ts';
import { quotedKey, table, tableManual, tableRule } from '../support/tableRule.ts';

/** More rules than this before a network are not looked at. */
const MOST = 2_000;

/** A network inside one that stands above it. */
export const unreachableNetwork = tableRule(
  {
    id: 'table/unreachable-network',
    severity: 'information',
    title: 'Network that an earlier one covers',
    why: 'A cidr table answers with the first line that matches, so a line for a part of a network has to stand above the line for all of it.',
    bad: table('postfix/client_access.cidr', '192.0.2.0/24 REJECT\n192.0.2.7 OK\n'),
    ok: table('postfix/client_access.cidr', '192.0.2.7 OK\n192.0.2.0/24 REJECT\n'),
    references: [tableManual('cidr_table')],
    fix: 'none',
  },
  function* ({ rules }) {
    const plain: { readonly network: Network; readonly rule: Extract<MapRule, { kind: 'match' }> }[] = [];
    let depth = 0;
    for (const rule of rules.slice(0, MOST)) {
      if (rule.kind !== 'match') depth += rule.kind === 'if' ? 1 : -1;
      else if (rule.test.kind === 'network' && !rule.test.isNegated) {
        const { network } = rule.test;
        const earlier = plain.find((one) => isWithin(network, one.network));
        if (earlier)
          yield {
            at: rule.entry.keySpan,
            message: `${quotedKey(rule.entry.key)} is inside ${quotedKey(earlier.rule.entry.key)} above, which answers first. put it above that line`,
            related: [{ span: earlier.rule.entry.keySpan, message: 'this line answers first' }],
          };
        // Inside a condition a line may not be reached, so it covers nothing for sure.
        else if (depth === 0) plain.push({ network, rule });
      }
    }
  },
);

function isWithin(inner: Network, outer: Network): boolean {
  return inner.family === outer.family && inner.prefix >= outer.prefix && networkAddress(inner, outer.prefix).bits === outer.bits;
}
