import { type DestinationProblem, parseDestinations } from '../../discover/postfixDestination.ts';
import type { PostfixFolder } from '../../discover/postfixFolder.ts';
import { splitTransport } from '../../discover/postfixNextHops.ts';
import { programOf, transportService } from '../../discover/postfixService.ts';

/** Why a route leads nowhere: a next hop without a transport in front, or one that smtp(8) can't read. */
export type RouteFault =
  | { readonly kind: 'missing-transport' }
  /** `offset` is where the next hop begins in the value, from which the problem's span counts. */
  | { readonly kind: 'next-hop'; readonly problem: DestinationProblem; readonly offset: number };

/** The first mistake of a `transport:nexthop` (transport(5)); undefined where there is none, or where that can't be told. */
export function routeFault(value: string, folder: PostfixFolder | undefined): RouteFault | undefined {
  if (value.includes('$') || /\s/.test(value)) return undefined;
  if (value.startsWith('[') || (!value.includes(':') && value.includes('.'))) return { kind: 'missing-transport' };
  const { transport, nexthop, offset } = splitTransport(value);
  const problem = isSmtp(folder, transport) ? parseDestinations(nexthop).flatMap(({ problems }) => problems)[0] : undefined;
  return problem && { kind: 'next-hop', problem, offset };
}

/** Whether a transport is the SMTP client; without a master.cf its usual names are. */
export function isSmtp(folder: PostfixFolder | undefined, transport: string): boolean {
  const service = folder && transportService(folder, transport);
  return service ? programOf(service) === 'smtp' : !folder?.master && /^(smtp|relay)$/.test(transport);
}
