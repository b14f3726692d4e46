import { valueSpanIn } from '../../parse/segments.ts';
import { span } from '../../text/span.ts';
import { routeFault } from '../support/routes.ts';
import { table, tableManual, tableRule, useOf } from '../support/tableRule.ts';

/** A route that smtp(8) can't follow. */
export const malformedRoute = tableRule(
  {
    id: 'table/malformed-route',
    severity: 'warning',
    title: 'Route that cannot be followed',
    why: 'A route is "transport:nexthop". A host alone is taken for the name of a transport that does not exist, and a next hop with a missing bracket or a wrong port keeps its mail in the queue.',
    bad: table('postfix/transport', 'example.com [smtp.example.com]:587\n'),
    ok: table(
      'postfix/transport',
      'example.com smtp:[smtp.example.com]:587\nexample.org :\nexample.net error:not [here\nlocal.example.com lmtp:unix:private/lmtp\n',
    ),
    references: [tableManual('transport')],
    fix: 'unsafe',
  },
  function* ({ entries }, context) {
    if (useOf(context) !== 'transport') return;
    for (const entry of entries) {
      const fault = routeFault(entry.value, context.folder);
      if (fault?.kind === 'missing-transport') {
        const start = span(entry.valueSpan.start, entry.valueSpan.start);
        yield {
          at: entry.valueSpan,
          message: 'a transport is missing in front of the next hop. write "smtp:" before it',
          fixes: [{ title: 'Write "smtp:" before the next hop', safety: 'unsafe', edits: [{ span: start, newText: 'smtp:' }] }],
        };
      } else if (fault) {
        const { problem, offset } = fault;
        yield { at: valueSpanIn(entry, offset + problem.span.start, offset + problem.span.end), message: problem.message };
      }
    }
  },
);
