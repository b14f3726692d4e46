import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** An address with bits behind the prefix of its network. */
export const mismatchedPrefix = tableProblemRule(
  {
    id: 'table/mismatched-prefix',
    severity: 'error',
    title: 'Host bits in a network',
    why: 'The bits behind the prefix length have to be zero. Postfix does not guess which part was meant: it warns and leaves the line out.',
    bad: table('postfix/client_access.cidr', '192.0.2.5/24 REJECT\n'),
    ok: table('postfix/client_access.cidr', '192.0.2.5/32 REJECT\n192.0.2.0/24 OK\n'),
    references: [tableManual('cidr_table')],
    fix: 'unsafe',
  },
  ['host-bits'],
  ({ span, message }) => {
    const [, network] = /the network is (\S+)$/.exec(message)!;
    return [{ title: `Write the network ${network}`, safety: 'unsafe', edits: [{ span, newText: network! }] }];
  },
);
