import { CHECK_PARAMETERS } from '../support/checks.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { headerChecksManual } from '../support/references.ts';
import { itemSpan, tablesIn } from '../support/tables.ts';

const WHOLE_KEY = new Set(['btree', 'cdb', 'cidr', 'dbm', 'hash', 'lmdb', 'sdbm', 'texthash']);

/** Header or body checks in a table that compares whole keys. */
export const mismatchedTableType = folderRule(
  {
    id: 'filter/mismatched-table-type',
    severity: 'warning',
    listens: ['header_checks', 'body_checks', 'mime_header_checks', 'nested_header_checks', 'smtp_header_checks', 'milter_header_checks'],
    title: 'Table that never matches a line',
    why: 'Header and body checks look up a whole line of the message, such as "Subject: Hello". A table of the type hash or the like only finds keys that are equal to it, so in practice nothing matches: these checks need regexp or pcre.',
    bad: mainCf('header_checks = hash:/etc/postfix/header_checks\n'),
    ok: mainCf('header_checks = regexp:/etc/postfix/header_checks\nbody_checks = pcre:/etc/postfix/body_checks\n'),
    references: [headerChecksManual],
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => CHECK_PARAMETERS.test(name))) {
      for (const { type, item } of tablesIn(judged)) {
        if (!WHOLE_KEY.has(type)) continue;
        yield {
          at: itemSpan(judged, item),
          message: `a table of type "${type}" never matches a line of a message. write the rules as patterns and use "regexp" or "pcre"`,
        };
      }
    }
  },
);
