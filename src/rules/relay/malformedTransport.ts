import { parseDestinations } from '../../discover/postfixDestination.ts';
import { splitTransport } from '../../discover/postfixNextHops.ts';
import { readTables } from '../../discover/postfixTable.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import { mainCfAmong } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { isSmtp, routeFault } from '../support/routes.ts';
import { isJudgedForItself, rowPlace } from '../support/tableRows.ts';

const MAIN = 'transport_maps = hash:/etc/postfix/transport\n';
const transport5 = { title: 'Postfix transport(5)', url: 'https://www.postfix.org/transport.5.html' };

/** A next hop behind a transport that smtp(8) can't read, or an entry without a transport. */
export const malformedTransport = mainRule(
  {
    id: 'relay/malformed-transport',
    severity: 'warning',
    listens: ['default_transport', 'relay_transport', 'transport_maps'],
    title: 'Route that Postfix cannot follow',
    why: 'A route is "transport:nexthop". A host alone is taken for the name of a transport that does not exist, and a next hop with a missing bracket or a wrong port stops each smtp(8) that is to use it: mail stays in the queue.',
    bad: mainCfAmong(MAIN, { transport: 'example.org [smtp.example.com]\n' }),
    ok: mainCfAmong(MAIN, { transport: 'example.org smtp:[smtp.example.com]:587\nexample.net :\nexample.com error:not here: [sorry\n' }),
    references: [transport5],
  },
  function* (context) {
    const { folder, postfix } = context;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'default_transport' || name === 'relay_transport')) {
      const { transport, nexthop, offset } = splitTransport(value);
      const problem = isSmtp(folder, transport) ? parseDestinations(nexthop).flatMap(({ problems }) => problems)[0] : undefined;
      if (!problem || entry.value !== value) continue;
      yield { at: valueSpanIn(entry, offset + problem.span.start, offset + problem.span.end), message: `in "${entry.key}": ${problem.message}` };
    }
    const tables = folder && readTables(folder, postfix, 'transport_maps');
    for (const row of tables?.rows ?? []) {
      const found = routeFault(row.value, folder);
      if (!found || isJudgedForItself(context, row, 'transport')) continue;
      const fault = found.kind === 'next-hop' ? found.problem.message : `"${row.value}" has no transport in front. write "smtp:${row.value}"`;
      yield { at: tables!.entry.valueSpan, message: `the route for "${row.key}" in ${row.path}: ${fault}`, related: [rowPlace(row, 'the route')] };
    }
  },
);
