import { table, tableManual, tableProblemRule } from '../support/tableRule.ts';

/** A network that cidr tables do not understand. */
export const unknownNetwork = tableProblemRule(
  {
    id: 'table/unknown-network',
    severity: 'error',
    title: 'Network that cannot be read',
    why: 'A cidr table takes an address or an address with a prefix length. Host names, ranges and wildcards are no networks: Postfix warns and leaves the line out.',
    bad: table('postfix/client_access.cidr', '192.0.2.* REJECT\n'),
    ok: table('postfix/client_access.cidr', '192.0.2.0/24 REJECT\n2001:db8::/32 OK\n'),
    references: [tableManual('cidr_table')],
  },
  ['bad-network', 'missing-pattern'],
);
