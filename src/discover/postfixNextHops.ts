import { valueSpanIn } from '../parse/segments.ts';
import type { Entry } from '../parse/types.ts';
import type { Span } from '../text/span.ts';
import { type PostfixDestination, parseDestinations } from './postfixDestination.ts';
import type { PostfixFolder } from './postfixFolder.ts';
import type { PostfixMain } from './postfixMain.ts';
import { readTables, type TableRow } from './postfixTable.ts';

/** A next hop that the files name, and the transport that mail for it takes. */
export interface NextHop {
  readonly transport: string;
  /** As smtp(8) gets it and looks it up in tables: brackets and port included. */
  readonly text: string;
  readonly destination: PostfixDestination;
  /** The setting that names it, or that names the table with it. */
  readonly entry: Entry;
  /** Its place in main.cf; that of the whole value when a table names it. */
  readonly span: Span;
  readonly row?: TableRow;
}

export interface NextHops {
  readonly hops: readonly NextHop[];
  /** False when a table that can't be read may name more. */
  readonly isComplete: boolean;
  /** Mail to some recipients may go straight to their own servers. */
  readonly hasDirect: boolean;
}

/** A `transport:nexthop` in its parts; either may be empty (transport(5)). */
export function splitTransport(value: string): { readonly transport: string; readonly nexthop: string; readonly offset: number } {
  const colon = value.indexOf(':');
  if (colon === -1) return { transport: value, nexthop: '', offset: value.length };
  return { transport: value.slice(0, colon), nexthop: value.slice(colon + 1), offset: colon + 1 };
}

/**
 * Lists the next hops that main.cf and the tables beside it name: in `default_transport`, `relay_transport`, `relayhost`,
 * `transport_maps` and `sender_dependent_relayhost_maps` (resolve_addr in trivial-rewrite(8)).
 */
export function nextHops(folder: PostfixFolder, main: PostfixMain): NextHops {
  const hops: NextHop[] = [];
  let isComplete = true;
  const add = (transport: string, value: string, where: Pick<NextHop, 'entry' | 'row'>, offset: number) => {
    for (const destination of parseDestinations(value)) {
      const { start, end } = destination.span;
      const span = where.row ? where.entry.valueSpan : valueSpanIn(where.entry, offset + start, offset + end);
      hops.push({ ...where, transport, text: destination.text, destination, span });
    }
  };
  const withoutHop: string[] = [];
  for (const name of ['default_transport', 'relay_transport']) {
    const { entry, raw } = main.get(name);
    const { transport, nexthop, offset } = splitTransport(raw.trim());
    if (nexthop === '') withoutHop.push(transport);
    else if (entry) add(transport, nexthop, { entry }, offset);
  }
  const relayhost = main.get('relayhost').entry;
  if (relayhost) for (const transport of new Set(withoutHop)) add(transport, relayhost.value, { entry: relayhost }, 0);
  for (const name of ['transport_maps', 'sender_dependent_relayhost_maps', 'sender_dependent_default_transport_maps']) {
    const tables = readTables(folder, main, name);
    if (!tables) continue;
    isComplete &&= tables.isComplete;
    for (const row of tables.rows) {
      if (name === 'sender_dependent_relayhost_maps') {
        for (const transport of new Set(withoutHop)) add(transport, row.value, { entry: tables.entry, row }, 0);
        continue;
      }
      const { transport, nexthop, offset } = splitTransport(row.value);
      if (nexthop !== '') add(transport || (withoutHop[0] ?? 'smtp'), nexthop, { entry: tables.entry, row }, offset);
    }
  }
  const hasDirect = withoutHop.length > 0 && (relayhost === undefined || relayhost.value.trim() === '');
  return { hops, isComplete, hasDirect };
}
